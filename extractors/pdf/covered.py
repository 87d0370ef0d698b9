"""Text that something was laid over later: a filled rectangle, a picture.

An answer is taken back by painting over it and typing another one there; the old one is still in
the file. What lies upon what is told by the order of drawing; and, as a ground may let through what
is under it (a highlighter's, mixed with the page), by what the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from extractors.mupdf import pymupdf
from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.characters import characters

NEAR: Final = 0.6  # points by which two readings of one place may differ
DPI: Final = 144  # of the picture of the page
EVEN: Final = 24  # levels of 255 that an even ground may vary by
EDGE: Final = 0.1  # of a character's box, in which a neighbour may be seen


class Cover(NamedTuple):
    """What hides all that is drawn before it: its box in the page's own space."""

    box: Box
    is_picture: bool = False


class _Drawn(NamedTuple):
    """A character and its place in the order of drawing, upright."""

    text: str
    x: float
    base: float
    order: int


def covered(
    page: Any, glyphs: Sequence[Glyph], turn: Turn, covers: Iterable[Cover]
) -> frozenset[int]:
    """The numbers of the characters that a cover was laid over: drawn before it and not again
    after it, and not to be seen through it."""
    boxes = [(turn.upright(cover.box), cover) for cover in covers]
    within = {
        at: over
        for at, glyph in enumerate(glyphs)
        if (over := [cover for box, cover in boxes if _holds(box, glyph)])
    }
    if not within:
        return frozenset()
    orders = _orders(page, {cover for over in within.values() for cover in over})
    drawn = _drawn(page, turn)
    hidden = {
        at
        for at, over in within.items()
        if 0 <= _last_drawn(glyphs[at], drawn) < max(orders[cover] for cover in over)
    }
    painted = {at for at in hidden if not any(cover.is_picture for cover in within[at])}
    return frozenset(hidden - _shown(page, turn, glyphs, painted, hidden))


def _orders(page: Any, covers: Iterable[Cover]) -> dict[Cover, int]:
    """When each cover is drawn, the last time; -1 where it can't be told."""
    log = [(at, tuple(box)) for at, (_, box, *_) in enumerate(page.get_bboxlog())]
    return {
        cover: max((at for at, box in log if _alike(box, cover.box)), default=-1)
        for cover in covers
    }


def _drawn(page: Any, turn: Turn) -> Mapping[tuple[int, int], list[_Drawn]]:
    """The characters in the order of drawing, by their places."""
    found: dict[tuple[int, int], list[_Drawn]] = {}
    for span in page.get_texttrace():
        said = characters(span["font"])
        for code, _, origin, _ in span["chars"]:
            if code > 0:
                x, base, _, _ = turn.upright((*origin, *origin))
                one = _Drawn(said[chr(code)].text, x, base, span["seqno"])
                found.setdefault(_place(x, base), []).append(one)
    return found


def _place(x: float, base: float) -> tuple[int, int]:
    return round(x / NEAR), round(base / NEAR)


def _last_drawn(glyph: Glyph, drawn: Mapping[tuple[int, int], list[_Drawn]]) -> int:
    """When a character is drawn, the last time; -1 where it can't be told."""
    column, row = _place(glyph.x0, glyph.base)
    return max(
        (
            one.order
            for a in (column - 1, column, column + 1)
            for b in (row - 1, row, row + 1)
            for one in drawn.get((a, b), ())
            if one.text == glyph.text
            and abs(one.x - glyph.x0) <= NEAR
            and abs(one.base - glyph.base) <= NEAR
        ),
        default=-1,
    )


def _shown(
    page: Any, turn: Turn, glyphs: Sequence[Glyph], painted: Iterable[int], hidden: set[int]
) -> set[int]:
    """Of the characters that are painted over those of which the page shows something: where no
    other one stands upon them, and the ground isn't even."""
    seen = [glyph for at, glyph in enumerate(glyphs) if at not in hidden]
    alone = [at for at in painted if not any(_overlap(glyphs[at], glyph) for glyph in seen)]
    if not alone:
        return set()
    picture = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, alpha=False)
    return {at for at in alone if not _is_even(picture, _inner(turn.shown(_box(glyphs[at]))))}


def _is_even(picture: Any, box: Box) -> bool:
    """Whether all of a box of the page as it is shown is of one colour."""
    x0, y0, x1, y1 = (round(edge * DPI / 72) for edge in box)
    columns = range(max(x0, 0), min(x1, picture.width))
    levels = [
        picture.samples_mv[row * picture.stride + column]
        for row in range(max(y0, 0), min(y1, picture.height))
        for column in columns
    ]
    return not levels or max(levels) - min(levels) <= EVEN


def _box(glyph: Glyph) -> Box:
    return glyph.x0, glyph.top, glyph.x1, glyph.bottom


def _inner(box: Box) -> Box:
    x0, y0, x1, y1 = box
    wide, high = EDGE * (x1 - x0), EDGE * (y1 - y0)
    return x0 + wide, y0 + high, x1 - wide, y1 - high


def _overlap(one: Glyph, other: Glyph) -> bool:
    return (
        one.x0 < other.x1
        and other.x0 < one.x1
        and one.top < other.bottom
        and other.top < one.bottom
        and not other.text.isspace()
    )


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _alike(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 1.0 for a, b in zip(one, other, strict=True))
