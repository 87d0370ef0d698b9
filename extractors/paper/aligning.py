"""Scanned pages laid under each other: a feeder takes each in a little farther left or right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.paper.sheets import RuledTable, SheetOfPaper

FARTHEST: Final = 34.0  # points, 12 mm, by which a page may lie aside
SAME_WIDTH: Final = 0.012  # share by which one table may be wider on another page


def align(sheets: Sequence[SheetOfPaper]) -> None:
    """Moves the left edge of each picture of a page whose first table is as wide as the last one of
    the page before, so that both begin at one place."""
    for before, after in pairwise(sheets):
        if not before.tables or not after.tables or not _is_picture(after):
            continue
        last = max(before.tables, key=lambda table: table.bottom)
        first = min(after.tables, key=lambda table: table.top)
        (x0, x1), (own0, own1) = _edges(last), _edges(first)
        if abs((x1 - x0) - (own1 - own0)) > SAME_WIDTH * (x1 - x0):
            continue
        aside = (own0 + own1) / 2 - after.left - ((x0 + x1) / 2 - before.left)
        if abs(aside) <= FARTHEST:
            after.left += aside


def _edges(table: RuledTable) -> tuple[float, float]:
    return table.grid.xs[0], table.grid.xs[-1]


def _is_picture(sheet: SheetOfPaper) -> bool:
    inside = (line for table in sheet.tables for cell in table.lines for line in cell)
    return any(line.glyphs[-1].source is not None for line in (*sheet.lines, *inside))
