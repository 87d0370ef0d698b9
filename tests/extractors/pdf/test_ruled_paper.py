"""Pale lines across a page are no table's; those of a table are, however pale."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extractors.pdf.paper import Paper, rows, tables

PALE = (0.75, 0.85, 0.95)
XS = [100.0, 200.0, 400.0]
YS = [100.0, 150.0, 200.0, 250.0]
ROWS = [["名称", "甲"], ["地址", "乙"], ["电话", "丙"]]


def table(paper: Paper, **how: Any) -> Paper:
    for y in YS:
        paper.page.draw_line((XS[0], y), (XS[-1], y), width=0.5, **how)
    for x in XS:
        paper.page.draw_line((x, YS[0]), (x, YS[-1]), width=0.5, **how)
    for y, row in zip(YS, ROWS, strict=False):
        for x, text in zip(XS, row, strict=False):
            paper.text(x + 5, y + 20, text)
    return paper


@pytest.mark.parametrize(
    ("left", "right", "first", "count"),
    [(60, 540, 40, 45), (100, 400, 40, 45), (60, 540, 112, 8)],
    ids=["wider than the table", "as wide as the table, and longer", "only across it"],
)
def test_a_pale_ground_of_lines_parts_no_cells(
    left: float, right: float, first: float, count: int
) -> None:
    paper = Paper()
    for at in range(count):
        y = first + 17 * at
        paper.page.draw_line((left, y), (right, y), width=0.5, color=PALE)
    [found] = tables(table(paper).read())
    assert rows(found) == ROWS


def test_a_table_of_pale_lines_beside_a_dark_one_is_read() -> None:
    paper = table(Paper())
    ys = [300.0 + 20 * at for at in range(11)]
    for y in ys:
        paper.page.draw_line((100, y), (400, y), width=0.5, color=PALE)
    for x in XS:
        paper.page.draw_line((x, ys[0]), (x, ys[-1]), width=0.5, color=PALE)
    for at, y in enumerate(ys[:-1]):
        paper.text(105, y + 14, f"{at + 1}")
    first, second = tables(paper.read())
    assert rows(first) == ROWS
    assert [row[0] for row in rows(second)] == [f"{at + 1}" for at in range(10)]


def test_pale_lines_between_the_rows_of_a_dark_frame_part_them() -> None:
    paper = Paper()
    ys = [100.0 + 20 * at for at in range(11)]
    for y in ys:
        color = (0, 0, 0) if y in (ys[0], ys[-1]) else PALE
        paper.page.draw_line((100, y), (400, y), width=0.5, color=color)
    for x in XS:
        paper.page.draw_line((x, ys[0]), (x, ys[-1]), width=0.5)
    for at, y in enumerate(ys[:-1]):
        paper.text(105, y + 14, f"{at + 1}")
    [found] = tables(paper.read())
    assert [row[0] for row in rows(found)] == [f"{at + 1}" for at in range(10)]
