"""Pages printed smaller than they were made: two on a sheet, shrunk into their margins.

What is read of lines and gaps is measured in points of a form as it is handed out. A document with
much text too small for one is read as if it were as large again, all of its pages alike, for tables
go on over them. So is a page of another size than the others, whose text is larger or smaller by
as much: put together of prints on several papers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Final

from extractors.page import Box
from extractors.paper.glyphs import Glyph
from extractors.pdf.sheets import Contents

USUAL: Final = 10.5  # points: of the text in a form's tables
SMALL: Final = 8.5  # below it a form's tables are not set
SHARE: Final = 0.15  # of the characters: so many are a table's
LEAST: Final = 200  # characters: fewer tell nothing
OTHER: Final = 0.03  # share by which a page of another size is larger or smaller, at least
SHAPE: Final = 0.02  # … by which its sides may be of another proportion
ALIKE: Final = 0.01  # … by which the sizes of text may differ that are the same
MOST: Final = 0.8  # share of its characters that are of sizes that other pages have
DOUBTED: Final = 0.5  # how sure a character is of a sheet with four pages on it
GUTTER: Final = 6.0  # points of the enlarged page on each side of a fold


def scales_of(held: Sequence[Contents]) -> dict[int, float]:
    """By how much pages are to be read larger, by their numbers where it isn't 1."""
    read = [one for one in held if not one.is_picture and one.glyphs]
    scales = _to_others(read)
    counts: Counter[float] = Counter()
    for one in read:
        for size, count in _sizes(one).items():
            counts[size * scales[one.number]] += count
    whole = _scale_of(counts)
    return {number: scale * whole for number, scale in scales.items() if scale * whole != 1.0}


def _scale_of(counts: Mapping[float, int]) -> float:
    """By how much a document with that many characters of each size is to be read larger."""
    every = sum(counts.values())
    left = SHARE * every
    for size in sorted(counts):
        left -= counts[size]
        if left <= 0:
            return USUAL / size if 0 < size < SMALL and every >= LEAST else 1.0
    return 1.0


def _to_others(held: Sequence[Contents]) -> dict[int, float]:
    """By how much each page must grow to be as large as most pages are: 1 for those, and for one
    of another shape or whose text is not larger or smaller by as much."""
    pages = Counter(_rounded(one) for one in held)
    if len(pages) < 2:
        return dict.fromkeys((one.number for one in held), 1.0)
    [(usual, _)] = pages.most_common(1)
    sizes = {size for one in held if _rounded(one) == usual for size in _sizes(one)}
    return {one.number: _to_usual(one, usual, sizes) for one in held}


def _to_usual(one: Contents, usual: tuple[int, int], sizes: Set[float]) -> float:
    width, height = one.turn.size
    scale = usual[0] / width
    if abs(scale - 1) < OTHER or abs(usual[1] / height / scale - 1) > SHAPE:
        return 1.0
    own = _sizes(one)
    alike = sum(
        count
        for size, count in own.items()
        if any(abs(size * scale / each - 1) <= ALIKE for each in sizes)
    )
    return scale if alike >= MOST * sum(own.values()) else 1.0


def _rounded(one: Contents) -> tuple[int, int]:
    width, height = one.turn.size
    return round(width), round(height)


def _sizes(one: Contents) -> Counter[float]:
    """How many characters a page has of each size."""
    return Counter(glyph.size for glyph in one.glyphs)


def doubted_where_four(held: Sequence[Contents]) -> list[Contents]:
    """The pages, all doubted where a sheet has four of them on it."""
    if not any(map(_has_four, held)):
        return list(held)
    return [
        one._replace(
            glyphs=[glyph._replace(confidence=DOUBTED) for glyph in one.glyphs], is_quartered=True
        )
        for one in held
    ]


def _has_four(held: Contents) -> bool:
    """Whether a sheet that is higher than wide has text on both sides of both of its middles, and
    nothing across either."""
    width, height = held.turn.size
    if width > height or not held.glyphs:
        return False
    middle = width / 2, height / 2
    return not any(_crosses(glyph, middle) for glyph in held.glyphs) and all(
        any(glyph.x0 < middle[0] for glyph in half) and any(glyph.x0 > middle[0] for glyph in half)
        for half in (
            [glyph for glyph in held.glyphs if glyph.base < middle[1]],
            [glyph for glyph in held.glyphs if glyph.base > middle[1]],
        )
    )


def _crosses(glyph: Glyph, middle: tuple[float, float]) -> bool:
    x, y = middle
    box: Box = (glyph.x0 - GUTTER, glyph.top - GUTTER, glyph.x1 + GUTTER, glyph.bottom + GUTTER)
    return box[0] < x < box[2] or box[1] < y < box[3]
