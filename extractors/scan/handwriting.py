"""Ink that is no print and that nothing was read of: a signature, a stroke of a pen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Mask
from extractors.scan.cutting import Rectangle

MILLIMETRES: Final = 25.4
JOINED: Final = 2.5  # mm between strokes of one word
LEAST: Final = (6.0, 3.0)  # mm across and down: less is a speck or a mark
MOST: Final = (90.0, 45.0)  # more is a picture, a shadow
MARGIN: Final = 8.0  # mm along the page's edges, where holes, staples and shadows are
INKED: Final = (0.03, 0.5)  # share of its rectangle that is ink: more is a blot
ROUND: Final = 0.6  # mm by which ink may stand out of what was read


def handwriting(
    letters: Mask, red: Mask, read: Iterable[Rectangle], dpi: float
) -> Iterator[Rectangle]:
    """Where ink stands that nothing was read of. `letters` is the page's ink without ruled lines,
    `red` that of its seals; `read` are the rectangles of lines and of boxes to tick."""
    unit = dpi / MILLIMETRES
    left = cv2.subtract(letters, cv2.dilate(red, np.ones((5, 5), np.uint8)))
    by = round(ROUND * unit)
    for x0, y0, x1, y1 in read:
        left[max(0, y0 - by) : y1 + by, max(0, x0 - by) : x1 + by] = 0
    edge = round(MARGIN * unit)
    left[:edge] = left[-edge:] = 0
    left[:, :edge] = left[:, -edge:] = 0
    size = max(3, round(JOINED * unit))
    words = cv2.morphologyEx(left, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(words, connectivity=8)
    for x, y, w, h, _ in stats[1:].tolist():
        within = all(
            least <= length / unit <= most
            for length, least, most in zip((w, h), LEAST, MOST, strict=True)
        )
        share = float((left[y : y + h, x : x + w] > 0).mean())
        if within and INKED[0] <= share <= INKED[1]:
            yield x, y, x + w, y + h
