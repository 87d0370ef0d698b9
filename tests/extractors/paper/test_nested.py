"""Tables in a cell, over pages too, whose borders touch the cell's."""

from __future__ import annotations

import pytest

from extractors.page import Table
from tests.extractors.paper.test_joining import ruled
from tests.extractors.pdf.paper import Paper, cell, rows, tables

HEADS = ["技术名称", "关键指标", "研制单位"]
OUTER, INNER = [72.0, 140.0, 500.0], (145.4, 240.0, 370.0, 494.6)


def over_two_pages(gap: float, heads_again: bool = False) -> list[Table]:
    """A list in a cell over a page's end; there it begins `gap` points below the cell's top."""
    paper = Paper().text(78, 660, "关键技术").grid(OUTER, [640, 770])
    ruled(paper, [HEADS, ["甲一", "指标一", "自研"]], 650, INNER)
    rest = [["甲二", "指标二", "自研"], ["甲三", "指标三", "采购"]]
    paper.next_page().grid(OUTER, [60, 140, 170]).text(78, 160, "备注").text(150, 160, "无")
    ruled(paper, [HEADS, *rest] if heads_again else rest, 60 + gap, INNER)
    return tables(paper.read())


@pytest.mark.parametrize("gap", [0, 2, 8])
@pytest.mark.parametrize("heads_again", [False, True])
def test_a_list_in_a_cell_is_one_over_a_pages_end(gap: float, heads_again: bool) -> None:
    [outer] = over_two_pages(gap, heads_again)
    assert [each.text for each in outer.cells if each.column == 0] == ["关键技术", "备注"]
    [inner] = cell(outer, 0, 1).blocks
    assert isinstance(inner, Table)
    assert rows(inner) == [
        HEADS,
        ["甲一", "指标一", "自研"],
        ["甲二", "指标二", "自研"],
        ["甲三", "指标三", "采购"],
    ]
    assert cell(outer, 1, 1).text == "无"


def test_narrow_columns_of_one_table_are_its_own() -> None:
    paper = Paper().grid([72, 80, 200, 330, 338], [100, 120, 140])
    paper.text(84, 114, "甲").text(204, 114, "乙").text(84, 134, "丙").text(204, 134, "丁")
    [table] = tables(paper.read())
    assert rows(table) == [["", "甲", "乙", ""], ["", "丙", "丁", ""]]
