"""Pages that a file has twice: printed to be signed and sealed, scanned, and put behind the others.
Read for themselves, their answers would be those of another block of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from extractors.paper.furniture import page_number
from extractors.paper.sheets import RuledTable, SheetOfPaper

ALIKE: Final = 0.8  # of their pairs of letters that two pages share, one read off a picture
LEAST: Final = 60  # pairs of letters: without a page number, fewer may stand on another page too
SHORT: Final = 4  # pairs: a shorter line is a word that many pages have
THERE: Final = 0.5  # of a line's pairs that are on the picture of its page, however badly read
HIDDEN: Final = 0.05  # of a page's lines that a seal or a pen may hide

Pairs = Counter[tuple[str, str]]


def copies(pictures: Sequence[SheetOfPaper], sheets: Sequence[SheetOfPaper]) -> Mapping[int, int]:
    """The numbers of the pictures of pages that `sheets`, which are text, have too, with theirs.

    The pages of two blocks of a form print the same: one is known by all that it says, and by its
    number, where it bears one.
    """
    found: dict[int, int] = {}
    printed = [(sheet, _pairs(_lines(sheet))) for sheet in sheets] if pictures else []
    for picture in pictures:
        own = _pairs(_lines(picture))
        likeness = {sheet.number: _likeness(pairs, own) for sheet, pairs in printed}
        same = (
            sheet.number
            for sheet, _ in printed
            if likeness[sheet.number] >= ALIKE and _is_same(sheet, picture, own)
        )
        best = max(same, key=likeness.__getitem__, default=None)
        if best is not None:
            found[picture.number] = best
    return found


def _is_same(sheet: SheetOfPaper, picture: SheetOfPaper, own: Pairs) -> bool:
    """Whether a picture, which has those pairs of letters, is of that page and none like it."""
    numbers = page_number(sheet), page_number(picture)
    if None in numbers and own.total() < LEAST:
        return False
    if None not in numbers and numbers[0] != numbers[1]:
        return False
    lines = [pairs for line in _lines(sheet) if (pairs := _pairs([line])).total() >= SHORT]
    missing = sum((pairs & own).total() < THERE * pairs.total() for pairs in lines)
    return missing <= HIDDEN * len(lines)


def _likeness(one: Pairs, other: Pairs) -> float:
    """The share of their pairs of letters that two pages have in common."""
    return (one & other).total() / max(one.total(), other.total(), 1)


def _pairs(lines: Iterable[str]) -> Pairs:
    """How often letters stand beside each other in lines."""
    return Counter(pairwise("".join(filter(str.isalnum, "".join(lines)))))


def _lines(sheet: SheetOfPaper) -> list[str]:
    return [line.text for line in sheet.lines] + [
        line for table in sheet.tables for line in _lines_in(table)
    ]


def _lines_in(table: RuledTable) -> Iterator[str]:
    yield from (line.text for cell in table.lines for line in cell)
    for cell in table.inner:
        for inner in cell:
            yield from _lines_in(inner)
