"""What may lie over text: shapes that are filled, and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn

LEAST: Final = 3.0  # points: what is lower or narrower hides no character
STEPS: Final = 0.25, 0.5, 0.75, 1.0  # of a curve, the points that stand for it
MIDDLE: Final = 0.35  # of the size above the baseline: the middle of a letter
ACROSS: Final = 0.15, 0.5, 0.85  # of a letter's width: all of them covered, it is

Point = tuple[float, float]
Polygon = tuple[Point, ...]


class Shape(NamedTuple):
    """What a path fills, upright: its polygons, and whether what two of them hold is left out."""

    polygons: tuple[Polygon, ...]
    even_odd: bool

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is filled (ISO 32000-1, 8.5.3.3)."""
        turns = sum(_turns(polygon, x, y) for polygon in self.polygons)
        return turns % 2 != 0 if self.even_odd else turns != 0


class Cover(NamedTuple):
    """What may hide all that is drawn before it: its box in the page's own space."""

    box: Box
    shape: Shape | None = None  # of a picture None: all of its box
    is_masked: bool = False  # a picture of which parts may be seen through

    def lies_over(self, glyph: Glyph) -> bool:
        """Whether a character within its box is covered."""
        if self.shape is None:
            return True
        y = glyph.base - MIDDLE * glyph.size
        xs = (glyph.x0 + share * (glyph.x1 - glyph.x0) for share in ACROSS)
        return all(self.shape.holds(x, y) for x in xs)


def ground(path: dict[str, Any], turn: Turn) -> Cover | None:
    """The cover that a path is which is filled so that nothing is seen through it."""
    if "f" not in path["type"] or path.get("fill_opacity", 1) < 1:
        return None
    x0, y0, x1, y1 = path["rect"]
    if min(x1 - x0, y1 - y0) < LEAST:
        return None
    polygons = tuple(
        tuple(_upright(point, turn) for point in polygon) for polygon in polygons_of(path["items"])
    )
    return Cover((x0, y0, x1, y1), Shape(polygons, bool(path.get("even_odd"))))


def _upright(point: Point, turn: Turn) -> Point:
    x, y, _, _ = turn.upright((*point, *point))
    return x, y


def polygons_of(items: Sequence[Any]) -> Iterator[list[Point]]:
    """The closed lines that a path's items draw; curves are lines through some of their points."""
    drawn: list[Point] = []
    for item in items:
        if item[0] == "re":
            yield _rectangle(item[1], item[2])
        elif item[0] == "qu":
            upper_left, upper_right, lower_left, lower_right = item[1]
            yield [upper_left, upper_right, lower_right, lower_left]
        else:
            start, *rest = [(point[0], point[1]) for point in item[1:]]
            if not drawn or drawn[-1] != start:
                if drawn:
                    yield drawn
                drawn = [start]
            drawn.extend(rest if item[0] == "l" else _along(start, *rest))
    if drawn:
        yield drawn


def _rectangle(box: Box, orientation: int) -> list[Point]:
    """Its corners in the order of drawing: 1 is against the clock, as it is seen."""
    x0, y0, x1, y1 = box
    corners = [(x0, y0), (x0, y1), (x1, y1), (x1, y0)]
    return corners if orientation > 0 else corners[::-1]


def _along(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Points of a Bézier curve."""
    for t in STEPS:
        shares = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        yield (
            sum(share * point[0] for share, point in zip(shares, (a, b, c, d), strict=True)),
            sum(share * point[1] for share, point in zip(shares, (a, b, c, d), strict=True)),
        )


def _turns(polygon: Polygon, x: float, y: float) -> int:
    """How often a closed line winds round a point, to the left less to the right."""
    found = 0
    for (x0, y0), (x1, y1) in pairwise((*polygon, polygon[0])):
        if (y0 <= y) != (y1 <= y):
            beyond = x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x
            found += (1 if y0 < y1 else -1) if beyond else 0
    return found
