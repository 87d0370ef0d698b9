"""Small drawings: boxes and rings to tick, and what is drawn in them. Order counts: what is painted
white is gone, and a tick in white stands on a dark ground."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Any, Final, NamedTuple

from extractors.page import Box

BOX_SIDES: Final = (5.0, 22.0)  # points: of a box to tick
SQUARE: Final = 1.35  # a box's longer side by its shorter one, at most
MARK: Final = 0.75  # luminance: a fill that is lighter is a box's ground, and ticks none
OFF: Final = 0.12  # of a box's side by which an outline's points may miss its edge
ROUND: Final = 4  # curves of an outline with round corners, at least


class Small(NamedTuple):
    """The small drawings of a page, upright."""

    boxes: list[Box]  # squares
    rounds: list[Box]  # rings, and squares with round corners
    strokes: list[Box]  # drawings that are neither: checks, crosses, dots
    fills: list[Box]  # filled squares
    grounds: list[Box]  # … and round ones, that may be a box that is ticked in white


def is_square(width: float, height: float) -> bool:
    """Whether a drawing has a tick box's size and proportions."""
    least, most = sorted((width, height))
    return BOX_SIDES[0] <= least and most <= min(BOX_SIDES[1], SQUARE * least)


def add_small(path: dict[str, Any], box: Box, stroked: bool, found: Small) -> None:
    """Adds a drawing that is seen, and no larger than a tick box: one, or what is drawn in one."""
    square = is_square(box[2] - box[0], box[3] - box[1])
    kinds = [item[0] for item in path["items"]]
    framed = kinds == ["re"] or kinds == ["qu"] or (kinds == ["l"] * 4) or kinds == ["l"] * 3
    filled = "f" in path["type"] and _luminance(path.get("fill")) < MARK
    if square and framed and stroked and path.get("closePath", True) | (len(kinds) != 3):
        found.boxes.append(box)
        found.fills.extend([box] if filled else [])
    elif square and _is_outline(path):
        found.rounds.extend([box] if stroked else [])
        found.grounds.extend([box] if filled and not stroked else [])
        found.strokes.extend([box] if filled else [])
    elif framed and square:
        found.fills.extend([box] if filled else [])
    else:
        found.strokes.append(box)


def add_white(path: dict[str, Any], box: Box, found: Small) -> None:
    """Takes what a white drawing, no larger than a tick box, paints over, or adds the box that it
    ticks."""
    if "f" in path["type"]:
        if min(box[2] - box[0], box[3] - box[1]) < BOX_SIDES[0]:
            return
        for marks in (found.strokes, found.fills, found.grounds):
            marks[:] = [mark for mark in marks if not _has_middle(box, mark)]
        return
    for ground in found.grounds:
        if _has_middle(ground, box) and ground not in found.boxes:
            found.boxes.append(ground)


def _has_middle(box: Box, of: Box) -> bool:
    x, y = (of[0] + of[2]) / 2, (of[1] + of[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _luminance(color: Any) -> float:
    return sum(color) / len(color) if color else 1.0


def _is_outline(path: dict[str, Any]) -> bool:
    """Whether a path is a ring, or a square with round corners: all of its points lie on one."""
    if sum(item[0] == "c" for item in path["items"]) < ROUND:
        return False
    x0, y0, x1, y1 = path["rect"]
    radius, off = (x1 - x0) / 2, OFF * (x1 - x0)
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    points = list(_points(path))
    closed = hypot(points[0][0] - points[-1][0], points[0][1] - points[-1][1]) <= off
    return closed and all(
        min(x - x0, x1 - x, y - y0, y1 - y) <= off
        or abs(hypot(x - middle[0], y - middle[1]) - radius) <= off
        for x, y in points
    )


def _points(path: dict[str, Any]) -> Iterator[tuple[float, float]]:
    """Where the parts of a path begin and end."""
    for item in path["items"]:
        if item[0] in "lc":
            yield from (item[1], item[-1])
