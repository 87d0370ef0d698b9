"""Words that stand where an answer should."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from extractors.stand_ins import signed_off, stands_in
from tests.documents.answers import form


@pytest.mark.parametrize(
    "words",
    [
        *("同上", "同左。", "〃", "同法人", "详见附件", "（以下略，详见附件3）", "见营业执照"),
        *("同方向一", "同攻关方向一。", "见表后", "详见后文", "略", "（略）", "另附"),
        *("«单位名称»", "错误！未知的文档属性名称。", "请选择", "[点击输入手机]"),
        *("单击此处输入文字。", "Error! Reference source not found."),
    ],
)
def test_words_that_are_no_answer_themselves_are_told(words):
    assert stands_in(words)


@pytest.mark.parametrize(
    "words",
    [
        *("同济大学", "同方股份有限公司", "上海市嘉定区墨玉南路1号", "见习工程师", "点检系统"),
        "系统架构详见附件，指标如下。",
        "请选择题系统，请输入法软件",
    ],
)
def test_answers_are_none_of_them(words):
    assert stands_in(words) is None


def test_an_answer_that_points_elsewhere_is_kept_with_doubt():
    document = form(
        applicant__address="见营业执照",
        applicant__representative__position="同上",
        applicant__profile="详见附件",
        tasks__0__solution="«方案名称»",
    )
    (result,) = extract(document, "")
    doubted = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    for path in (
        "applicant.address",
        "applicant.representative.position",
        "applicant.profile",
        "tasks.0.solution",
    ):
        assert result["fields"][path]["confidence"] < 0.9
        assert path in doubted


@pytest.mark.parametrize("line", ["区经委审核意见：同意推荐。", "审核人：钱四  2024年5月28日"])
def test_a_line_by_which_an_office_signs_is_told(line):
    assert signed_off(f"营业执照。\n{line}") == line


@pytest.mark.parametrize(
    "text", ["系统汇总各方审核意见并反馈。", "负责人：赵三，高级工程师。", "吸收专家意见：改进模型"]
)
def test_what_an_applicant_says_of_people_and_opinions_is_his(text):
    assert signed_off(text) is None


def test_a_text_with_another_offices_line_is_doubted():
    document = form(tasks__0__other_results="教材一套\n经办人：钱四")
    (result,) = extract(document, "")
    path = "tasks.0.other_results"
    assert result["record"]["tasks"][0]["other_results"] == "教材一套\n经办人：钱四"
    assert result["fields"][path]["confidence"] < 0.9
    assert ("needs-review", path) in {(p["code"], p["path"]) for p in result["problems"]}
