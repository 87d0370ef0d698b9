"""The line under an answer: with a figure on it, it looks like a letter (9 like 里, 4 like 生), and
alone like 一."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Mask, Pixels
from extractors.scan.signs import BOX_TO_LETTER

LEAST: Final = 0.8  # of the letters' size, as long as the longest stroke at a letter's foot
THICK: Final = 0.25  # of the letters' size
GAP: Final = 0.2  # of the letters' size: no longer is a gap in a line
FOOT: Final = 0.66  # share of a line's height above which nothing underlines it


def without_underline(cut: Pixels, ink: Mask) -> Pixels | None:
    """A line's picture without level strokes at its foot, None where it has none. `ink` is that of
    the picture, 255 on 0."""
    height = cut.shape[0]
    size = height / BOX_TO_LETTER
    level = np.ones((1, max(3, round(LEAST * size))), np.uint8)
    runs = cv2.morphologyEx(unbroken(ink, size), cv2.MORPH_OPEN, level)
    runs[: round(FOOT * height)] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    strokes = [at for at in range(1, count) if stats[at, cv2.CC_STAT_HEIGHT] <= THICK * size]
    if not strokes or not (ink == 0).any():
        return None
    erased = cut.copy()
    erased[np.isin(labels, strokes)] = np.median(cut[ink == 0], axis=0)
    return erased


def unbroken(ink: Mask, size: float) -> Mask:
    """Ink with level strokes made whole that a fax breaks. `size` is that of the letters."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    return cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, round(GAP * size) + 1), np.uint8))
