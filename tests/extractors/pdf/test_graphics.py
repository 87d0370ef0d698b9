"""Borders as programs draw them: in dots, in dashes, with round corners, of several lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.extractors.pdf.paper import Paper, picture, rows, tables, texts

XS, YS = [100.0, 200.0, 300.0], [100.0, 130.0, 160.0]
Line = tuple[float, float, float, float]
LINES: list[Line] = [(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[0], x, YS[-1]) for x in XS]


def places(line: Line, step: float) -> list[tuple[float, float]]:
    """Points along a line."""
    x0, y0, x1, y1 = line
    count = int(max(x1 - x0, y1 - y0) / step)
    return [(x0 + (x1 - x0) * at / count, y0 + (y1 - y0) * at / count) for at in range(count + 1)]


def dots_of_browsers(page: Any, line: Line) -> None:
    for x, y in places(line, 3):
        page.draw_rect((x, y, x + 1.5, y + 1.5), color=None, fill=(0, 0, 0))


def dots_in_one_path(page: Any, line: Line) -> None:
    shape = page.new_shape()
    for place in places(line, 3):
        shape.draw_circle(place, 0.5)
    shape.finish(color=None, fill=(0, 0, 0))
    shape.commit()


def dashes_in_one_path(page: Any, line: Line) -> None:
    shape = page.new_shape()
    wide, high = (2.2, 0.7) if line[1] == line[3] else (0.7, 2.2)
    for x, y in places(line, 4):
        shape.draw_polyline([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)])
    shape.finish(color=None, fill=(0, 0, 0))
    shape.commit()


def three_lines(page: Any, line: Line) -> None:
    for off in (-2, 0, 2):
        dx, dy = (0, off) if line[1] == line[3] else (off, 0)
        page.draw_line((line[0] + dx, line[1] + dy), (line[2] + dx, line[3] + dy), width=0.4)


def stretched_pictures(page: Any, line: Line) -> None:
    x0, y0, x1, y1 = line
    box = (x0, y0, max(x1, x0 + 0.6), max(y1, y0 + 0.6))
    page.insert_image(box, stream=picture(), keep_proportion=False)


@pytest.mark.parametrize(
    "draw",
    [dots_of_browsers, dots_in_one_path, dashes_in_one_path, three_lines, stretched_pictures],
)
def test_a_border_is_one_however_it_is_drawn(draw: Callable[[Any, Line], None]) -> None:
    paper = Paper()
    for line in LINES:
        draw(paper.page, line)
    filled(paper)
    [table] = tables(paper.read())
    assert rows(table) == [["甲", "乙"], ["丙", "丁"]]


def test_cells_with_round_corners_are_cells() -> None:
    paper = Paper()
    for x in XS[:-1]:
        for y in YS[:-1]:
            paper.page.draw_rect((x, y, x + 99.5, y + 29.5), width=0.6, radius=0.2)
    filled(paper)
    [table] = tables(paper.read())
    assert rows(table) == [["甲", "乙"], ["丙", "丁"]]


def test_squares_of_a_code_are_no_borders() -> None:
    paper = Paper().text(100, 300, "扫码查询")
    for at in range(900):
        row, column = divmod(at, 30)
        if (row * 7 + column * 13 + row * column) % 3:
            x, y = 100 + 2 * column, 100 + 2 * row
            paper.page.draw_rect((x, y, x + 2, y + 2), color=None, fill=(0, 0, 0))
    assert tables(paper.read()) == []


def filled(paper: Paper) -> None:
    for at, text in enumerate("甲乙丙丁"):
        paper.text(XS[at % 2] + 10, YS[at // 2] + 20, text)


def test_white_lines_on_a_coloured_ground_are_borders() -> None:
    paper = Paper()
    paper.page.draw_rect((XS[0], YS[0], XS[-1], YS[-1]), color=None, fill=(0.85, 0.88, 0.95))
    for x0, y0, x1, y1 in LINES:
        paper.page.draw_line((x0, y0), (x1, y1), color=(1, 1, 1))
    filled(paper)
    [table] = tables(paper.read())
    assert rows(table) == [["甲", "乙"], ["丙", "丁"]]


def test_white_lines_on_paper_are_none() -> None:
    paper = Paper()
    for x0, y0, x1, y1 in LINES:
        paper.page.draw_line((x0, y0), (x1, y1), color=(1, 1, 1))
    filled(paper)
    assert tables(paper.read()) == []


def test_borders_of_two_lines_meet_as_broad_as_they_are() -> None:
    paper = Paper()
    for off in (0.0, 1.7):  # as LibreOffice draws them, those across within those downwards
        for y in YS:
            paper.page.draw_line((103.8, y + off), (298, y + off), width=0.4)
        for x in (XS[0], XS[-1]):
            paper.page.draw_line((x + off, YS[0]), (x + off, YS[-1]), width=0.4)
    filled(paper)
    [table] = tables(paper.read())
    assert len(rows(table)) == 2


def ring(x0: float, y0: float, x1: float, y1: float, edge: float, winding: str) -> str:
    """The operators that fill a rectangle's edge, on a page 842 points high."""
    a, b, c, d = x0 + edge, 842 - y1 + edge, x1 - edge, 842 - y0 - edge
    if winding == "f*":
        return f"{x0} {842 - y1} {x1 - x0} {y1 - y0} re {a} {b} {c - a} {d - b} re f*"
    inner = f"{a} {b} m {a} {d} l {c} {d} l {c} {b} l h"  # the other way round
    return f"{x0} {842 - y1} {x1 - x0} {y1 - y0} re {inner} f"


def add(paper: Paper, content: str) -> None:
    """Puts operators behind a page's content."""
    number = paper.document.get_new_xref()
    paper.document.update_object(number, "<<>>")
    paper.document.update_stream(number, paper.page.read_contents() + b"\n" + content.encode())
    paper.page.set_contents(number)


@pytest.mark.parametrize("winding", ["f*", "f"])
def test_cells_whose_edges_are_filled_are_cells(winding: str) -> None:
    paper = (
        Paper().text(105, 120, "甲").text(205, 120, "乙").text(105, 150, "丙").text(205, 150, "丁")
    )
    cells = [(x, y, x + 100, y + 30) for y in YS[:2] for x in XS[:2]]
    add(paper, "\n".join(ring(*cell, 0.5, winding) for cell in cells))
    [table] = tables(paper.read())
    assert rows(table) == [["甲", "乙"], ["丙", "丁"]]


@pytest.mark.parametrize(("tick", "state"), [("", "☐"), ("102 736 m 104 734 l 108 741 l S", "☑")])
def test_a_box_whose_edges_are_filled_is_a_box_to_tick(tick: str, state: str) -> None:
    paper = Paper().text(115, 108, "民营企业")
    add(paper, f"{ring(100, 100, 110, 110, 0.6, 'f*')} {tick}")
    assert texts(paper.read()) == [f"{state}民营企业"]
