"""Ruled lines → tables: grids of cells with their spans.

Lines that touch make a table. Its lines' places make a fine grid, and fields of that with no line
between them are one cell. Outer borders may be missing, inner ones must be there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from extractors.page import Box
from extractors.paper.nested import Lines, apart
from extractors.paper.rules import NEAR, Rule

TOUCH: Final = 3.0  # points by which lines that meet may miss each other
LEAST_SIDE: Final = 6.0  # points: no cell is smaller
BORDER: Final = 6.0  # points: no border of several lines is wider
COVERED: Final = 0.6  # share of a cell's side that a line must cover to part it from the next
MOST_FIELDS: Final = 40_000  # of the fine grid


@dataclass(slots=True)
class Ruled:
    """A cell of a ruled table: rows and columns of the fine grid, and its box."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box


@dataclass(slots=True)
class Grid:
    """A ruled table: the places of its lines and its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[Ruled]
    of: list[list[int]] = field(default_factory=list)  # fine row → fine column → number of its cell

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that a point stands in."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.of) and 0 <= column < len(self.of[row]):
            return self.of[row][column]
        return None


def grids(across: list[Rule], down: list[Rule]) -> list[Grid]:
    """The ruled tables of a page, larger ones first."""
    found = []
    for touching in _touching(across, down):
        for lines, posts in apart(touching):
            grid = _grid(lines, posts)
            if grid is not None:
                found.append(grid)
    found = [grid for grid in found if not any(_is_border_of(grid, other) for other in found)]
    found.sort(key=lambda grid: -_area(grid.box))
    return found


def _is_border_of(grid: Grid, other: Grid) -> bool:
    """Whether a grid is but the outermost of several lines that another table is framed with."""
    if len(grid.cells) > 1 or grid is other:
        return False
    return all(abs(one - two) <= BORDER for one, two in zip(grid.box, other.box, strict=True))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _touching(across: list[Rule], down: list[Rule]) -> list[Lines]:
    """Lines in groups that touch each other; a line that no other crosses is none of a table, nor
    one across that touches another with one end only: a blank to write on in a narrow cell."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    crossed = [False] * len(parent)
    held: list[set[str]] = [set() for _ in across]
    by_height = sorted(range(len(across)), key=lambda at: across[at].at)
    heights = [across[at].at for at in by_height]
    for number, post in enumerate(down, start=len(across)):
        first = bisect_right(heights, post.start - TOUCH)
        for at in by_height[first:]:
            line = across[at]
            if line.at > post.end + TOUCH:
                break
            if line.start - TOUCH <= post.at <= line.end + TOUCH:
                parent[root(at)] = root(number)
                crossed[at] = crossed[number] = True
                held[at].add(_where(post, line))
    groups: dict[int, Lines] = {}
    for at, line in enumerate(across):
        if "inside" in held[at] or len(held[at]) == 2:
            groups.setdefault(root(at), Lines([], [])).across.append(line)
    for at, post in enumerate(down, start=len(across)):
        if crossed[at]:
            groups.setdefault(root(at), Lines([], [])).down.append(post)
    return [lines for lines in groups.values() if lines.across and lines.down]


def _where(post: Rule, line: Rule) -> str:
    """Where a line across meets one downwards: at an end, or inside."""
    if post.at <= line.start + TOUCH:
        return "start"
    return "end" if post.at >= line.end - TOUCH else "inside"


def _grid(lines: list[Rule], posts: list[Rule]) -> Grid | None:
    """The grid of lines that touch; None for what is too small to hold text."""
    x0 = min(*(line.start for line in lines), *(post.at for post in posts))
    x1 = max(*(line.end for line in lines), *(post.at for post in posts))
    y0 = min(*(post.start for post in posts), *(line.at for line in lines))
    y1 = max(*(post.end for post in posts), *(line.at for line in lines))
    xs = _places([post.at for post in posts], x0, x1)
    ys = _places([line.at for line in lines], y0, y1)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MOST_FIELDS:
        return None
    parted_right = _partings(posts, xs[1:-1], ys)  # inner line → row → is there a line
    parted_below = _partings(lines, ys[1:-1], xs)
    return _cells(xs, ys, parted_right, parted_below)


def _places(values: list[float], low: float, high: float) -> list[float]:
    """The places of lines from `low` to `high`, those closer than a cell can be taken as one."""
    places = [low]
    for value in sorted(values):
        if value - places[-1] > LEAST_SIDE and high - value > LEAST_SIDE:
            places.append(value)
    if high - low > LEAST_SIDE:
        places.append(high)
    return places


def _partings(rules: list[Rule], places: list[float], along: list[float]) -> list[list[bool]]:
    """For each inner place whether a line parts the fields on its two sides, field by field."""
    found = []
    for place in places:
        covered = [0.0] * (len(along) - 1)
        for rule in rules:
            if abs(rule.at - place) > max(NEAR, TOUCH) + NEAR:
                continue
            first = max(bisect_right(along, rule.start) - 1, 0)
            for at in range(first, len(covered)):
                if along[at] >= rule.end:
                    break
                covered[at] += min(rule.end, along[at + 1]) - max(rule.start, along[at])
        found.append(
            [share >= COVERED * (along[at + 1] - along[at]) for at, share in enumerate(covered)]
        )
    return found


def _cells(
    xs: list[float], ys: list[float], right: list[list[bool]], below: list[list[bool]]
) -> Grid:
    """Fields with no line between them as cells, each the largest rectangle from its first field
    on: a border that lacks a piece joins no cells of other rows."""
    rows, columns = len(ys) - 1, len(xs) - 1
    of = [[-1] * columns for _ in range(rows)]
    cells: list[Ruled] = []
    for row in range(rows):
        for column in range(columns):
            if of[row][column] >= 0:
                continue
            end = column + 1
            while end < columns and not right[end - 1][row] and of[row][end] < 0:
                end += 1
            down = row + 1
            while down < rows and _goes_down(down, column, end, of, right, below):
                down += 1
            for inner in range(row, down):
                of[inner][column:end] = [len(cells)] * (end - column)
            box = (xs[column], ys[row], xs[end], ys[down])
            cells.append(Ruled(row, column, down, end, box))
    return Grid(xs, ys, cells, of)


def _goes_down(
    row: int,
    column: int,
    end: int,
    of: list[list[int]],
    right: list[list[bool]],
    below: list[list[bool]],
) -> bool:
    """Whether the fields of a row from `column` to `end` belong to the cell right above them."""
    open_above = not any(below[row - 1][column:end])
    free = all(number < 0 for number in of[row][column:end])
    whole = not any(right[at][row] for at in range(column, end - 1))
    return open_above and free and whole
