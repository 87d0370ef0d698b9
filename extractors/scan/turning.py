"""Which way up a page is, and by how much it leans."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Array, Pixels, in_colour
from extractors.scan.engine import network

SIDE: Final = 224  # of the squares that the network looks at
SHORT: Final = 256  # shorter side of the page they are cut from
MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION: Final = np.array([0.229, 0.224, 0.225], np.float32)
INK: Final = 50  # of 255, by which ink is darker than the paper, small as the page is here
EMPTY: Final = 0.002  # share of ink under which a square says nothing

MOST_SKEW: Final = 4.0  # degrees
POINTS: Final = 60_000  # of ink that are looked at
LOOKED_AT: Final = 1000  # pixels of the page's width in which skew is measured


def turned(page: Pixels) -> int:
    """By how many clockwise quarters a page has to be turned to stand upright."""
    factor = SHORT / min(page.shape[:2])
    small = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    small = in_colour(small)
    votes = np.zeros(4)
    for square, weight in _squares(small):
        normal = (square.astype(np.float32) / 255 - MEAN) / DEVIATION
        votes += weight * network("orientation")(normal.transpose(2, 0, 1)[None].copy())[0]
    # The network names the clockwise quarters by which the page has been turned.
    return -int(votes.argmax()) % 4 if votes.any() else 0


def _squares(small: Pixels) -> list[tuple[Pixels, float]]:
    """Squares along the page with their share of ink."""
    height, width = small.shape[:2]
    darkest = small.min(axis=2)
    ink = darkest < np.median(darkest) - INK
    found = []
    for share in (0.0, 0.5, 1.0):
        y, x = round((height - SIDE) * share), round((width - SIDE) * share)
        square = small[y : y + SIDE, x : x + SIDE]
        weight = float(ink[y : y + SIDE, x : x + SIDE].mean())
        if weight > EMPTY:
            found.append((square, weight))
    return found


def skew(ink: Pixels) -> float:
    """The angle in degrees by which the lines of a page fall to the right (positive) or rise."""
    factor = min(1.0, LOOKED_AT / ink.shape[1])
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small > 100)
    if len(ys) < 100:
        return 0.0
    step = max(1, len(ys) // POINTS)
    ys, xs = ys[::step].astype(np.float32), xs[::step].astype(np.float32)
    best = 0.0
    for span, by in ((MOST_SKEW, 0.25), (0.25, 0.05), (0.05, 0.01)):
        angles = np.arange(best - span, best + span + by / 2, by)
        best = float(angles[int(np.argmax([_sharpness(xs, ys, angle) for angle in angles]))])
    return best


def _sharpness(xs: Array, ys: Array, angle: float) -> float:
    """How clearly rows of ink stand out from the white between, seen under an angle."""
    lean = np.tan(np.radians(angle))
    rows = np.round(ys - xs * lean).astype(np.int64)
    counts = np.bincount(rows - rows.min())
    return float((counts.astype(np.float64) ** 2).sum())


def straightened(page: Pixels, angle: float, beyond: int = 255) -> Pixels:
    """The page turned back by its skew, on white, or what else is `beyond` it."""
    if abs(angle) < 0.02:
        return page
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(beyond,) * 3
    )
