"""补正通知书 as a form."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from extractors.extract import extract
from forms import registry
from renderers.docx import render
from tests.strategies import records

FORM = registry.get("office/notice")

NOTICE = {
    "recipient": "上海启岚数字制造技术有限公司",
    "material": "《上海市智能制造系统解决方案揭榜挂帅项目申报书》",
    "file": "申报书（终稿）.docx",
    "code": "ecce2529c1136c51",
    "deadline": "2024-05-28",
    "items": [
        {
            "field": "法人代表/负责人：职务、邮箱",
            "found": None,
            "wrong": "均未填写。",
            "cure": "请补填。",
        },
        {
            "field": "单位简介",
            "found": "本公司成立于2015年",
            "wrong": "现有520字，略超过500字的限制。\n有一行与表中的标题相同。",
            "cure": "建议压缩至500字以内。\n请改写。",
        },
    ],
    "issuer": "上海市浦东新区科技和经济委员会",
    "date": "2024-05-20",
}


def test_what_is_printed_reads_back_the_same():
    record = FORM.load(NOTICE)
    (result,) = extract(render(FORM, NOTICE), "")
    assert (result["form"], result["record"]) == (FORM.name, record)
    assert result["problems"] == []


def test_an_item_s_number_is_its_place():
    assert [item["no"] for item in FORM.load(NOTICE)["items"]] == [1, 2]


def test_an_answer_that_was_empty_is_printed_as_such_and_read_as_none():
    (result,) = extract(render(FORM, NOTICE), "")
    assert result["record"]["items"][0]["found"] is None
    written = {**NOTICE, "items": [{"field": "传真", "found": "（空）", "wrong": "未填写。"}]}
    assert FORM.load(written)["items"][0]["found"] is None


def test_a_notice_that_nobody_signed_says_what_it_lacks():
    lacking = {problem.path for problem in FORM.check(FORM.load({"recipient": "甲公司"}))}
    assert lacking == {"material", "deadline", "issuer", "date"}


@given(record=records("office/notice"))
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_it_says_reads_back_the_same(record: dict[str, Any]):
    (result,) = extract(render(FORM, record), "")
    assert (result["form"], result["record"]) == (FORM.name, record)
