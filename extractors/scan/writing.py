"""A line as the network reads it to characters on the page: where each stands, how sure it is, the
boxes to tick from the picture instead of what was read for them, raised figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from extractors.pdf.glyphs import Glyph
from extractors.scan.arrays import Mask
from extractors.scan.lattice import Lattice, Letter, letters
from extractors.scan.lines import Strip
from extractors.scan.marks import settle
from extractors.scan.ticks import Frame, is_apart

TICKED, EMPTY = "☑", "☐"
POINTS: Final = 72.0
BOX_TO_LETTER: Final = 1.3  # a line's box is higher than its letters
BASE: Final = 0.38  # of the letter's size that its foot stands under the line's middle
RAISED: Final = 0.7  # of the height of the line's letters: a figure that ends above is raised
FIGURE: Final = 0.45  # of a line's height: no figure is wider
BOX_SIDE: Final = (0.58, 1.25)  # of the size of the letters beside a box
GAP: Final = 0.2  # … between a letter and the box behind it that is a space
IN_WORD: Final = 1.2  # … between the middles of letters of one word
SPACE: Final = "\u2003"
OFF_MIDDLE: Final = 0.35  # … by which a box may stand higher or lower than they
LEVEL: Final = frozenset("一二三_＿=")  # what the network reads for a blank to fill in
FEET: Final = 0.62  # of a line's height, below which its blanks are
LONGER: Final = 1.3  # than a letter is wide
SMALL: Final = 0.6  # size of a raised figure to that of the line

# What the network reads for a box, for one with a tick in it, and for one that a pen went through.
BOXES: Final = frozenset("□☐☑☒■▢◻√✓✔✅❏❑▣◼")
LIKE_BOXES: Final = frozenset("口囗ロ回")
DOUBTED: Final = 0.6  # how sure a letter is at most that a seal may have been read for
UNSURE: Final = 0.7  # a letter read so surely in a ticked box is one: 国, 图


_HAN: Final = re.compile("[\u3400-\u9fff]")


# A bracket → its full-width and half-width form.
BRACKETS: Final = {each: pair for pair in ("（(", "）)") for each in pair}
BETWEEN: Final = 0.75  # of the letters' size that a bracket takes, between half and full width
CLEARLY: Final = 0.1  # … from which it is clear


class Source(NamedTuple):
    """Where a character was read: its line's lattice, and the frames that are its own."""

    lattice: Lattice
    first: int
    last: int
    doubted: bool = False


class Sign(NamedTuple):
    """A character with its edges in pixels."""

    text: str
    x0: float
    x1: float
    probability: float
    source: Source | None
    centre: float
    frame: Frame | None = None


def glyphs_of(
    strip: Strip, whole: Mask, ink: Mask, frames: Sequence[Frame], dpi: float
) -> list[Glyph]:
    """The characters of a strip in points of the page, left to right. `whole` is the page's ink,
    `ink` the same without its ruled lines."""
    line = settle(letters(strip.lattice))
    signs = _bracketed(_signs(line, strip), strip)
    signs = [sign for sign in signs if not _is_blank(sign, strip, whole)]
    signs = _with_boxes(signs, strip, ink, frames)
    raised = _raised(signs, strip, ink)
    scale = POINTS / dpi
    _, y0, _, y1 = strip.rectangle
    size = _size(signs, y1 - y0) * scale
    base = (y0 + y1) / 2 * scale + BASE * size
    return [
        _glyph(sign, at in raised, strip, size, base, scale)
        for at, sign in enumerate(signs)
        if sign.text != " " or _parts_words(signs, at)
    ]


def _parts_words(signs: Sequence[Sign], at: int) -> bool:
    """Whether a space stands between words of Latin: beside Han it says nothing."""
    return 0 < at < len(signs) - 1 and all(
        signs[beside].text.isascii() and not signs[beside].text.isspace()
        for beside in (at - 1, at + 1)
    )


def _glyph(sign: Sign, raised: bool, strip: Strip, size: float, base: float, scale: float) -> Glyph:
    _, y0, _, y1 = strip.rectangle
    frame = sign.frame
    return Glyph(
        sign.text,
        sign.x0 * scale,
        sign.x1 * scale,
        y0 * scale,
        y1 * scale,
        base - 0.4 * size if raised else base,
        size * SMALL if raised else size,
        "",
        None,
        "ink" if frame else "ocr",
        sign.probability,
        frame.ticked if frame else None,
        None,
        round(frame.ink, 3) if frame else None,
        sign.source,
    )


