"""Text that something was laid over later: filled shapes, a picture.

An answer is taken back by painting over it and typing another one there; the old one is still in
the file. What lies upon what is told by the order of drawing; and, as a ground may let through what
is under it (a highlighter's, mixed with the page; a picture that is cut), by what the page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from extractors.mupdf import pymupdf
from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.characters import characters
from extractors.pdf.covers import Cover
from extractors.pdf.pictures import WHOLE, dots, without_pictures

NEAR: Final = 0.6  # points by which two readings of one place may differ
DPI: Final = 144  # of the picture of the page
EVEN: Final = 24  # levels of 255 that an even ground may vary by
INKED: Final = 112  # levels below which a dot is a letter's
FADED: Final = 176  # … from which it is none
MOST: Final = 0.6  # of a letter's dots
EDGE: Final = 0.1  # of a character's box, in which a neighbour may be seen


class _Drawn(NamedTuple):
    """A character and its place in the order of drawing, upright."""

    text: str
    x: float
    base: float
    order: int


class Look:
    """How a page looks, in greys."""

    def __init__(self, page: Any) -> None:
        dpi = dots(page, DPI)
        self._scale = dpi / 72
        self._picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)

    def levels(self, box: Box) -> bytes:
        """The levels within a box of the page as it is shown, row by row."""
        x0, y0, x1, y1 = (round(edge * self._scale) for edge in box)
        picture = self._picture
        left, right = max(x0, 0), min(x1, picture.width)
        rows = range(max(y0, 0), min(y1, picture.height))
        starts = (row * picture.stride for row in rows)
        return b"".join(picture.samples_mv[start + left : start + right] for start in starts)


def covered(
    page: Any, glyphs: Sequence[Glyph], turn: Turn, covers: Iterable[Cover]
) -> frozenset[int]:
    """The numbers of the characters that a cover was laid over: drawn before it and not again
    after it, and not to be seen through it."""
    boxes = [(turn.upright(cover.box), cover) for cover in covers]
    within = {
        at: over
        for at, glyph in enumerate(glyphs)
        if (
            over := [
                cover for box, cover in boxes if glyph.stands_in(box) and cover.lies_over(glyph)
            ]
        )
    }
    if not within:
        return frozenset()
    orders = _orders(page, {cover.box for over in within.values() for cover in over})
    drawn = _drawn(page, turn)
    hidden = {
        at: later
        for at, over in within.items()
        if (later := _later(over, orders, _last_drawn(glyphs[at], drawn)))
    }
    return frozenset(hidden.keys() - _shown(page, turn, glyphs, hidden))


def _later(over: Iterable[Cover], orders: Mapping[Box, int], drawn: int) -> list[Cover]:
    """The covers that were drawn after a character; none where that can't be told."""
    return [cover for cover in over if 0 <= drawn < orders[cover.box]]


def _orders(page: Any, covers: Iterable[Box]) -> dict[Box, int]:
    """When each cover is drawn, the last time; -1 where it can't be told."""
    log = [(at, tuple(box)) for at, (_, box, *_) in enumerate(page.get_bboxlog())]
    return {
        cover: max((at for at, box in log if _alike(box, cover)), default=-1) for cover in covers
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
    page: Any, turn: Turn, glyphs: Sequence[Glyph], hidden: Mapping[int, list[Cover]]
) -> set[int]:
    """Of the characters under covers those that the page shows all the same."""
    pictured = {at for at, over in hidden.items() if any(each.shape is None for each in over)}
    beside = _beside_pictures(page, turn, glyphs, {at: hidden[at] for at in pictured})
    painted = hidden.keys() - pictured
    seen = [glyph for at, glyph in enumerate(glyphs) if at not in hidden]
    alone = {at for at in painted if not any(_overlap(glyphs[at], glyph) for glyph in seen)}
    masked = {at for at in pictured - beside if all(each.is_masked for each in hidden[at])}
    asked = alone | masked
    if not asked:
        return beside
    look = Look(page)
    return beside | {at for at in asked if not _is_even(look.levels(_inner(turn, glyphs[at])))}


def _beside_pictures(
    page: Any, turn: Turn, glyphs: Sequence[Glyph], pictured: Mapping[int, list[Cover]]
) -> set[int]:
    """Of the characters that lie in pictures' boxes alone those where the page looks the same
    without the pictures: they are cut there, or nothing is in them. One that takes most of the page
    is a scan of it, and its text what somebody's reader made of it."""
    asked = [
        at
        for at, over in pictured.items()
        if all(each.shape is None and not _is_whole(each, turn) for each in over)
    ]
    if not asked:
        return set()
    look, bare = Look(page), Look(without_pictures(page))
    boxes = {at: _inner(turn, glyphs[at]) for at in asked}
    return {at for at, box in boxes.items() if _are_alike(look.levels(box), bare.levels(box))}


def under_stamps(
    page: Any, stamped: Look, glyphs: Sequence[Glyph], turn: Turn, stamps: Sequence[Box]
) -> set[int]:
    """The numbers of the characters that are no longer to be seen on a page that looks `stamped`
    with its stamps: most seals let through what is under them, a stamp with a ground doesn't."""
    within = [
        at
        for at, glyph in enumerate(glyphs)
        if glyph.text.strip() and any(glyph.stands_in(turn.upright(box)) for box in stamps)
    ]
    if not within:
        return set()
    bare = Look(page)
    boxes = {at: _inner(turn, glyphs[at]) for at in within}
    return {at for at, box in boxes.items() if _fades(bare.levels(box), stamped.levels(box))}


def _fades(bare: bytes, stamped: bytes) -> bool:
    """Whether most of what is dark is light where something was laid over it."""
    dark = [over for level, over in zip(bare, stamped, strict=True) if level < INKED]
    return bool(dark) and sum(level >= FADED for level in dark) >= MOST * len(dark)


def _is_whole(cover: Cover, turn: Turn) -> bool:
    x0, y0, x1, y1 = cover.box
    return (x1 - x0) * (y1 - y0) >= WHOLE * turn.width * turn.height


def _is_even(levels: bytes) -> bool:
    """Whether all is of one colour."""
    return not levels or max(levels) - min(levels) <= EVEN


def _are_alike(one: bytes, other: bytes) -> bool:
    return all(abs(a - b) <= EVEN for a, b in zip(one, other, strict=True))


def _inner(turn: Turn, glyph: Glyph) -> Box:
    """A character's box on the page as it is shown, without its edges."""
    x0, y0, x1, y1 = turn.shown((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
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


def _alike(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 1.0 for a, b in zip(one, other, strict=True))
