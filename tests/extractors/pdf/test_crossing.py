"""Text that runs across a border is doubted; text beside one is not."""

from __future__ import annotations

import pytest

from tests.extractors.pdf.paper import Paper, cell, tables


def sureness(x: float, text: str) -> float:
    """How sure the first cell's text is, of 10 points, that begins at `x`; its border is at 200."""
    paper = Paper().grid([100, 200, 300], [100, 130]).text(x, 120, text, size=10)
    [table] = tables(paper.read())
    [line] = cell(table, 0, 0).paragraphs[0].lines
    return line.confidence


@pytest.mark.parametrize("x", [145, 150])  # through a letter, between two
def test_a_text_that_goes_on_in_the_next_cell_is_doubted(x: float) -> None:
    assert sureness(x, "甲乙丙丁公司戊己") < 0.9


@pytest.mark.parametrize(("x", "text"), [(120, "甲乙丙丁公司戊己"), (135, "甲乙丙丁公司。")])
def test_a_text_that_ends_at_the_border_is_sure(x: float, text: str) -> None:
    assert sureness(x, text) >= 0.9
