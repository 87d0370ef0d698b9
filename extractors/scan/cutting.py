"""Which rectangles of a page to read: the boxes found, cut where they cross borders of cells, and
what ink stands in a cell where no box was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import cv2
import numpy as np

from extractors.scan.arrays import Mask, inked, stretches
from extractors.scan.grid import Field, Grid

Rectangle = tuple[int, int, int, int]

MILLIMETRES: Final = 25.4
INSIDE: Final = 0.5  # share of a box's height that stands in a cell it belongs to
BORDER: Final = 0.35  # mm that a border takes of its cell
LETTER: Final = (1.2, 9.0)  # mm, the height of a line of letters
SPECK: Final = 0.5  # mm
MARGIN: Final = 0.8  # mm of white round what is read
REACH: Final = 0.6  # of a line's height
FREE: Final = 1.5  # … without ink at an end of a box: what the network saw there shines through
MOST_SHARED: Final = 0.5  # of the lower one's height that lines under each other share
SAME: Final = 0.6  # share of the smaller of two boxes that both cover: they are one


def cut(
    boxes: Iterable[Rectangle], grids: Sequence[Grid], ink: Mask, dpi: float
) -> tuple[list[Rectangle], dict[Field, list[Rectangle]]]:
    """The rectangles outside tables, and those in each cell."""
    outside: list[Rectangle] = []
    inside: dict[Field, list[Rectangle]] = {field: [] for grid in grids for field in grid.fields}
    fields = list(inside)
    for box in boxes:
        parts = [(field, piece) for field in fields if (piece := _piece(box, field, dpi))]
        for field, piece in parts:
            inside[field].append(_reaching(piece, ink, field.box[0], field.box[2]))
        if not parts and not any(_holds(grid.box, box) for grid in grids):
            outside.append(_reaching(box, ink, 0, ink.shape[1]))
    for field, pieces in inside.items():
        lines = _parted(_distinct(pieces))
        inside[field] = lines or list(_ink_lines(field, ink, dpi))
    return _parted(_distinct(outside)), inside


def inked_part(box: Rectangle, ink: Mask) -> Rectangle:
    """A box without its ends if there is no ink far into it: the other side of a sheet that shines
    through is seen by the network, and is paler than ink."""
    x0, y0, x1, y1 = box
    (across,) = np.nonzero(inked(ink[y0:y1, x0:x1], 0))
    if not len(across):
        return box
    free, margin = FREE * (y1 - y0), (y1 - y0) // 4
    left, right = x0 + int(across[0]), x0 + int(across[-1]) + 1
    return (
        left - margin if left - x0 > free else x0,
        y0,
        right + margin if x1 - right > free else x1,
        y1,
    )


def _parted(boxes: Sequence[Rectangle]) -> list[Rectangle]:
    """Boxes of lines under each other end where the next begins: half of what they share."""
    parted = [list(box) for box in boxes]
    for upper in parted:
        for lower in parted:
            shared = upper[3] - lower[1]
            below = (upper[1] + upper[3]) < (lower[1] + lower[3])
            beside = min(upper[2], lower[2]) > max(upper[0], lower[0])
            least = min(upper[3] - upper[1], lower[3] - lower[1])
            if below and beside and 0 < shared < MOST_SHARED * least:
                lower[1] = upper[3] = (upper[3] + lower[1]) // 2
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in parted]


def _reaching(box: Rectangle, ink: Mask, least: int, most: int) -> Rectangle:
    """A box that reaches as far as the ink beside it, between `least` and `most`: the mark at a
    line's end is often cut off."""
    x0, y0, x1, y1 = box
    inset, reach = (y1 - y0) // 6, round(REACH * (y1 - y0))
    band = inked(ink[y0 + inset : y1 - inset], 0)
    (right,) = np.nonzero(band[x1 : min(most - 3, x1 + reach)])
    (left,) = np.nonzero(band[max(least + 3, x0 - reach) : x0][::-1])
    return (
        max(least, x0 - int(left[-1]) - 3) if len(left) else x0,
        y0,
        min(most, x1 + int(right[-1]) + 3) if len(right) else x1,
        y1,
    )


def _piece(box: Rectangle, field: Field, dpi: float) -> Rectangle | None:
    """The part of a box in a cell, None where it stands elsewhere."""
    border = round(BORDER * dpi / MILLIMETRES)
    x0, y0, x1, y1 = field.box
    left, right = max(box[0], x0 + border), min(box[2], x1 - border)
    top, bottom = max(box[1], y0 + border), min(box[3], y1 - border)
    height = box[3] - box[1]
    if bottom - top < INSIDE * min(height, y1 - y0) or right - left < 0.3 * height:
        return None
    return left, top, right, bottom


def _holds(outer: Rectangle, inner: Rectangle) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _distinct(boxes: Sequence[Rectangle]) -> list[Rectangle]:
    """The boxes without those that a larger one covers."""
    kept: list[Rectangle] = []
    for box in sorted(boxes, key=area, reverse=True):
        if all(common(box, other) < SAME * area(box) for other in kept):
            kept.append(box)
    return kept


def area(box: Rectangle) -> int:
    """Pixels in a box."""
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def common(one: Rectangle, other: Rectangle) -> int:
    """Pixels in both of two boxes."""
    return area(
        (
            max(one[0], other[0]),
            max(one[1], other[1]),
            min(one[2], other[2]),
            min(one[3], other[3]),
        )
    )


def _ink_lines(field: Field, ink: Mask, dpi: float) -> Iterator[Rectangle]:
    """Lines of ink in a cell: a single figure is often no box to the network."""
    unit = dpi / MILLIMETRES
    edge = round(2 * BORDER * unit)
    x0, y0, x1, y1 = field.box
    x0, y0, x1, y1 = x0 + edge, y0 + edge, x1 - edge, y1 - edge
    if x1 - x0 < unit or y1 - y0 < unit:
        return
    inner = ink[y0:y1, x0:x1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    solid = [at for at in range(1, len(stats)) if max(stats[at][2:4]) >= SPECK * unit]
    columns = np.isin(labels, solid)
    rows = inked(columns, 1)
    margin = round(MARGIN * unit)
    for top, bottom in stretches(rows):
        if not LETTER[0] * unit <= bottom - top <= LETTER[1] * unit:
            continue
        (across,) = np.nonzero(columns[top:bottom].any(axis=0))
        yield (
            max(x0, x0 + int(across[0]) - margin),
            max(y0, y0 + top - margin),
            min(x1, x0 + int(across[-1]) + 1 + margin),
            min(y1, y0 + bottom + margin),
        )