def _signs(line: Sequence[Letter], strip: Strip) -> list[Sign]:
    """The letters with their edges: half-way to their neighbours, half a letter far at a gap."""
    size = (strip.rectangle[3] - strip.rectangle[1]) / BOX_TO_LETTER
    centres = [strip.x_of((letter.first + letter.last + 1) / 2) for letter in line]
    signs = []
    for at, (letter, centre) in enumerate(zip(line, centres, strict=True)):
        before = (centre - centres[at - 1]) / 2 if at else size
        behind = (centres[at + 1] - centre) / 2 if at + 1 < len(line) else size
        signs.append(
            Sign(
                letter.text,
                max(strip.rectangle[0], centre - (before if before <= size else size / 2)),
                min(strip.rectangle[2], centre + (behind if behind <= size else size / 2)),
                min(letter.probability, DOUBTED) if strip.doubted else letter.probability,
                Source(strip.lattice, letter.first, letter.last, strip.doubted),
                centre,
            )
        )
    return signs


def _is_blank(sign: Sign, strip: Strip, whole: Mask) -> bool:
    """Whether what was read is a blank to fill in, `___个`: a level line at the letters' feet that
    is longer than any stroke of one."""
    if sign.text not in LEVEL:
        return False
    _, y0, _, y1 = strip.rectangle
    size = (y1 - y0) / BOX_TO_LETTER
    x0, x1 = max(0, round(sign.centre - size)), round(sign.centre + size)
    feet = whole[round(y0 + FEET * (y1 - y0)) : y1, x0:x1]
    return any(
        max((end - start for start, end in _runs(row)), default=0) >= LONGER * size for row in feet
    )


def _bracketed(signs: list[Sign], strip: Strip) -> list[Sign]:
    """The signs with their brackets as wide as they stand: the network gives the half-width ones
    for both."""
    size = _size(signs, strip.rectangle[3] - strip.rectangle[1])
    settled = list(signs)
    for at in range(1, len(signs) - 1):
        wide, narrow = BRACKETS.get(signs[at].text, ("", ""))
        if not wide:
            continue
        before, behind = signs[at - 1], signs[at + 1]
        taken = behind.centre - before.centre - (_width(before) + _width(behind)) / 2 * size
        if abs(taken - BETWEEN * size) > CLEARLY * size:
            settled[at] = signs[at]._replace(text=wide if taken > BETWEEN * size else narrow)
    return settled


def _width(sign: Sign) -> float:
    """Of the letters' size, how wide a character is set."""
    return 0.5 if sign.text.isascii() else 1.0


def _size(signs: Sequence[Sign], height: int) -> float:
    """The size of a strip's letters: how far Han characters stand from each other, else what its
    height says."""
    steps = [
        two.centre - one.centre
        for one, two in pairwise(signs)
        if _HAN.match(one.text) and _HAN.match(two.text)
    ]
    by_height = height / BOX_TO_LETTER
    if len(steps) < 2:
        return by_height
    return float(min(max(np.median(steps), 0.7 * by_height), by_height))


def _with_boxes(signs: list[Sign], strip: Strip, ink: Mask, frames: Iterable[Frame]) -> list[Sign]:
    """The line with a box wherever one is drawn, in place of what was read there; and without the
    boxes that were read where none is."""
    x0, y0, x1, y1 = strip.rectangle
    size = (y1 - y0) / BOX_TO_LETTER
    for frame in frames:
        x, y = frame.middle
        fits = BOX_SIDE[0] * size <= frame.x1 - frame.x0 <= BOX_SIDE[1] * size
        if not (fits and abs(y - (y0 + y1) / 2) < OFF_MIDDLE * size and x0 - size < x < x1):
            continue
        within = [at for at, sign in enumerate(signs) if _stands_in(sign, frame)]
        texts = [signs[at] for at in within if not signs[at].text.isspace()]
        kind = None if _is_in_word(signs, within, size) else _kind(texts, frame, ink)
        if kind is None:
            continue
        at = within[0] if within else sum((sign.x0 + sign.x1) / 2 < x for sign in signs)
        box = Sign(kind, float(frame.x0), float(frame.x1), 1.0, None, x, frame)
        signs[at : at + len(within)] = [box]
        _make_room(signs, at, size)
    return signs


