"""Tables with their parts on several pages, before they are made into tables of the page model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from extractors.paper.sheets import RuledTable, SheetOfPaper

TABLE: Final = "\x00"  # a table in a cell, as text
SAME_EDGE: Final = 3.0  # points by which the edges of one table may differ from page to page


@dataclass(slots=True)
class CellParts:
    """A cell with its parts on one page or several."""

    row: int
    row_end: int
    x0: float
    x1: float
    parts: list[tuple[SheetOfPaper, RuledTable, int]]  # page, table there, number of the cell
    lost: bool = False  # whether rows before it may be missing, with their page
    doubted: bool = False  # whether what stands in it may go on in the cell across a page's end


@dataclass(slots=True)
class Joined:
    """A table over one or more pages."""

    xs: list[float]
    rows: int
    cells: list[CellParts]
    last: list[CellParts]  # the cells that reach its end, from left to right


def on_page(sheet: SheetOfPaper, table: RuledTable) -> Joined:
    """A table as it stands on one page."""
    cells = [
        CellParts(
            cell.row,
            cell.row_end,
            cell.box[0] - sheet.left,
            cell.box[2] - sheet.left,
            [(sheet, table, number)],
        )
        for number, cell in enumerate(table.grid.cells)
    ]
    rows = len(table.grid.ys) - 1
    last = [cell for cell in cells if cell.row_end == rows]
    return Joined([x - sheet.left for x in table.grid.xs], rows, cells, last)


def above(cells: Iterable[CellParts], cell: CellParts) -> CellParts | None:
    """Of the cells at the end of the page before the one that has the same edges."""
    for one in cells:
        if abs(one.x0 - cell.x0) <= SAME_EDGE and abs(one.x1 - cell.x1) <= SAME_EDGE:
            return one
    return None


def text_of(cell: CellParts) -> str:
    """The cell's text, for comparison."""
    return "".join(
        line.text for _, table, number in cell.parts for line in table.lines[number]
    ) + "".join(TABLE for _, table, number in cell.parts for _ in table.inner[number])
