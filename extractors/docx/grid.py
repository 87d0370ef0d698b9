"""The columns of a table: from its grid where that is sound, else from the widths of its cells."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractors.docx.names import full, whole
from extractors.page import Paragraph, Table

W_W: Final = full("w:w")
W_TYPE: Final = full("w:type")

TWIPS = 20  # to the point
NEAR = 60  # twips: edges closer than 3 pt are the same edge


def twips(element: etree._Element | None) -> int | None:
    """A width in twips; None when it is given another way (`pct`, `auto`) or is nothing."""
    if element is None or element.get(W_TYPE, "dxa") != "dxa":
        return None
    width = whole(element.get(W_W))
    return width if width > 0 else None


@dataclass(slots=True)
class Slot:
    """A cell as its row has it."""

    where: str
    blocks: tuple[Paragraph | Table, ...]
    span: int
    width: int | None  # in twips; None when the cell doesn't say it
    continues: bool  # goes on from the cell above
    column: int = 0
    rows: int = 1


@dataclass(slots=True)
class Row:
    """A row: its cells, and the columns that it leaves out before and after them."""

    slots: list[Slot] = field(default_factory=list)
    before: int = 0
    before_width: int = 0
    after: int = 0
    spans: int = 0  # of its cells together

    @property
    def columns(self) -> int:
        return self.before + self.spans + self.after

    def add(self, slot: Slot) -> None:
        """Puts a cell at the row's end."""
        self.slots.append(slot)
        self.spans += slot.span

    def widen(self, span: int, width: int | None) -> None:
        """Has the row's last cell take in the cell at its right."""
        last = self.slots[-1]
        last.span += span
        last.width = None if last.width is None or width is None else last.width + width
        self.spans += span


def lay_out(rows: list[Row], grid: list[int]) -> list[float]:
    """Gives each slot its column and corrects spans that can't be.

    Returns the edges of the columns in points from the table's left, one more than columns.
    """
    widest = max(row.columns for row in rows)
    sound = all(width > 0 for width in grid)
    if len(grid) == widest and sound and all(row.columns == widest for row in rows):
        _place_by_span(rows)
        return _edges(grid)
    if all(slot.width for row in rows for slot in row.slots):
        for row in rows:
            row.before_width = row.before_width or sum(grid[: row.before])
        return _place_by_width(rows)
    _place_by_span(rows)
    if len(grid) >= widest and sound:
        return _edges(grid[:widest])
    return _edges(_guess_widths(rows, widest))


def _place_by_span(rows: list[Row]) -> None:
    for row in rows:
        column = row.before
        for slot in row.slots:
            slot.column = column
            column += slot.span


def _place_by_width(rows: list[Row]) -> list[float]:
    """Rows of other widths, without spans that fit: the cells' own edges are the grid."""
    ends = [_row_edges(row) for row in rows]
    edges = _merge_near(sorted({edge for row in ends for edge in row}))
    for row, marks in zip(rows, ends, strict=True):
        places = [_nearest(edges, mark) for mark in marks]
        for slot, left, right in zip(row.slots, places, places[1:], strict=False):
            slot.column = left
            slot.span = max(right - left, 1)
    return [(edge - edges[0]) / TWIPS for edge in edges]


def _row_edges(row: Row) -> list[int]:
    edges = [row.before_width]
    for slot in row.slots:
        edges.append(edges[-1] + (slot.width or 0))
    return edges


def _merge_near(edges: list[int]) -> list[int]:
    kept: list[int] = []
    for edge in edges:
        if not kept or edge - kept[-1] > NEAR:
            kept.append(edge)
    return kept


def _nearest(edges: list[int], mark: int) -> int:
    place = bisect_left(edges, mark)
    if place == len(edges):
        return place - 1
    if place and mark - edges[place - 1] <= edges[place] - mark:
        return place - 1
    return place


def _guess_widths(rows: list[Row], columns: int) -> list[int]:
    """Column widths from cells of one column; what no such cell says is the mean of the others."""
    widths: list[int | None] = [None] * columns
    for row in rows:
        for slot in row.slots:
            if slot.span == 1 and slot.width and widths[slot.column] is None:
                widths[slot.column] = slot.width
    known = [width for width in widths if width]
    mean = sum(known) // len(known) if known else 100 * TWIPS
    return [width or mean for width in widths]


def _edges(widths: list[int]) -> list[float]:
    edges, total = [0.0], 0
    for width in widths:
        total += width
        edges.append(total / TWIPS)
    return edges
