"""Answers that another program wrote several times over."""

from __future__ import annotations

import pytest

from extractors.echoes import said_once
from tests.extractors.pages import codes, form, page, result

UNIT = form([["单位名称", "{{ applicant.name }}"], ["单位地址", "{{ applicant.address }}"]])


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("嘉定区经委" * 4, "嘉定区经委"),
        ("宁采薇 宁采薇宁采薇 宁采薇", "宁采薇"),
        ("A座301座A座301301A座301", "A座301"),
        ("TSN 交换机 交换机TSN 交换机 TSN 交换机", "TSN 交换机"),
        ("2016年7月\n" * 4, "2016年7月"),
    ],
)
def test_a_text_in_its_echoes_is_found(text: str, once: str) -> None:
    assert said_once(text) == once


@pytest.mark.parametrize(
    "text",
    ["", "无", "88888888", "哈哈哈", "嘉定区嘉定区", "上海上海大学上海", "021-50270188转6021"],
)
def test_what_only_repeats_a_word_is_as_it_stands(text: str) -> None:
    assert said_once(text) is None


@pytest.mark.parametrize("text", ["字" * 500, "测试" * 250, "×" * 10])
def test_a_stretch_over_and_over_is_the_applicants_own(text: str) -> None:
    assert said_once(text) is None


def test_an_answer_that_is_echoed_is_doubted_and_its_text_alone_offered() -> None:
    outcome = result(UNIT, page([["单位名称", "上海甲公司" * 4], ["单位地址", "某路1号"]]))
    entry = outcome["fields"]["applicant.name"]
    assert outcome["record"]["applicant"]["name"] == entry["raw"] == "上海甲公司" * 4
    assert entry["alternatives"] == ["上海甲公司"]
    assert entry["confidence"] < 0.9
    assert "needs-review" in codes(outcome, "applicant.name")


def test_a_date_that_is_echoed_is_offered() -> None:
    dated = form(
        [["单位名称", "{{ applicant.name }}"], ["成立时间", "{{ applicant.established | date }}"]]
    )
    outcome = result(dated, page([["单位名称", "甲公司"], ["成立时间", "2016年7月" * 4]]))
    assert outcome["fields"]["applicant.established"]["alternatives"] == ["2016-07"]
    assert "bad-date" in codes(outcome, "applicant.established")
