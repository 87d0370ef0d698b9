"""Pages that lie aside: fed in farther left or right, or with margins that are mirrored."""

from __future__ import annotations

import pytest

from extractors.paper.aligning import align
from extractors.paper.glyphs import Glyph, Turn
from extractors.paper.grid import Grid
from extractors.paper.lines import TextLine, lines_of
from extractors.paper.sheets import RuledTable, SheetOfPaper


def line(source: object) -> TextLine:
    [found] = lines_of(
        [Glyph("一", 90, 100, 100, 110, 109, 10, "", None, "ocr", 1.0, source=source)]
    )
    return found


def sheet(number: int, x0: float, x1: float, source: object = "a lattice") -> SheetOfPaper:
    table = RuledTable(Grid([x0, x1], [80.0, 700.0], []), [[line(source)]], [[]])
    return SheetOfPaper(number, Turn(0, 0, 595, 842), 0.0, 595.0, [], [table])


@pytest.mark.parametrize("aside", [-14.0, 2.0, 9.0])
def test_a_page_laid_aside_is_moved_back(aside: float) -> None:
    sheets = [sheet(1, 80, 510), sheet(2, 80 + aside, 511 + aside), sheet(3, 80, 510)]
    align(sheets)
    assert [round(each.left, 1) for each in sheets] == [0.0, aside + 0.5, 0.0]


def test_mirrored_margins_lie_under_each_other() -> None:
    sheets = [sheet(at, 80 + 24 * (at % 2), 510 + 24 * (at % 2), None) for at in (1, 2, 3, 4)]
    sheets += [SheetOfPaper(at, Turn(0, 0, 595, 842), 0.0, 595.0, [], []) for at in (5, 6)]
    align(sheets)
    assert [each.left for each in sheets] == [0.0, -24.0, 0.0, -24.0, 0.0, -24.0]


def test_printed_tables_of_nearly_one_width_are_two() -> None:
    sheets = [sheet(1, 80, 510, None), sheet(2, 90, 523, None)]
    align(sheets)
    assert [each.left for each in sheets] == [0.0, 0.0]


def test_another_table_and_a_page_of_text_stay() -> None:
    sheets = [sheet(1, 80, 510), sheet(2, 95, 400), sheet(3, 120, 425, None)]
    align(sheets)
    assert [each.left for each in sheets] == [0.0, 0.0, 0.0]
