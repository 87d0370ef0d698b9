"""A page that does not lie flat, or was not seen from straight above: its ruled lines made
straight.

What the corners of a sheet don't tell, since they are not in the photograph or the sheet is curled,
the lines of its tables do: each was level or upright when it was printed. How far they stray is
fitted as one smooth bend of the page, and taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask, Pixels

MILLIMETRES: Final = 25.4
STRETCH: Final = 2.5  # mm of level ink that may be part of a line …
GAP: Final = 0.4  # … with gaps in it
LINE: Final = 20.0  # mm: shorter lines are strokes of letters
THICK: Final = 1.2  # mm of a line
STEEP: Final = 0.1  # rise of a line to its length
PIECE: Final = 2.0  # mm of a line that are looked at together
FEWEST: Final = 4  # lines of a table …
TOGETHER: Final = 250.0  # mm: their length together, at least
DEGREES: Final = (1, 2, 3)  # of the curve along a line
STIFF: Final = 0.003  # by which the fit is held to what is not bent: a few points bend nothing
OFF: Final = 0.5  # mm from the fit: a line that strays so far was not ruled
LEAST: Final = 0.4  # mm by which lines stray from a page that is touched
MOST: Final = 25.0  # mm: farther nothing strays
COARSE: Final = 16  # pixels from one place to the next at which the bend is worked out
HALF: Final = 2  # times coarser than the page is the ink in which lines are looked for


class Bend(NamedTuple):
    """How far lines along x stray in y: a curve along x, other ones farther down."""

    weights: Array  # of x, x², x³, and of each times y
    low: tuple[float, float]  # where the lines are, in half heights of the page from its middle
    high: tuple[float, float]

    def at(self, x: Array, y: Array) -> Array:
        """How far a line strays at those places; beyond the lines as far as at the last of them."""
        x, y = (
            np.clip(each, low, high)
            for each, low, high in zip((x, y), self.low, self.high, strict=True)
        )
        return np.asarray(_curves(x, y) @ self.weights)


def bent(ink: Mask, dpi: float) -> tuple[Array, Array] | None:
    """Where each pixel of a page with that ink lay before it was bent, as columns and rows; None
    where its ruled lines are straight, or too few to tell."""
    unit, half = dpi / MILLIMETRES, ink.shape[0] / 2
    halved = cv2.resize(ink, None, fx=1 / HALF, fy=1 / HALF, interpolation=cv2.INTER_AREA)
    _, halved = cv2.threshold(halved, 0, 255, cv2.THRESH_BINARY)
    down = _bend(halved, dpi / HALF, half / HALF)
    right = _bend(cv2.transpose(halved), dpi / HALF, half / HALF)
    if down is None and right is None:
        return None
    height, width = ink.shape
    middle = (COARSE - 1) / 2  # each place is that of a square of pixels, some beyond the page
    ys, xs = np.mgrid[middle - COARSE : height + COARSE : COARSE,
                      middle - COARSE : width + COARSE : COARSE]  # fmt: skip
    y, x = (ys - height / 2) / half, (xs - width / 2) / half
    dy = down.at(x, y) if down else np.zeros_like(x)
    dx = right.at(y, x) if right else np.zeros_like(x)
    most = max(np.abs(dx).max(), np.abs(dy).max()) * half / unit
    if not LEAST <= most <= MOST:
        return None
    return _fine(xs + dx * half, ink.shape), _fine(ys + dy * half, ink.shape)


def remapped(page: Pixels, places: tuple[Array, Array], beyond: int = 255) -> Pixels:
    """A page or a mask of it, each pixel from its place, on white or what else is `beyond` it."""
    return cv2.remap(page, *places, cv2.INTER_CUBIC, borderValue=(beyond,) * 3)


def _fine(coarse: Array, shape: tuple[int, int]) -> Array:
    """What was worked out at some places, for every pixel."""
    size = coarse.shape[1] * COARSE, coarse.shape[0] * COARSE
    fine = cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(fine[COARSE : COARSE + shape[0], COARSE : COARSE + shape[1]])


def _bend(ink: Mask, dpi: float, half: float) -> Bend | None:
    """How level lines stray; None where there are too few of them."""
    lines = [(x - ink.shape[1] / 2, y - ink.shape[0] / 2) for x, y in _lines(ink, dpi)]
    lines = [(x / half, y / half) for x, y in lines]
    off = OFF * dpi / MILLIMETRES / half
    bend = _fitted(lines, dpi, half)
    for _ in range(2):
        if bend is None:
            return None
        lines = [line for line in lines if _strays(line, bend) <= off]
        bend = _fitted(lines, dpi, half)
    return bend


def _fitted(lines: list[tuple[Array, Array]], dpi: float, half: float) -> Bend | None:
    """The bend that makes lines, each of points x and y, as level as can be, wherever they lie."""
    length = sum(np.ptp(x) for x, _ in lines) * half * MILLIMETRES / dpi
    if len(lines) < FEWEST or length < TOGETHER:
        return None
    curves = np.concatenate([_level(_curves(x, y)) for x, y in lines])
    heights = np.concatenate([_level(y) for _, y in lines])
    stiff = STIFF * len(heights) * np.eye(curves.shape[1])
    weights = np.linalg.solve(curves.T @ curves + stiff, curves.T @ heights)
    xs, ys = (np.concatenate(each) for each in zip(*lines, strict=True))
    return Bend(weights, (xs.min(), ys.min()), (xs.max(), ys.max()))


def _level(values: Array) -> Array:
    """A line's values without their mean: where it lies is not asked."""
    return np.asarray(values - values.mean(axis=0))


def _curves(x: Array, y: Array) -> Array:
    """The curves that a bend is made of, at some places."""
    powers = [x**degree for degree in DEGREES]
    return np.stack([*powers, *(power * y for power in powers)], axis=-1)


def _strays(line: tuple[Array, Array], bend: Bend) -> float:
    """How far a line is from level, once it is bent back."""
    x, y = line
    return float(np.abs(_level(y - bend.at(x, y))).max())


def _lines(ink: Mask, dpi: float) -> Iterator[tuple[Array, Array]]:
    """The ruled lines that are nearly level, each as points along it."""
    unit = dpi / MILLIMETRES
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(GAP * unit)), np.uint8))
    level = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(STRETCH * unit)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    for at, (x, y, w, h, area) in enumerate(stats.tolist()):
        is_line = w >= LINE * unit and area <= THICK * unit * w and h <= STEEP * w + THICK * unit
        if not at or not is_line:
            continue
        rows, columns = np.nonzero(labels[y : y + h, x : x + w] == at)
        pieces = (columns / (PIECE * unit)).astype(int)
        count = np.bincount(pieces)
        held = count > 0
        yield (
            x + np.bincount(pieces, columns)[held] / count[held],
            y + np.bincount(pieces, rows)[held] / count[held],
        )
