"""Page numbers stamped onto the text are none of it; other numbers stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.page import Page
from tests.extractors.pdf.paper import Paper, rows, tables


def table(stamp: Callable[[int], str], pages: int = 4) -> list[list[str]]:
    """The rows of a table over pages, read where each page has a stamp upon a cell."""
    paper = Paper()
    for page in range(1, pages + 1):
        if page > 1:
            paper.next_page()
        paper.grid([60, 200, 540], [60, 700, 800])
        paper.text(70, 100, f"第{page}项技术").text(210, 100, "指标甲乙丙")
        paper.text(70, 760, f"乙{page}").text(210, 760, "指标丁戊己")
        paper.text(300, 763, stamp(page), size=9)
    return [row for each in tables(paper.read()) for row in rows(each)]


def answers(read: list[list[str]]) -> str:
    return "|".join(cell for row in read for cell in row)


@pytest.mark.parametrize(
    "stamp",
    [
        lambda page: f"- {page} -",
        lambda page: f"SH2024-{page:04}",
        lambda page: f"第{page}页 共4页",
        lambda page: f"P{page + 10}",
    ],
    ids=["dashes", "Bates", "Chinese", "from eleven"],
)
def test_numbers_that_count_with_the_pages_are_left_out(stamp: Callable[[int], str]) -> None:
    assert answers(table(stamp)) == answers(table(lambda page: " "))


@pytest.mark.parametrize(
    "stamp",
    [lambda page: str(page), lambda page: f"{page * page}个", lambda page: "2个"],
    ids=["bare", "any", "the same"],
)
def test_other_numbers_stay(stamp: Callable[[int], str]) -> None:
    assert all(stamp(page) in answers(table(stamp)) for page in range(1, 5))


def test_two_pages_make_no_row_of_numbers() -> None:
    assert "- 2 -" in answers(table(lambda page: f"- {page} -", pages=2)).replace("指标丁戊己", "")


def test_marks_where_a_sheet_is_cut_are_no_tables() -> None:
    paper = Paper().text(100, 100, "甲公司")
    for x, y in ((20, 20), (575, 822)):
        paper.page.draw_line((x - 10, y), (x + 10, y))
        paper.page.draw_line((x, y - 10), (x, y + 10))
    page: Page = paper.read()
    assert tables(page) == []
