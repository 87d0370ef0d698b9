"""Numbers of lines in the margin are none of the text; numbers in it are."""

from __future__ import annotations

import pytest

from tests.extractors.pdf.paper import Paper, rows, tables, texts

TEXT = ["甲公司", "乙公司", "丙公司", "丁公司"]


def numbered(first: int, step: int, x: float = 60) -> Paper:
    paper = Paper()
    for at, text in enumerate(TEXT):
        paper.text(x, 100 + 40 * at, str(first + step * at)).text(100, 100 + 40 * at, text)
    return paper


@pytest.mark.parametrize(("first", "step"), [(1, 1), (98, 1), (5, 5)])
def test_numbers_that_count_beside_the_text_are_left_out(first: int, step: int) -> None:
    assert texts(numbered(first, step).read()) == TEXT


def test_numbers_that_do_not_count_stay() -> None:
    paper = numbered(1, 1).text(60, 300, "9").text(100, 300, "戊公司")
    assert "".join(texts(paper.read())).count("公司") == 5
    assert "9" in "".join(texts(paper.read()))


def test_numbers_in_a_table_stay() -> None:
    paper = numbered(1, 1).grid([50, 90, 200], [80, 120, 160, 200, 240])
    [table] = tables(paper.read())
    assert [row[0] for row in rows(table)] == ["1", "2", "3", "4"]
