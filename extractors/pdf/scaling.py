"""Pages printed smaller than they were made: two on a sheet, shrunk into their margins.

What is read of lines and gaps is measured in points of a form as it is handed out. A document with
much text too small for one is read as if it were as large again, all of its pages alike, for tables
go on over them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from extractors.page import Box
from extractors.paper.glyphs import Glyph
from extractors.pdf.sheets import Contents

USUAL: Final = 10.5  # points: of the text in a form's tables
SMALL: Final = 8.5  # below it a form's tables are not set
SHARE: Final = 0.15  # of the characters: so many are a table's
LEAST: Final = 200  # characters: fewer tell nothing
DOUBTED: Final = 0.5  # how sure a character is of a sheet with four pages on it
GUTTER: Final = 6.0  # points of the enlarged page on each side of a fold


def scale_of(held: Sequence[Contents]) -> float:
    """By how much a document is to be read larger; 1 for one of the usual size."""
    glyphs = [glyph for one in held if not one.is_picture for glyph in one.glyphs]
    counts = Counter(glyph.size for glyph in glyphs)
    left = SHARE * len(glyphs)
    for size in sorted(counts):
        left -= counts[size]
        if left <= 0:
            return USUAL / size if 0 < size < SMALL and len(glyphs) >= LEAST else 1.0
    return 1.0


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
