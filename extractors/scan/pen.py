"""Strokes of a pen that are in no box, and yet say what is meant: a circle round words, a
tick beside its box, a tick that was crossed out.

What they mean is likely and never sure: such a box has an ink between empty and ticked, so that a
person looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask
from extractors.scan.ticks import Frame

CIRCLED: Final = 0.08  # ink of a box whose option is circled: ticked, hardly
BESIDE: Final = 0.05  # … of an empty box with a stroke beside it: empty, hardly
STRUCK: Final = 0.06  # … of a ticked box that was crossed out

# In sides of a box.
HIGH: Final = (1.25, 4.0)  # a circle round words
WIDE: Final = (1.6, 16.0)
WORDS: Final = 12.0  # how far an option's words reach
LETTER: Final = 2.2  # the highest letters beside a box
LARGER: Final = 1.3  # than they are is a circle round them
RIM: Final = 0.3  # by which a pen strays from an oval
ON_RIM: Final = 0.85  # share of an oval that has to be drawn
HOLLOW: Final = 0.3  # share of its box that a circle's ink fills at most
REACH: Final = 0.9  # how far left of its box a stroke may stand
WHITE: Final = 0.6  # white to the left of such a stroke: behind a word there is less
SMALLEST: Final = 0.45  # such a stroke's height
STRIKE: Final = 2.2  # length of a line that crosses out a box and the words behind it
MIDDLE: Final = 0.3  # how far from a box's middle it runs


class Oval(NamedTuple):
    """A circle drawn by hand: its rectangle in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


def judged(frames: Sequence[Frame], ink: Mask, letters: Mask) -> list[Frame]:
    """The boxes of a page with what a pen did round them. `ink` is the page's, `letters` the same
    without ruled lines."""
    if not frames:
        return []
    side = float(np.median([frame.x1 - frame.x0 for frame in frames]))
    ovals = _ovals(letters, side)
    return [_judged(frame, frames, ink, letters, ovals) for frame in frames]


def _judged(
    frame: Frame, frames: Sequence[Frame], ink: Mask, letters: Mask, ovals: Iterable[Oval]
) -> Frame:
    end = _end(frame, frames)
    if frame.ticked:
        return frame._replace(ink=STRUCK) if _is_struck(frame, ink, end) else frame
    if any(_is_round(oval, frame, end) for oval in ovals):
        return frame._replace(ink=CIRCLED)
    if _has_stroke_beside(frame, letters):
        return frame._replace(ink=max(frame.ink, BESIDE))
    return frame


def _end(frame: Frame, frames: Sequence[Frame]) -> int:
    """Where the words behind a box end at the latest: at the next box."""
    side = frame.x1 - frame.x0
    behind = [
        other.x0
        for other in frames
        if other.x0 > frame.x1 and abs(other.middle[1] - frame.middle[1]) < side / 2
    ]
    return min([*behind, round(frame.x1 + WORDS * side)])


# --- circles -------------------------------------------------------------------------------------


def _ovals(letters: Mask, side: float) -> list[Oval]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(letters, connectivity=8)
    least = LARGER * _letters_size(stats[1:], side)
    found = []
    for at in range(1, count):
        x, y, w, h, area = stats[at].tolist()
        fits = HIGH[0] <= h / side <= HIGH[1] and WIDE[0] <= w / side <= WIDE[1] and w >= 0.8 * h
        fits = fits and min(w, h) >= least
        if fits and area <= HOLLOW * w * h:
            drawn = labels[y : y + h, x : x + w] == at
            if _runs_round(drawn, side):
                found.append(Oval(x, y, x + w, y + h))
    return found


def _letters_size(stats: Array, side: float) -> float:
    """How high most letters of a page are at most, in pixels: some of them are round."""
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    heights = heights[(heights >= SMALLEST * side) & (heights <= LETTER * side)]
    return float(np.quantile(heights, 0.9)) if len(heights) else 0.0


def _runs_round(drawn: Mask, side: float) -> bool:
    """Whether a stroke follows the oval that its box holds."""
    height, width = drawn.shape
    thick = max(1, round(RIM * side))
    near = cv2.dilate(drawn.astype(np.uint8), np.ones((2 * thick + 1, 2 * thick + 1), np.uint8))
    turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    xs = np.clip(np.round((width - 1) / 2 * (1 + np.cos(turns))), 0, width - 1).astype(int)
    ys = np.clip(np.round((height - 1) / 2 * (1 + np.sin(turns))), 0, height - 1).astype(int)
    return bool(near[ys, xs].mean() >= ON_RIM)


def _is_round(oval: Oval, frame: Frame, end: int) -> bool:
    """Whether an oval is drawn round the words between a box and `end`, the box perhaps within."""
    x, y = (oval.x0 + oval.x1) / 2, frame.middle[1]
    return oval.y0 < y < oval.y1 and frame.x1 < x < end and oval.x1 < end + frame.x1 - frame.x0


# --- strokes beside, lines through ----------------------------------------------------------------


def _has_stroke_beside(frame: Frame, letters: Mask) -> bool:
    """Whether something stands alone just left of a box."""
    side = frame.x1 - frame.x0
    left = max(0, round(frame.x0 - (REACH + WHITE) * side))
    top, foot = max(0, frame.y0 - side // 3), frame.y1 + side // 3
    band = letters[top:foot, left : max(frame.x0 - 2, left)]
    if not band.size:
        return False
    columns = band.any(axis=0)
    (where,) = np.nonzero(columns)
    if not len(where) or where[0] < round(WHITE * side):
        return False
    (rows,) = np.nonzero(band.any(axis=1))
    return bool(rows[-1] - rows[0] + 1 >= SMALLEST * side)


def _is_struck(frame: Frame, ink: Mask, end: int) -> bool:
    """Whether a line runs level through a box and on through the words behind it."""
    side = frame.x1 - frame.x0
    middle = round(frame.middle[1])
    reach = round(MIDDLE * side)
    band = ink[max(0, middle - reach) : middle + reach + 1, max(0, frame.x0 - side) : end]
    if band.shape[1] < STRIKE * side:
        return False
    level = cv2.morphologyEx(band, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    level = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, max(3, side // 2)), np.uint8))
    joined = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return any(w >= STRIKE * side and x <= side * 1.5 for x, _, w, _, _ in stats[1:].tolist())
