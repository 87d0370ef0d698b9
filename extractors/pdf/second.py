"""A second, independent reader of characters: pdfplumber, on pdfminer's parser.

It is ten times slower. It is asked where a page looks doubtful: what both read alike is sure, what
only it can read is taken from it, and where they differ the line is doubted.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.characters import character, means_nothing

BY: Final = "pdf-second"
AGREED: Final = 0.97  # how sure a character of a doubtful page is that both read alike
SUPPLIED: Final = 0.8  # that only the second could read
DIFFERENT: Final = 0.5  # that they read differently


class Second(NamedTuple):
    """A character as the second reader reads it, in the page's own space."""

    text: str
    box: Box


def read_again(data: bytes, number: int) -> list[Second]:
    """The characters of the page with that number; none where the second reader fails."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number]) as document:
            page = document.pages[0]
            return [_second(each, page) for each in page.chars]
    except Exception:  # whatever it raises: the first reader's word stands, doubted as it is
        return []


def _second(each: dict[str, Any], page: Any) -> Second:
    left, top = page.bbox[0], page.bbox[1]
    return Second(
        each["text"],
        (each["x0"] - left, each["top"] - top, each["x1"] - left, each["bottom"] - top),
    )


def compared(glyphs: Sequence[Glyph], second: Sequence[Second], turn: Turn) -> list[Glyph]:
    """The characters with how sure they are after a second reading of a doubtful page."""
    if not second:
        return list(glyphs)
    places: dict[tuple[int, int], list[Second]] = {}
    for each in second:
        box = turn.upright(each.box)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        places.setdefault((round(x / GRID), round(y / GRID)), []).append(each._replace(box=box))
    return [_compared(glyph, places) for glyph in glyphs]


GRID: Final = 4.0  # points


def _compared(glyph: Glyph, places: dict[tuple[int, int], list[Second]]) -> Glyph:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    column, row = round(x / GRID), round(y / GRID)
    near = [
        each
        for a in (column - 1, column, column + 1)
        for b in (row - 1, row, row + 1)
        for each in places.get((a, b), ())
    ]
    if not near:
        return glyph
    best = min(near, key=lambda each: abs((each.box[0] + each.box[2]) / 2 - x))
    said = character(best.text[:1], glyph.font) if len(best.text) == 1 else None
    if said is None or not said.text or said.confidence < 1.0:
        return glyph
    if glyph.confidence < 0.5:
        if not means_nothing(glyph.text):  # of a font that nothing maps it too has only the code
            return glyph
        return glyph._replace(text=said.text, confidence=SUPPLIED, by=BY)
    if unicodedata.normalize("NFKC", said.text) == unicodedata.normalize("NFKC", glyph.text):
        return glyph._replace(confidence=min(glyph.confidence, AGREED))
    return glyph._replace(confidence=min(glyph.confidence, DIFFERENT))
