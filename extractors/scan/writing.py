"""A line as the network reads it to characters on the page: where each stands, how sure it is, the
boxes to tick from the picture instead of what was read for them, raised figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import mean
from typing import Final

import numpy as np

from extractors.paper.glyphs import Glyph
from extractors.scan.arrays import Mask, inked, stretches
from extractors.scan.boxed import with_boxes
from extractors.scan.lattice import Letter, letters
from extractors.scan.leads import led
from extractors.scan.lines import Strip
from extractors.scan.marks import settle
from extractors.scan.printed import printed
from extractors.scan.signs import BOX_TO_LETTER, HAN, Sign, Source
from extractors.scan.ticks import Frame
from extractors.scan.underlines import unbroken
from extractors.scan.vocabulary import termed

POINTS: Final = 72.0
BASE: Final = 0.38  # of the letter's size that its foot stands under the line's middle
RAISED: Final = 0.7  # of the height of the line's letters: a figure that ends above is raised
FIGURE: Final = 0.45  # of a line's height: no figure is wider
WORD_GAP: Final = 0.22  # of the letters' size, between Latin words
WIDER: Final = 1.8  # … than between letters
LEVEL: Final = frozenset("一二三_＿=")  # what the network reads for a blank to fill in
FEET: Final = 0.62  # of a line's height, below which its blanks are
LONGER: Final = 1.1  # than a letter is wide
BESIDE: Final = 0.3  # of the letters' size, on both sides of a letter's middle
SPECKS: Final = 0.02  # share of a place without a letter that dirt may cover
SMALL: Final = 0.6  # size of a raised figure to that of the line
SMALLER: Final = 0.8  # height of a raised figure to that of the figure before it

DOUBTED: Final = 0.6  # how sure a letter is at most that a seal may have been read for


# A bracket → its full-width and half-width form.
BRACKETS: Final = {each: pair for pair in ("（(", "）)") for each in pair}
STROKE: Final = 3  # pixels of ink in a column: fewer are a speck
OPENING: Final = "（("
OUTSIDE: Final = 0.3  # of the letters' size that is free outside full-width brackets


def glyphs_of(
    strip: Strip, whole: Mask, ink: Mask, frames: Sequence[Frame], dpi: float
) -> list[Glyph]:
    """The characters of a strip in points of the page, left to right. `whole` is the page's ink,
    `ink` the same without its ruled lines."""
    read = led(strip.lattice, printed().leads) if strip.sealed else letters(strip.lattice)
    line = termed(settle(read), strip.lattice)
    signs = _bracketed(_signs(line, strip), strip, ink)
    signs = [sign for sign in signs if not _is_blank(sign, strip, whole)]
    signs = _ended(signs, strip, ink)
    signs = _spaced(signs, strip, ink)
    signs = with_boxes(signs, strip, ink, frames)
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
        x0 = max(strip.rectangle[0], centre - (before if before <= size else size / 2))
        x1 = min(strip.rectangle[2], centre + (behind if behind <= size else size / 2))
        doubted = strip.doubted or any(left < x1 and x0 < right for left, right in strip.gone)
        signs.append(
            Sign(
                letter.text,
                x0,
                x1,
                min(letter.probability, DOUBTED) if doubted else letter.probability,
                Source(strip.lattice, letter.first, letter.last, doubted),
                centre,
            )
        )
    return signs


def _ended(signs: list[Sign], strip: Strip, ink: Mask) -> list[Sign]:
    """The signs with the line's first and last edge where their ink ends: whether another
    character would have fitted behind the line tells paragraphs apart. What is no letter or figure
    is set wider than its ink."""
    if not signs:
        return signs
    _, y0, _, y1 = strip.rectangle
    first, last = signs[0], signs[-1]
    ended = list(signs)
    if first.text.isalnum():
        (where,) = np.nonzero(inked(ink[y0:y1, round(first.x0) : round(first.centre)], 0))
        if len(where):
            ended[0] = first._replace(x0=round(first.x0) + float(where[0]))
    if last.text.isalnum():
        (where,) = np.nonzero(inked(ink[y0:y1, round(last.centre) : round(last.x1)], 0))
        if len(where):
            ended[-1] = ended[-1]._replace(x1=round(last.centre) + float(where[-1]) + 1)
    return ended


def _spaced(signs: list[Sign], strip: Strip, ink: Mask) -> list[Sign]:
    """The signs with the spaces between Latin words that the network left out: `CMMI 3`. One is
    much wider than what lies between letters elsewhere in the line."""
    _, y0, _, y1 = strip.rectangle
    size = (y1 - y0) / BOX_TO_LETTER
    columns = np.asarray(ink[y0:y1].any(axis=0))
    gaps = {
        at: _gap(columns, one.centre, other.centre)
        for at, (one, other) in enumerate(pairwise(signs))
        if _is_latin(one) and _is_latin(other)
    }
    spaced: list[Sign] = []
    for at, sign in enumerate(signs):
        spaced.append(sign)
        others = float(np.median([gap for place, gap in gaps.items() if place != at] or [0]))
        figures = at + 1 < len(signs) and (sign.text + signs[at + 1].text).isdigit()
        if not figures and gaps.get(at, 0) >= max(WORD_GAP * size, WIDER * others):
            spaced.append(Sign(" ", sign.x1, sign.x1, sign.probability, sign.source, sign.x1))
    return spaced


def _is_latin(sign: Sign) -> bool:
    return sign.text.isascii() and sign.text.isalnum()


def _gap(columns: Mask, left: float, right: float) -> int:
    """The widest stretch without ink between two places."""
    free = stretches(~columns[round(left) : round(right)])
    return max((end - start for start, end in free), default=0)


def _is_blank(sign: Sign, strip: Strip, whole: Mask) -> bool:
    """Whether what was read is a blank to fill in, `___个`: a level line at the letters' feet that
    is longer than any stroke of one, and nothing above it (the foot of 三 may touch the next)."""
    if sign.text not in LEVEL:
        return False
    _, y0, _, y1 = strip.rectangle
    size = (y1 - y0) / BOX_TO_LETTER
    x0, x1 = max(0, round(sign.centre - size)), round(sign.centre + size)
    foot = round(y0 + FEET * (y1 - y0))
    middle = slice(max(0, round(sign.centre - BESIDE * size)), round(sign.centre + BESIDE * size))
    above = whole[y0 + (y1 - y0) // 6 : foot, middle]
    if (above > 0).mean() > SPECKS:
        return False
    feet = unbroken(whole[foot:y1, x0:x1], size)
    return any(
        max((end - start for start, end in stretches(row)), default=0) >= LONGER * size
        for row in feet
    )


def _bracketed(signs: list[Sign], strip: Strip, ink: Mask) -> list[Sign]:
    """The signs with their brackets as wide as they are set: the network gives the half-width ones
    for both. Full-width ones have half their width free on their outer sides, less where text is
    set close; what is free beside both of a pair tells better than beside one, and at a line's
    start or end one is all there is."""
    _, y0, _, y1 = strip.rectangle
    columns = np.count_nonzero(ink[y0:y1], axis=0) >= STROKE
    size = _size(signs, y1 - y0)
    settled = list(signs)
    for pair in _pairs([sign.text for sign in signs]):
        free = [
            _gap(columns, *sorted((signs[at].centre, signs[beside].centre))) / size
            for at in pair
            if 0 <= (beside := at - 1 if signs[at].text in OPENING else at + 1) < len(signs)
        ]
        for at in pair if free else ():
            wide, narrow = BRACKETS[signs[at].text]
            settled[at] = signs[at]._replace(text=wide if mean(free) > OUTSIDE else narrow)
    return settled


def _pairs(texts: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """The places of brackets, both of a pair together."""
    opened: int | None = None
    for at, text in enumerate(texts):
        if text not in BRACKETS:
            continue
        if text in OPENING:
            if opened is not None:
                yield (opened,)
            opened = at
        else:
            yield (at,) if opened is None else (opened, at)
            opened = None
    if opened is not None:
        yield (opened,)


def _size(signs: Sequence[Sign], height: int) -> float:
    """The size of a strip's letters: how far Han characters stand from each other, else what its
    height says."""
    steps = [
        two.centre - one.centre
        for one, two in pairwise(signs)
        if HAN.match(one.text) and HAN.match(two.text)
    ]
    by_height = height / BOX_TO_LETTER
    if len(steps) < 2:
        return by_height
    return float(min(max(np.median(steps), 0.7 * by_height), by_height))


def _raised(signs: Sequence[Sign], strip: Strip, ink: Mask) -> set[int]:
    """The figures that end well above the feet of the line's letters. Of figures that stand
    together all do, or none (2021 on a noisy page), or the last ones, which are clearly smaller
    than those before (`攻关方向1³`)."""
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
    extents_of = {
        at: extent
        for at in figures
        if (blot := _blot_at((signs[at].x0 + signs[at].x1) / 2 - x0, blots, y1 - y0))
        and (extent := _rows(line, *blot)) is not None
    }
    heights = {at: last - first for at, (first, last) in extents_of.items()}
    high = {at for at, (_, last) in extents_of.items() if last <= top + RAISED * (foot - top)}
    runs = np.split(figures, np.flatnonzero(np.diff(figures) > 1) + 1)
    return {at for run in runs for at in _mark(run.tolist(), high, heights)}


def _mark(run: list[int], high: set[int], heights: Mapping[int, int]) -> list[int]:
    """Of figures that stand together the raised ones."""
    on_line = [at for at in run if at not in high]
    if not on_line:
        return run
    mark = run[run.index(on_line[-1]) + 1 :]
    before = heights.get(on_line[-1], 0)
    is_one = len(on_line) + len(mark) == len(run)
    return [at for at in mark if is_one and heights[at] <= SMALLER * before]


def _rows(line: Mask, left: int, right: int) -> tuple[int, int] | None:
    """The first and last row with ink between two columns."""
    (rows,) = np.nonzero(line[:, max(left, 0) : max(right, left + 1)].any(axis=1))
    return (int(rows[0]), int(rows[-1])) if len(rows) else None


def _blots(line: Mask) -> list[tuple[int, int]]:
    """The runs of columns with ink."""
    return stretches(np.asarray(line.any(axis=0)))


def _blot_at(x: float, blots: Sequence[tuple[int, int]], height: int) -> tuple[int, int] | None:
    """The run of ink that is a figure at `x`: figures are narrower than letters, and where the
    network saw one is a little off."""
    narrow = [blot for blot in blots if blot[1] - blot[0] <= FIGURE * height]
    near = min(narrow, key=lambda blot: abs((blot[0] + blot[1]) / 2 - x), default=None)
    if near is None or abs((near[0] + near[1]) / 2 - x) > FIGURE * height:
        return None
    return near
