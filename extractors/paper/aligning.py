"""Pages laid under each other that lie aside: a feeder takes each in a little farther left or
right, mirrored margins leave room for a binding on the left of one page, the right of the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.paper.sheets import RuledTable, SheetOfPaper

FARTHEST: Final = 34.0  # points, 12 mm, by which a page may lie aside
SAME_WIDTH: Final = 0.012  # share by which one table may be wider on another page's picture
TELLING: Final = 2  # pages of one side from which it is known where they lie
EXACT: Final = 1.0  # point by which printed pages of one side may lie otherwise
PRINTED: Final = 0.002  # … and on another printed page


def align(sheets: Sequence[SheetOfPaper]) -> None:
    """Moves the left edge of each page whose first table is as wide as the last one of the page
    before, so that both begin at one place; of pages without tables, that of their side."""
    for before, after in pairwise(sheets):
        if not before.tables or not after.tables:
            continue
        last = max(before.tables, key=lambda table: table.bottom)
        first = min(after.tables, key=lambda table: table.top)
        (x0, x1), (own0, own1) = _edges(last), _edges(first)
        is_picture = after.is_picture
        if before.is_picture and not is_picture:
            continue  # where a print's pages lie, one that was fed in doesn't tell
        most = SAME_WIDTH if is_picture else PRINTED
        if abs((x1 - x0) - (own1 - own0)) > most * (x1 - x0):
            continue
        aside = (own0 + own1) / 2 - after.left - ((x0 + x1) / 2 - before.left)
        if abs(aside) <= FARTHEST:
            after.left += aside
    _align_by_side(sheets)


def _align_by_side(sheets: Sequence[SheetOfPaper]) -> None:
    """Moves the left edge of pages without a table as far as that of those with one, where all left
    pages lie at one place and all right ones at another."""
    sides = [
        [each.left for each in sheets if each.tables and each.number % 2 == at] for at in (0, 1)
    ]
    if all(len(side) >= TELLING and max(side) - min(side) < EXACT for side in sides):
        for sheet in sheets:
            if not sheet.tables:
                sheet.left += sides[sheet.number % 2][0]


def _edges(table: RuledTable) -> tuple[float, float]:
    return table.grid.xs[0], table.grid.xs[-1]
