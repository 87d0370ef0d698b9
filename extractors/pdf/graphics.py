"""A page's vector graphics → ruled lines, small boxes and the strokes in them.

LibreOffice strokes borders whole; Word and WPS fill rectangles half a point thin, a piece a cell;
printer drivers draw them in dashes or twice. All become the same: straight pieces, joined where
they meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Turn
from extractors.paper.rules import THIN, Rule, joined
from extractors.pdf.covers import Cover, ground
from extractors.pdf.dotted import LEAST, dotted, is_dot
from extractors.pdf.glyphs import WHITE
from extractors.pdf.rings import rings_of
from extractors.pdf.ruled_paper import is_pale, without_ground
from extractors.pdf.small import BOX_SIDES, Small, add_small, add_white, is_square
from extractors.pdf.stamped import is_ring
from extractors.pdf.white_lines import is_ground, on_ground

SLANT: Final = 1.0  # points that a straight line may lean
LEVEL: Final = 0.05  # points that a line along the page's sides may lean
STRAIGHT_SIDES: Final = 0.5  # of a rectangle with round corners
SHADE: Final = 0.75  # luminance: on a ground darker than that white text is seen
HIGHEST: Final = 60.0  # points: of what a pen draws around or through a word
STRAIGHT: Final = 0.3  # of a drawing's longer side: a level or upright line so long is no pen's
MOST_STROKES: Final = 8  # of a check
MOST_PATHS: Final = 60_000  # a drawing, a map: no form has a hundredth


class Graphics(NamedTuple):
    """What is drawn on an upright page."""

    across: list[Rule]  # horizontal lines: at y, from x to x
    down: list[Rule]  # vertical lines: at x, from y to y
    boxes: list[Box]  # squares of a tick box's size
    rounds: list[Box]  # rings of that size, and squares with round corners
    strokes: list[Box]  # small drawings that are neither: checks, crosses, dots
    fills: list[Box]  # small filled squares
    grounds: list[Box]  # … and round ones
    shades: list[Box]  # dark grounds, on which white text is seen
    covers: list[Cover]  # opaque grounds, drawn after other things
    rings: list[Box]  # red rings, as seals have; in the page's own space
    pens: list[Box]  # larger drawings that no ruler made: around words, through them
    lines: list[list[tuple[float, float]]]  # points of few straight strokes, in the page's space
    paths: int = 0

    @property
    def small(self) -> Small:
        """The small drawings."""
        return Small(self.boxes, self.rounds, self.strokes, self.fills, self.grounds)


def graphics(page: Any, turn: Turn) -> Graphics:
    """The page's lines, joined, and its small drawings."""
    across: list[Rule] = []
    down: list[Rule] = []
    found = Graphics(across, down, [], [], [], [], [], [], [], [], [], [])
    pale = found._replace(across=[], down=[])
    white = found._replace(across=[], down=[])
    grounds: list[Box] = []
    paths = page.get_cdrawings()
    if len(paths) > MOST_PATHS:
        return found._replace(paths=len(paths))
    for number, path in enumerate(paths):
        _add_white(path, turn, white, grounds)
        if _is_seen(path):
            _add(path, turn, pale if is_pale(path) else found)
        if path["seqno"] > number and (cover := ground(path, turn)) is not None:
            found.covers.append(cover)
        if is_ring(path):
            found.rings.append(tuple(path["rect"]))
        elif path["type"] == "s" and _is_by_pen(path):
            found.pens.append(turn.upright(path["rect"]))
        if path["type"] == "s" and 1 < len(path["items"]) <= MOST_STROKES and _is_seen(path):
            found.lines.append(_points(path["items"]))
    if grounds:
        across.extend(on_ground(white.across, grounds, across=True))
        down.extend(on_ground(white.down, grounds, across=False))
    dots = [box for box in found.strokes if is_dot(box)]
    if len(dots) >= LEAST:
        rows, columns = dotted(dots)
        across.extend(rows)
        down.extend(columns)
    across.extend(without_ground(joined(pale.across), pale.down, down))
    down.extend(pale.down)
    return found._replace(across=joined(across), down=joined(down), paths=len(paths))


