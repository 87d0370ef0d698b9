"""Borders of a cell, or a box to tick, as browsers and converters fill them: a rectangle with a
smaller one left open in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from extractors.page import Box
from extractors.pdf.covers import Polygon, Shape, polygons_of

EDGE: Final = 1.6  # points: of a border at most, 2 px; a broader one is a shape
MOST_ITEMS: Final = 400  # of a path: more are a drawing's, a map's
CORNERS: Final = 4, 5  # of a rectangle; the last one may be the first again


def rings_of(path: dict[str, Any]) -> Iterator[tuple[Box, Box]]:
    """The rectangles that a path fills but for one within each that leaves open all but thin edges:
    the outer and the inner one, in the page's own space."""
    if path["type"] != "f" or not 2 <= len(path["items"]) <= MOST_ITEMS:
        return
    polygons = [tuple(each) for each in polygons_of(path["items"])]
    for pair in pairwise(polygons):
        if not all(map(_is_rectangle, pair)):
            continue
        within, around = sorted(map(_box, pair), key=_width)
        edges = [abs(one - other) for one, other in zip(around, within, strict=True)]
        is_inside = around[0] <= within[0] < within[2] <= around[2] and (
            around[1] <= within[1] < within[3] <= around[3]
        )
        middle = (within[0] + within[2]) / 2, (within[1] + within[3]) / 2
        shape = Shape(pair, bool(path.get("even_odd")))
        if is_inside and 0 < max(edges) <= EDGE and not shape.holds(*middle):
            yield around, within


def _is_rectangle(polygon: Polygon) -> bool:
    """Whether a polygon's sides are level and upright."""
    if len(polygon) not in CORNERS:
        return False
    x0, y0, x1, y1 = _box(polygon)
    return all(x in (x0, x1) and y in (y0, y1) for x, y in polygon)


def _box(polygon: Polygon) -> Box:
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def _width(box: Box) -> float:
    return box[2] - box[0]
