"""Boxes to tick, from the picture: square frames of ink, and how much of their inside is covered.

Empty boxes are found by their outlines, which tell their size; others, with strokes in or through
them, by ink along four sides of that size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.scan.arrays import Mask

MILLIMETRES: Final = 25.4
SIDE: Final = (2.0, 5.5)  # mm
SQUARE: Final = 0.82  # shorter side to the longer one
DRAWN: Final = 0.8  # share of each side that is ink, of an outline
CROSSED: Final = 0.72  # … of a frame with strokes through it
INNER: Final = 0.56  # share of the side whose middle is looked at
INK: Final = 0.07  # share of the inside from which a box is ticked
APART: Final = 0.28  # of a box's side: white to the left of a box that is no letter
SPECKS: Final = 0.03  # share of that white which dirt may cover
SIZES: Final = 2  # of the boxes on a page
MOST: Final = 400  # frames on a page: more are a pattern


class Frame(NamedTuple):
    """A box to tick: its rectangle in pixels, its frame included."""

    x0: int
    y0: int
    x1: int
    y1: int
    ink: float  # share of the inside that is covered

    @property
    def ticked(self) -> bool:
        return self.ink >= INK

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


def frames(ink: Mask, dpi: float) -> list[Frame]:
    """The frames on a page whose ink is 255, letters that look like one among them."""
    outlines = list(_outlines(ink, dpi))
    if len(outlines) > MOST:
        return []
    alone = [frame for frame in outlines if is_apart(frame, ink)]
    sizes = Counter(frame.x1 - frame.x0 for frame in alone).most_common(SIZES)
    found = _distinct([*alone, *_by_sides(ink, _spread(sizes), dpi), *outlines])
    return found if len(found) <= MOST else []


def is_apart(frame: Frame, ink: Mask) -> bool:
    """Whether there is white to the left of a frame, as before a box and not between letters."""
    width = max(2, round(APART * (frame.x1 - frame.x0)))
    left = ink[frame.y0 : frame.y1, max(0, frame.x0 - 1 - width) : max(0, frame.x0 - 1)]
    return bool((left > 0).mean() < SPECKS) if left.size else True


def _outlines(ink: Mask, dpi: float) -> Iterator[Frame]:
    """Frames that are contours."""
    unit = dpi / MILLIMETRES
    contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    least, most = SIDE[0] * unit, SIDE[1] * unit
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if not (least <= min(w, h) and max(w, h) <= most and min(w, h) >= SQUARE * max(w, h)):
            continue
        if _is_framed(ink[y : y + h, x : x + w], unit):
            yield _frame(ink, x, y, w, h)


def _is_framed(cut: Mask, unit: float) -> bool:
    """Whether ink runs along all four sides of a rectangle."""
    band = max(2, round(0.45 * unit))
    sides = (
        cut[:band].max(axis=0),
        cut[-band:].max(axis=0),
        cut[:, :band].max(axis=1),
        cut[:, -band:].max(axis=1),
    )
    return all((side > 0).mean() >= DRAWN for side in sides)


def _by_sides(ink: Mask, sizes: Iterable[int], dpi: float) -> Iterator[Frame]:
    """Frames of known sizes, whatever is drawn in them or through them."""
    stretch = max(5, round(1.1 * dpi / MILLIMETRES))
    across = _runs(ink, (1, stretch), (3, 1))
    down = _runs(ink, (stretch, 1), (1, 3))
    for size in sizes:
        level = _counted(across, (size, 1))
        upright = _counted(down, (1, size))
        both = cv2.min(level[: 1 - size], level[size - 1 :])[:, : 1 - size]
        sides = cv2.min(upright[:, : 1 - size], upright[:, size - 1 :])[: 1 - size]
        yield from _peaks(ink, cv2.min(both, sides), size)


def _runs(ink: Mask, along: tuple[int, int], beside: tuple[int, int]) -> Mask:
    """Where ink runs straight, a pixel to either side of it as well: 1 on 0."""
    straight = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    return np.minimum(cv2.dilate(straight, np.ones(beside, np.uint8)), 1)


def _counted(runs: Mask, size: tuple[int, int]) -> Mask:
    """For each pixel how many of those from it on are set."""
    return cv2.boxFilter(
        runs, cv2.CV_8U, size, anchor=(0, 0), normalize=False, borderType=cv2.BORDER_CONSTANT
    )


def _peaks(ink: Mask, counts: Mask, size: int) -> Iterator[Frame]:
    """The best places of frames of a size, each once; `counts` are pixels of the least side."""
    ys, xs = np.divmod(np.flatnonzero(counts >= CROSSED * size), counts.shape[1])
    taken: list[tuple[int, int]] = []
    for at in np.argsort(-counts[ys, xs].astype(np.int16), kind="stable"):
        y, x = int(ys[at]), int(xs[at])
        if all(abs(x - a) > size // 2 or abs(y - b) > size // 2 for a, b in taken):
            taken.append((x, y))
            if len(taken) > MOST:
                return
            yield _frame(ink, x, y, size, size)


def _spread(sizes: Iterable[tuple[int, int]]) -> list[int]:
    """The commonest sizes and their neighbours: a pixel more or less is blur."""
    return sorted({size + by for size, _ in sizes for by in (-1, 0, 1)})


def _frame(ink: Mask, x: int, y: int, w: int, h: int) -> Frame:
    top, left = round(h * (1 - INNER) / 2), round(w * (1 - INNER) / 2)
    inside = ink[y + top : y + h - top, x + left : x + w - left]
    return Frame(x, y, x + w, y + h, float((inside > 0).mean()) if inside.size else 0.0)


def _distinct(found: Iterable[Frame]) -> list[Frame]:
    """Each frame once, as it was found first."""
    kept: list[Frame] = []
    for frame in found:
        x, y = frame.middle
        if not any(each.x0 <= x <= each.x1 and each.y0 <= y <= each.y1 for each in kept):
            kept.append(frame)
    return kept
