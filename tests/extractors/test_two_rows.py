"""Tables of 附件2 with heads in two rows, titles between the rows, and merged answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from docx import Document

from extractors.extract import extract
from tests.documents.answers import saved

HEADS = ("序号", "单位名称", "重点产业", "攻关方向", "解决方案名称", "联系人", "手机")
TWIN = "数字孪生工厂解决方案"
Row = tuple[str, ...]
Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, each (row, column)


def project(number: int, industry: str = "汽车") -> Row:
    return (
        *(str(number), f"上海第{number}机电有限公司", industry, TWIN, f"孪生方案{number}"),
        *("王一李二赵三"[2 * number - 2 : 2 * number], f"1380000000{number}"),
    )


def read(rows: Sequence[Row], *merges: Merge) -> dict[str, Any]:
    """A 附件2 with that table, read; the words of a merged cell are those of its first."""
    document = Document()
    document.add_paragraph("附件2")
    document.add_paragraph("上海市智能制造系统解决方案揭榜挂帅项目推荐汇总表")
    document.add_paragraph("推荐单位（盖章）：嘉定区经济委员会")
    table = document.add_table(len(rows), len(HEADS), "Table Grid")
    for first, last in merges:
        table.cell(*first).merge(table.cell(*last))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                table.cell(number, column).text = text
    (result,) = extract(saved(document), "")
    return result


def names(result: dict[str, Any]) -> list[str]:
    return [row["name"] for row in result["record"]["rows"]]


def test_heads_in_two_rows_head_the_columns_that_they_stand_over():
    upper = ("序号", "单位名称", "项目情况", "", "", "联系方式", "")
    lower = ("", "", *HEADS[2:])
    groups = (((0, 2), (0, 4)), ((0, 5), (0, 6)))
    down = (((0, 0), (1, 0)), ((0, 1), (1, 1)))
    for merges in (groups, groups + down):  # the others over an empty cell, or merged down
        result = read([upper, lower, project(1), project(2)], *merges)
        assert [tuple(row.values()) for row in result["record"]["rows"]] == [
            (n, f"上海第{n}机电有限公司", ["汽车"], [TWIN], [f"孪生方案{n}"], who, f"1380000000{n}")
            for n, who in ((1, "王一"), (2, "李二"))
        ]
        told = " ".join(p["message"] for p in result["problems"] if p["code"] == "unread-text")
        assert "项目情况" in told


def test_titles_and_sums_between_the_rows_part_no_list_and_are_named():
    titles = ("一、汽车产业", "小计：1项", "二、电子信息产业", "以上共2项")
    rows = [
        *(HEADS, titles[:1], project(1), titles[1:2], titles[2:3]),
        *(project(2, "电子信息"), titles[3:]),
    ]
    across = [((n, 0), (n, 6)) for n, row in enumerate(rows) if len(row) == 1]
    result = read(rows, *across)
    assert names(result) == ["上海第1机电有限公司", "上海第2机电有限公司"]
    told = " ".join(p["message"] for p in result["problems"] if p["code"] == "unread-text")
    assert all(title in told for title in titles)


@pytest.mark.parametrize("unused", [(), ("4", "", "", "", "", "", "")])
def test_an_answer_merged_over_rows_is_that_of_each_with_doubt(unused):
    rows = [HEADS, project(1), *((*row[:2], "", *row[3:]) for row in map(project, (2, 3)))]
    if unused:
        rows.append(unused)
    result = read(rows, ((1, 2), (len(rows) - 1, 2)))
    assert [row["industries"] for row in result["record"]["rows"]] == [["汽车"]] * 3
    doubted = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    assert doubted == {"rows.1.industries", "rows.2.industries"}
    assert all(result["fields"][path]["confidence"] < 0.9 for path in doubted)