def _is_in_word(signs: Sequence[Sign], within: Sequence[int], size: float) -> bool:
    """Whether a frame is the 口 of 接口规范: read as one, and as close to letters on both sides as
    they are to each other."""
    if len(within) != 1 or signs[within[0]].text not in LIKE_BOXES:
        return False
    [at] = within
    beside = [signs[near] for near in (at - 1, at + 1) if 0 <= near < len(signs)]
    return len(beside) == 2 and all(
        _HAN.match(sign.text) and abs(sign.centre - signs[at].centre) < IN_WORD * size
        for sign in beside
    )


def _make_room(signs: list[Sign], at: int, size: float) -> None:
    """Takes the space before and behind a box off its neighbours: it tells whose box it is."""
    if at + 1 < len(signs):
        behind = signs[at + 1]
        signs[at + 1] = behind._replace(x0=max(behind.x0, signs[at].x1))
    if at:
        before = signs[at - 1]
        end = min(before.x1, before.centre + size / 2, signs[at].x0)
        signs[at - 1] = before._replace(x1=end)
        if signs[at].x0 - end > GAP * size and not before.text.isspace():
            signs.insert(at, Sign(SPACE, end, signs[at].x0, 1.0, None, end))


def _kind(texts: Sequence[Sign], frame: Frame, ink: Mask) -> str | None:
    """The character for a frame, None where it is the outline of a letter."""
    shown = TICKED if frame.ticked else EMPTY
    apart = is_apart(frame, ink)
    if not texts:
        return shown if apart else None
    if any(sign.text in BOXES for sign in texts):
        return shown
    if all(sign.text in LIKE_BOXES for sign in texts):
        return shown if apart else texts[0].text  # 口 in a word: a letter, and perhaps a box
    if apart and frame.ticked and all(sign.probability < UNSURE for sign in texts):
        return shown
    return None


def _stands_in(sign: Sign, frame: Frame) -> bool:
    """Whether a character is what was read for a frame: most of either is the other's."""
    shared = min(sign.x1, frame.x1) - max(sign.x0, frame.x0)
    return shared > 0.5 * min(sign.x1 - sign.x0, frame.x1 - frame.x0)


def _raised(signs: Sequence[Sign], strip: Strip, ink: Mask) -> set[int]:
    """The figures that end well above the feet of the line's letters."""
    figures = [at for at, sign in enumerate(signs) if sign.text.isdigit()]
    others = [sign for sign in signs if sign.text.isalpha()]
    if not figures or not others:
        return set()
    x0, y0, x1, y1 = strip.rectangle
    line = ink[y0:y1, x0:x1]
    extents = [
        extent
        for sign in others
        if (extent := _rows(line, round(sign.x0) - x0, round(sign.x1) - x0)) is not None
    ]
    if not extents:
        return set()
    top = float(np.median([first for first, _ in extents]))
    foot = float(np.median([last for _, last in extents]))
    blots = _blots(line)
    raised = set()
    for at in figures:
        blot = _blot_at((signs[at].x0 + signs[at].x1) / 2 - x0, blots, y1 - y0)
        own = _rows(line, *blot) if blot else None
        if own is not None and own[1] <= top + RAISED * (foot - top):
            raised.add(at)
    return raised


def _rows(line: Mask, left: int, right: int) -> tuple[int, int] | None:
    """The first and last row with ink between two columns."""
    (rows,) = np.nonzero(line[:, max(left, 0) : max(right, left + 1)].any(axis=1))
    return (int(rows[0]), int(rows[-1])) if len(rows) else None


def _blots(line: Mask) -> list[tuple[int, int]]:
    """The runs of columns with ink."""
    return _runs(np.asarray(line.any(axis=0)))


def _runs(row: Mask) -> list[tuple[int, int]]:
    """Where ink begins and ends along a row of pixels."""
    inked = (row > 0).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inked, [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _blot_at(x: float, blots: Sequence[tuple[int, int]], height: int) -> tuple[int, int] | None:
    """The run of ink that is a figure at `x`: figures are narrower than letters, and where the
    network saw one is a little off."""
    narrow = [blot for blot in blots if blot[1] - blot[0] <= FIGURE * height]
    near = min(narrow, key=lambda blot: abs((blot[0] + blot[1]) / 2 - x), default=None)
    if near is None or abs((near[0] + near[1]) / 2 - x) > FIGURE * height:
        return None
    return near
