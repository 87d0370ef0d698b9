"""Pages that a file has twice: printed to be signed and sealed, scanned, and put behind the others.
Read for themselves, their answers would be those of another block of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from extractors.paper.sheets import RuledTable, SheetOfPaper

ALIKE: Final = 0.8  # of their pairs of letters that two pages share, one read off a picture
LEAST: Final = 60  # pairs of letters: fewer may stand on another page too

Pairs = Counter[tuple[str, str]]


def copies(pictures: Sequence[SheetOfPaper], sheets: Sequence[SheetOfPaper]) -> Mapping[int, int]:
    """The numbers of the pictures of pages that `sheets`, which are text, have too, with theirs."""
    found: dict[int, int] = {}
    printed = [(sheet.number, _pairs(sheet)) for sheet in sheets] if pictures else []
    for picture in pictures:
        own = _pairs(picture)
        like = max(printed, key=lambda each: _likeness(each[1], own), default=None)
        if like is not None and _likeness(like[1], own) >= ALIKE and own.total() >= LEAST:
            found[picture.number] = like[0]
    return found


def _likeness(one: Pairs, other: Pairs) -> float:
    """The share of their pairs of letters that two pages have in common."""
    return (one & other).total() / max(one.total(), other.total(), 1)


def _pairs(sheet: SheetOfPaper) -> Pairs:
    """How often letters stand beside each other on a page."""
    said = "".join([line.text for line in sheet.lines]) + "".join(map(_said, sheet.tables))
    return Counter(pairwise("".join(filter(str.isalnum, said))))


def _said(table: RuledTable) -> str:
    own = "".join([line.text for cell in table.lines for line in cell])
    return own + "".join([_said(inner) for cell in table.inner for inner in cell])
