"""What a form prints round an answer goes where it was misread, and nothing else does."""

from __future__ import annotations

import pytest

from extractors.items import whole
from extractors.page import Paragraph
from extractors.pattern import Hole
from extractors.scan.around import answered

PROMPT = "（对方案具体内容、预期达到的技术和成效进行简要描述，不超过500字）"
SUMMARY = Hole("tasks.0.summary", "prose", hints=(PROMPT,))
APPLICANT = Hole("cover.applicant", "text", after="（加盖公章）")


def left(hole: Hole, text: str) -> str:
    slices = answered((whole(Paragraph(text, "第1页")),), hole)
    return "".join(piece.text for piece in slices)


@pytest.mark.parametrize(
    "read",
    [
        "(对方案具体内容,预期达到的技术和成效进行简要描述,不超过500字)",
        "（对方案具体内容预期达到的枝术和成效进行简要描述，不超过500字",
    ],
)
def test_a_prompt_with_a_slip_is_no_answer(read: str) -> None:
    assert left(SUMMARY, read) == ""


def test_an_answer_that_begins_as_the_prompt_does_stays() -> None:
    answer = "对方案具体内容的说明：面向柔性装配线，开发边缘控制器，数据采集频率达到38kHz。"
    assert left(SUMMARY, answer) == answer


@pytest.mark.parametrize(
    "read", ["(加盖公章备", "（盖公章）", "(加公章)", "加盖公", "(加盖公章", "公章", "(加"]
)
def test_words_behind_an_answer_go_where_a_seal_lies_on_them(read: str) -> None:
    assert left(APPLICANT, f"箭雅精密机械（集团）有限公司{read}") == "箭雅精密机械（集团）有限公司"


@pytest.mark.parametrize("name", ["上海盖章机械有限公司", "上海公章科技（集团）", "甲公司（上海）"])
def test_a_name_that_ends_otherwise_stays(name: str) -> None:
    assert left(APPLICANT, name) == name


def test_a_short_unit_is_not_guessed_at() -> None:
    assert left(Hole("tasks.0.budget", "text", after="万元"), "30万元素") == "30万元素"
