"""Boxes to tick whose frames are too thin to be ink: hairlines, as LibreOffice prints the fields
of old forms, are a pale grey on a scan. Along a side they are still darker than what lies beside.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask, Pixels
from extractors.scan.ticks import INNER, MILLIMETRES, Frame, frames

STRETCH: Final = 1.1  # mm of a side over which its darkness is averaged
BESIDE: Final = 3  # pixels from a line to what it is compared with
BLUR: Final = 1  # pixel
DARKER: Final = 6  # of 255, the average of a line than what lies on either side of it
DARK: Final = 0.75  # quantile of what lies along a frame's sides that is its line
DRAWN: Final = 0.5  # from the paper's darkness to that of its frame: darker is drawn, too


def with_pale(found: list[Frame], picture: Pixels, ink: Mask, dpi: float) -> list[Frame]:
    """The frames that were found on a page's ink, and the pale ones on its picture."""
    dark = cv2.bitwise_not(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    free = cv2.bitwise_not(cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    lines = _lines(cv2.bitwise_and(dark, free), dpi)
    smooth = cv2.blur(dark, (3, 3))
    paper = float(np.median(smooth[::8, ::8]))
    known = [frame.middle for frame in found]
    return found + [
        _narrowed(frame)._replace(ink=_covered(frame, smooth, lines, paper))
        for frame in frames(lines, dpi)
        if not any(frame.x0 <= x <= frame.x1 and frame.y0 <= y <= frame.y1 for x, y in known)
    ]


def _narrowed(frame: Frame) -> Frame:
    """A frame without what its sides are blurred by."""
    x0, y0, x1, y1, ink = frame
    return Frame(x0 + BLUR, y0 + BLUR, x1 - BLUR, y1 - BLUR, ink)


def _lines(dark: Array, dpi: float) -> Mask:
    """Where a page is a little darker along a level or an upright line, 255 on 0."""
    stretch = max(5, round(STRETCH * dpi / MILLIMETRES)) | 1
    level = _ridges(cv2.blur(dark, (stretch, 1)), 0)
    upright = _ridges(cv2.blur(dark, (1, stretch)), 1)
    return cv2.morphologyEx(
        cv2.bitwise_or(level, upright), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)
    )


def _ridges(mean: Array, axis: int) -> Mask:
    """What is darker than what lies on both sides of it across `axis`, 255 on 0."""
    beside = np.maximum(np.roll(mean, BESIDE, axis), np.roll(mean, -BESIDE, axis))
    return cv2.threshold(cv2.subtract(mean, beside), DARKER, 255, cv2.THRESH_BINARY)[1]


def _covered(frame: Frame, dark: Array, lines: Mask, paper: float) -> float:
    """The share of a frame's inside that is nearer to the darkness of its sides than to that of
    the page's paper."""
    place = slice(frame.y0, frame.y1), slice(frame.x0, frame.x1)
    sides = dark[place][lines[place] > 0]
    inset = round((frame.x1 - frame.x0) * (1 - INNER) / 2)
    inside = dark[place][inset:-inset, inset:-inset]
    if not len(sides):
        return 0.0
    drawn = paper + DRAWN * (float(np.quantile(sides, DARK)) - paper)
    return float((inside >= drawn).mean())
