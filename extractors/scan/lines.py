"""Text lines of a page: found by one network in the whole page, read by another one by one.

Boxes are cut at the borders of cells before they are read, and lines are read one at a time, their
widths rounded: the same line reads the same whatever stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask, Pixels, inked
from extractors.scan.engine import network
from extractors.scan.lattice import Lattice, lattice

DETECTED_AT: Final = 1600  # longer side of the page as the network sees it
TEXT: Final = 0.3  # from which a pixel is text
SURE_TEXT: Final = 0.5  # mean of a box that is text
GROWN: Final = 1.5  # the network marks a line's core: its box grows by area / perimeter times this
HEIGHT: Final = 48  # of a line as the network reads it
STEP: Final = 32  # pixels to whose multiples pictures are rounded for the networks
WIDEST: Final = 3200  # a longer line is squeezed
CELL: Final = 8  # pixels of the shrunk page, by which its margins are told
FAINT: Final = 12  # of 255, mean ink of a cell: less is specks
MARGIN: Final = 16  # pixels of the shrunk page that are kept round its ink

Rectangle = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A line's picture as it was read: its rectangle on the page and what the network says."""

    rectangle: Rectangle
    lattice: Lattice
    scale: float  # pixels of the page that a frame is wide
    sealed: bool = False  # a seal lies over it …
    doubted: bool = False  # … and may have been read for letters; or the picture ends beside it
    gone: tuple[tuple[int, int], ...] = ()  # from where to where dirt lay on it, that was taken off

    def x_of(self, frame: float) -> float:
        """Where a frame begins, in pixels of the page."""
        x0, _, x1, _ = self.rectangle
        return min(x0 + frame * self.scale, float(x1))


def find(page: Pixels, ink: Mask) -> list[Rectangle]:
    """The rectangles of text on an upright page (height × width × 3) with that ink: its margins
    are not looked at."""
    height, width = page.shape[:2]
    ratio = min(1.0, DETECTED_AT / max(height, width))
    size = _rounded(width * ratio), _rounded(height * ratio)
    shrunk = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    left, top, right, bottom = _printed(ink, size)
    if left >= right:
        return []
    heat = network("boxes")(_tensor(shrunk[top:bottom, left:right]))[0, 0]
    mask = cv2.dilate((heat > TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    across, down = width / size[0], height / size[1]
    found = []
    for x, y, w, h, area in stats[1:].tolist():
        if (
            min(w, h) < 3
            or heat[y : y + h, x : x + w][mask[y : y + h, x : x + w] > 0].mean() < SURE_TEXT
        ):
            continue
        grow = area * GROWN / (2 * (w + h))
        x, y = x + left, y + top
        found.append(
            (
                max(0, round((x - grow) * across)),
                max(0, round((y - grow) * down)),
                min(width, round((x + w + grow) * across)),
                min(height, round((y + h + grow) * down)),
            )
        )
    return found


def _printed(ink: Mask, size: tuple[int, int]) -> Rectangle:
    """The part of a page, shrunk to `size`, that holds its ink; specks are none. It is cut where
    the network's own cells end, so that the rest is seen as on the whole page."""
    width, height = size
    coarse = cv2.resize(ink, (width // CELL, height // CELL), interpolation=cv2.INTER_AREA) > FAINT
    (xs,), (ys,) = np.nonzero(inked(coarse, 0)), np.nonzero(inked(coarse, 1))
    if not len(xs):
        return 0, 0, 0, 0
    return (
        max(0, int(xs[0]) * CELL - MARGIN) // STEP * STEP,
        max(0, int(ys[0]) * CELL - MARGIN) // STEP * STEP,
        min(width, _up((int(xs[-1]) + 1) * CELL + MARGIN)),
        min(height, _up((int(ys[-1]) + 1) * CELL + MARGIN)),
    )


def read(page: Pixels, rectangle: Rectangle, narrowed: float = 1.0) -> Strip:
    """What stands in a rectangle, seen `narrowed` to that share of its width."""
    x0, y0, x1, y1 = rectangle
    cut = page[y0:y1, x0:x1]
    width = min(WIDEST, max(1, round(cut.shape[1] * HEIGHT / cut.shape[0] * narrowed)))
    way = cv2.INTER_AREA if cut.shape[0] > HEIGHT else cv2.INTER_CUBIC
    line = cv2.resize(cut, (width, HEIGHT), interpolation=way)
    padded = np.zeros((1, 3, HEIGHT, _up(width)), np.float32)
    padded[..., :width] = _tensor(line)
    output = network("text")(padded)[0]
    per_frame = padded.shape[3] / len(output)
    return Strip(rectangle, lattice(output), per_frame * cut.shape[1] / width)


def _tensor(picture: Pixels) -> Array:
    scaled = picture.astype(np.float32) / np.float32(127.5) - np.float32(1.0)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def _rounded(length: float) -> int:
    return max(STEP, round(length / STEP) * STEP)


def _up(length: int) -> int:
    return -(-length // STEP) * STEP
