"""Whether what ends one page surely goes on at the top of the next one that is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extractors.paper.lines import TextLine
from extractors.paper.sheets import SheetOfPaper

UNREADABLE: Final = 0.5  # how sure a line is at most that says nothing: mirrored, without a map
MOST_MISSING: Final = 12  # pages: a larger gap in the printed numbers is another numbering


def follows_surely(before: SheetOfPaper, sheet: SheetOfPaper) -> bool:
    """Whether a page is the one behind another: the next of the file, or by its printed number. One
    that can't be read may hold the rest of anything."""
    if _is_unreadable(before) or _is_unreadable(sheet):
        return False
    step = None
    if before.printed is not None and sheet.printed is not None:
        step = sheet.printed - before.printed
    if 0 <= sheet.number - before.number <= 1:
        return step is None or not 1 < step <= MOST_MISSING
    return step == 1


def _is_unreadable(sheet: SheetOfPaper) -> bool:
    doubtful = [line.glyphs[0].confidence < UNREADABLE for line in _lines(sheet)]
    return 2 * sum(doubtful) > len(doubtful)


def _lines(sheet: SheetOfPaper) -> Iterator[TextLine]:
    yield from sheet.lines
    for table in sheet.tables:
        for cell in table.lines:
            yield from cell
