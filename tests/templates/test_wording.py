"""A blank says what the notice prints, word for word and row for row."""

import pytest

from tests.templates import notice, word


@pytest.mark.parametrize(("template", "number"), [("application.docx", 1), ("summary.docx", 2)])
def test_a_blank_is_what_the_notice_prints(template: str, number: int) -> None:
    assert word.blank(template) == notice.annex(number)


def test_the_oddities_of_the_notice_stay() -> None:
    lines = word.blank("application.docx")
    heads = ("序号", "设备名称", "关键指标", "研制单位⁶")
    assert [line for line in lines if line[-4:] == heads] == [("网络与计算设备⁸", *heads)] * 3
    prompts = [line[1] for line in lines if line[:1] == ("解决痛点问题",)]
    assert [prompt.count(", 不超过 200 字)") for prompt in prompts] == [0, 1, 1]
    assert (
        "单位简介",
        "(包括发展历程、主营业务、主要产品、技术实力等基本情况, 不超500字)",
    ) in lines


def test_each_direction_is_a_table_of_its_own() -> None:
    headings = [
        word.text(next(table.iter(word.W + "p"))) for table in word.tables("application.docx")
    ]
    assert headings == ["(一) 申报单位基本信息", *["(二) 揭榜任务基本信息"] * 3]