def with_pictured_lines(drawn: Graphics, boxes: Sequence[Box], turn: Turn) -> Graphics:
    """What is drawn, with the lines that are pictures, a dot stretched, in these boxes of the
    page's own space."""
    if not boxes:
        return drawn
    found = drawn._replace(across=[*drawn.across], down=[*drawn.down])
    for box in boxes:
        _add_line(turn.upright(box), found)
    return found._replace(across=joined(found.across), down=joined(found.down))


def is_line(box: Box) -> bool:
    """Whether a box is as thin as a line, and longer than a tick box."""
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= THIN and max(width, height) > BOX_SIDES[1]


def _add_white(path: dict[str, Any], turn: Turn, white: Graphics, grounds: list[Box]) -> None:
    """Adds the white lines that a path draws, or the ground that it is."""
    box = turn.upright(path["rect"])
    if is_ground(path, box):
        grounds.append(box)
    if max(box[2] - box[0], box[3] - box[1]) <= BOX_SIDES[1] and _is_white(path):
        add_white(path, box, white.small)
    if "s" in path["type"] and path.get("color") and not _is_dark(path["color"]):
        _add_lines(path, turn, white)
    elif path["type"] == "f" and path.get("fill") and not _is_dark(path["fill"]):
        _add_segment(box, white, THIN)


def _is_seen(path: dict[str, Any]) -> bool:
    """Whether a path leaves ink: not white, not transparent."""
    kind = path["type"]
    stroke = "s" in kind and path.get("stroke_opacity", 1) > 0.05 and _is_dark(path.get("color"))
    fill = "f" in kind and path.get("fill_opacity", 1) > 0.05 and _is_dark(path.get("fill"))
    return stroke or fill


def _is_white(path: dict[str, Any]) -> bool:
    """Whether a path only paints white."""
    color = path.get("fill") if "f" in path["type"] else path.get("color")
    return color is not None and not _is_dark(color)


def _is_by_pen(path: dict[str, Any]) -> bool:
    """Whether a stroked path is an oval, a slanting line, a scribble: larger than what ticks a box,
    not as high as a drawing, and without lines that a ruler made."""
    x0, y0, x1, y1 = path["rect"]
    longest = max(x1 - x0, y1 - y0)
    if longest <= BOX_SIDES[1] or y1 - y0 > HIGHEST or not _is_seen(path):
        return False
    return all(
        item[0] == "c" or (item[0] == "l" and not _is_ruled(item[1], item[2], longest))
        for item in path["items"]
    )


def _points(items: Sequence[Any]) -> list[tuple[float, float]]:
    """The points of straight strokes, each of which goes on where the last one ends; none of
    others."""
    goes_on = all(one[-1] == other[1] for one, other in pairwise(items))
    if not goes_on or any(item[0] != "l" for item in items):
        return []
    return [items[0][1], *(item[2] for item in items)]


def _is_ruled(start: Any, end: Any, longest: float) -> bool:
    wide, high = abs(start[0] - end[0]), abs(start[1] - end[1])
    return bool(min(wide, high) <= SLANT and max(wide, high) > STRAIGHT * longest)


def _is_dark(color: Any) -> bool:
    return color is not None and not all(channel * 255 >= WHITE for channel in color)


def _luminance(color: Any) -> float:
    return sum(color) / len(color) if color else 1.0


def _add(path: dict[str, Any], turn: Turn, found: Graphics) -> None:
    box = turn.upright(path["rect"])
    width, height = box[2] - box[0], box[3] - box[1]
    stroked = "s" in path["type"] and _is_dark(path.get("color"))
    if min(width, height) <= min(THIN, max(width, height) / 2) and (
        len(path["items"]) <= 4 or max(width, height) > BOX_SIDES[1] or _is_level(path["items"])
    ):
        _add_line(box, found)  # also a thin filled rectangle, a dash, dashes in one path
        return
    rings = [] if stroked else [tuple(map(turn.upright, pair)) for pair in rings_of(path)]
    if max(width, height) <= BOX_SIDES[1]:
        if rings and is_square(width, height):
            found.boxes.append(box)
        else:
            add_small(path, box, stroked, found.small)
        return
    if "f" in path["type"] and _luminance(path.get("fill")) < SHADE:
        found.shades.append(box)
    if not stroked:
        _add_thin_parts(path, turn, found)
        for outer, inner in rings:
            _add_ring(outer, inner, found)
        return
    if _is_rounded(path):
        _add_frame(box, found)
        return
    _add_lines(path, turn, found)


def _add_lines(path: dict[str, Any], turn: Turn, found: Graphics) -> None:
    """Adds what a path strokes."""
    for item in path["items"]:
        if item[0] == "l":
            _add_segment(turn.upright(_around(item[1], item[2])), found)
        elif item[0] == "re":
            _add_frame(turn.upright(_sides(item[1])), found)
        elif item[0] == "qu":
            _add_frame(turn.upright(_around(*item[1])), found)


def _add_thin_parts(path: dict[str, Any], turn: Turn, found: Graphics) -> None:
    """Of one fill of many rectangles those that are lines: some drivers fill a whole grid at once;
    the others are shading, which is no border."""
    for item in path["items"]:
        if item[0] in ("re", "qu"):
            box = turn.upright(_sides(item[1]) if item[0] == "re" else _around(*item[1]))
            _add_segment(box, found, THIN)


def _is_level(items: Sequence[Any]) -> bool:
    """Whether a path is of lines and rectangles along the page's sides alone."""
    return all(item[0] == "re" or (item[0] == "l" and _is_upright(*item[1:])) for item in items)


def _is_upright(start: Any, end: Any) -> bool:
    return bool(min(abs(start[0] - end[0]), abs(start[1] - end[1])) < LEVEL)


def _is_rounded(path: dict[str, Any]) -> bool:
    """Whether a path is a rectangle with round corners."""
    items = path["items"]
    straight = [item for item in items if item[0] == "l"]
    if len(straight) == len(items) or not all(item[0] in "lc" for item in items):
        return False
    x0, y0, x1, y1 = path["rect"]
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for _, a, b in straight)
    return _is_level(straight) and length >= STRAIGHT_SIDES * 2 * (x1 - x0 + y1 - y0)


def _add_frame(box: Box, found: Graphics) -> None:
    x0, y0, x1, y1 = box
    if y1 - y0 <= THIN or x1 - x0 <= THIN:
        _add_line(box, found)
        return
    found.across.extend((Rule(y0, x0, x1), Rule(y1, x0, x1)))
    found.down.extend((Rule(x0, y0, y1), Rule(x1, y0, y1)))


def _add_ring(outer: Box, inner: Box, found: Graphics) -> None:
    """Adds the sides of a cell between its outer and its inner edges."""
    x0, y0, x1, y1 = outer
    left, top, right, bottom = inner
    for side in ((x0, y0, x1, top), (x0, bottom, x1, y1), (x0, y0, left, y1), (right, y0, x1, y1)):
        if min(side[2] - side[0], side[3] - side[1]) > 0:
            _add_line(side, found)


def _add_segment(box: Box, found: Graphics, slant: float = SLANT) -> None:
    if min(box[2] - box[0], box[3] - box[1]) <= slant:
        _add_line(box, found)


def _add_line(box: Box, found: Graphics) -> None:
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        found.across.append(Rule((y0 + y1) / 2, x0, x1))
    else:
        found.down.append(Rule((x0 + x1) / 2, y0, y1))


def _sides(rectangle: Any) -> Box:
    """A rectangle, also one that was drawn from its right or from below."""
    x0, y0, x1, y1 = rectangle
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _around(*points: Any) -> Box:
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)
