"""The ruled tables of a page: their lines found as strokes of ink, their cells from the lines.

A table's rows and columns are where its strokes lie; between two neighbouring fields of that raster
stands a border where enough of the edge is drawn. So gaps in the lines, seals over them and cells
that span others need no special case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.scan.arrays import Array, Mask

MILLIMETRES: Final = 25.4  # in an inch

# Lengths in mm of the page.
SHORTEST: Final = 4.5  # stretch of ink that may be part of a line
THICKEST: Final = 1.2
GAP: Final = 0.4  # in a stretch of ink: more would join the letters of a text
BREAK: Final = 4.0  # in a line, between long pieces of it
SHORT_BREAK: Final = 1.0  # … between others: a letter right above a line is no piece of it
LONG: Final = 9.0  # piece of a line
NEAR: Final = 1.0  # strokes that lie nearer are one line
THICKER: Final = 1.8  # than the page's long lines: a short one is the rim of a seal
SOLID: Final = 0.6  # share of a line that is ink: less is a row of letters
AT_EDGE: Final = 2.0  # from the picture's edge: a line runs on beyond it
NARROWEST: Final = 20.0  # width of a table
LOWEST: Final = 3.0  # height of one: a row of letters has its place in it

DRAWN: Final = 0.65  # share of an edge that must be drawn to be a border
UNDER: Final = 0.5  # share of a cell's width that is drawn under it, at least
OUTLINE: Final = 0.5  # share of a table's outermost lines that is drawn, at least


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a grid by its rows and columns, and its rectangle in pixels."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its rows and columns begin and end, and its cells."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    fields: tuple[Field, ...]

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


class Stroke(NamedTuple):
    """A straight piece of ink: across (or down) from `start` to `end`, lying at `at`."""

    start: int
    end: int
    at: float
    drawn: int  # how much of it is ink
    longest: int  # piece of it without a break

    @property
    def length(self) -> int:
        return self.end - self.start


class Disc(NamedTuple):
    """Where a round seal lies: its middle and radius in pixels."""

    x: float
    y: float
    radius: float

    def holds(self, x: float, y: float, length: float) -> bool:
        """Whether a level piece of ink that begins at x, y lies wholly on it."""
        return all(math.hypot(end - self.x, y - self.y) <= self.radius for end in (x, x + length))


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """The lines of a page: masks of what lies across and what stands upright, and their strokes."""

    across: Mask
    down: Mask
    rows: tuple[Stroke, ...]
    columns: tuple[Stroke, ...]
    dpi: float


def rule(ink: Mask, dpi: float, discs: Sequence[Disc] = ()) -> Ruling:
    """The lines of a page whose ink is 255; short ones on the discs of seals that are still there
    are the seals' own, or letters that their rims lengthen."""
    across = _strokes_across(ink, dpi)
    down = _strokes_across(np.ascontiguousarray(ink.T), dpi)
    rows = _strokes(across, dpi, discs)
    columns = _strokes(down, dpi, [Disc(disc.y, disc.x, disc.radius) for disc in discs])
    upright = np.ascontiguousarray(down.T)
    for edge in _edges(rows, columns, ink.shape[1], dpi):
        upright[edge.start : edge.end + 1, round(edge.at)] = 255
        columns.append(edge)
    return Ruling(across, upright, tuple(rows), tuple(columns), dpi)


def grids(ruling: Ruling) -> list[Grid]:
    """The tables of the page from top to bottom; frames with nothing in them are none."""
    found = [_grid(ruling, rows, columns) for rows, columns in _tables(ruling)]
    return sorted((each for each in found if each is not None), key=lambda grid: grid.ys[0])


def _edges(
    rows: Sequence[Stroke], columns: Sequence[Stroke], width: int, dpi: float
) -> Iterator[Stroke]:
    """The picture's left and right edge, where lines of a table run on to it: its border lies
    beyond, and what is on the picture of its last cells would be in none."""
    near, long = _pixels(AT_EDGE, dpi), _pixels(LONG, dpi)
    crossed = [
        row
        for row in rows
        if row.longest >= long
        and any(_reaches(row, each.at, dpi) and _reaches(each, row.at, dpi) for each in columns)
    ]
    for at, running in (
        (0, [row.at for row in crossed if row.start <= near]),
        (width - 1, [row.at for row in crossed if row.end >= width - near]),
    ):
        for above, below in pairwise(sorted(running)):
            middle = (above + below) / 2  # of two rows of one table, no gap between two tables
            if any(each.start <= middle <= each.end for each in columns):
                top, foot = round(above), round(below)
                yield Stroke(top, foot, at, foot - top, foot - top)


def _strokes_across(ink: Mask, dpi: float) -> Mask:
    """What of the ink lies in level lines: long enough, thin enough."""
    length, thick = _pixels(SHORTEST, dpi), _pixels(THICKEST, dpi)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _pixels(GAP, dpi)), np.uint8))
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    solid = cv2.morphologyEx(lines, cv2.MORPH_OPEN, np.ones((thick, length), np.uint8))
    return cv2.subtract(lines, solid)


def _strokes(mask: Mask, dpi: float, discs: Sequence[Disc]) -> list[Stroke]:
    """The strokes of a mask; pieces of one line that lie behind each other are one stroke."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thickest = THICKER * _usual_thickness(stats[1:], dpi)
    short = _pixels(2 * LONG, dpi)
    pieces = [
        Stroke(x, x + w, y, w, w)
        for (x, _, w, _, area), (_, y) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True)
        if w > short or (area <= thickest * w and not any(disc.holds(x, y, w) for disc in discs))
    ]
    joined: list[Stroke] = []
    for piece in sorted(pieces):
        before = next((each for each in reversed(joined) if _goes_on(each, piece, dpi)), None)
        if before is None:
            joined.append(piece)
            continue
        joined.remove(before)
        drawn = before.drawn + piece.drawn
        at = (before.at * before.drawn + piece.at * piece.drawn) / drawn
        longest = max(before.longest, piece.longest)
        joined.append(Stroke(before.start, max(before.end, piece.end), at, drawn, longest))
    return [each for each in joined if each.drawn >= SOLID * each.length]


def _usual_thickness(stats: Array, dpi: float) -> float:
    """How thick a page's long lines are, in pixels; without any, as thick as one may be."""
    long = stats[stats[:, cv2.CC_STAT_WIDTH] >= _pixels(2 * LONG, dpi)]
    if not len(long):
        return float(_pixels(THICKEST, dpi))
    return float(np.median(long[:, cv2.CC_STAT_AREA] / long[:, cv2.CC_STAT_WIDTH]))


def _goes_on(one: Stroke, other: Stroke, dpi: float) -> bool:
    long = min(one.longest, other.longest) >= _pixels(LONG, dpi)
    most = _pixels(BREAK if long else SHORT_BREAK, dpi)
    return abs(one.at - other.at) <= _pixels(NEAR, dpi) / 2 and other.start - one.end <= most


def _bordering(
    rows: Sequence[Stroke], columns: Sequence[Stroke], dpi: float
) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes between others that they meet, again and again until all that are left are:
    strokes of letters and lines under words go."""
    while True:
        upright = [kept for each in columns if (kept := _between(each, rows, dpi))]
        level = [kept for each in rows if (kept := _between(each, upright, dpi))]
        if len(upright) == len(columns) and len(level) == len(rows):
            return level, upright
        rows, columns = level, upright


def _between(stroke: Stroke, others: Iterable[Stroke], dpi: float) -> Stroke | None:
    """A stroke from the first to the last other one that it meets; what reaches beyond is a letter
    that stands in its way. None where it meets fewer than two."""
    meeting = [
        other.at
        for other in others
        if _reaches(other, stroke.at, dpi) and _reaches(stroke, other.at, dpi)
    ]
    if len(meeting) < 2 or max(meeting) - min(meeting) <= _pixels(NEAR, dpi):
        return None
    return stroke._replace(start=round(min(meeting)), end=round(max(meeting)))


def _reaches(stroke: Stroke, at: float, dpi: float) -> bool:
    """Whether a stroke comes near a place along it; the end of a long one may be missing."""
    missing = _pixels(BREAK if stroke.longest >= _pixels(LONG, dpi) else NEAR, dpi)
    return stroke.start - missing <= at <= stroke.end + missing


def _tables(ruling: Ruling) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that hang together: each crosses or meets another of the group."""
    rows, columns = _bordering(ruling.rows, ruling.columns, ruling.dpi)
    parent = list(range(len(rows) + len(columns)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            if _reaches(row, column.at, ruling.dpi) and _reaches(column, row.at, ruling.dpi):
                parent[root(i)] = root(len(rows) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns):
        groups.setdefault(root(len(rows) + j), ([], []))[1].append(column)
    yield from (group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2)


def _grid(ruling: Ruling, rows: list[Stroke], columns: list[Stroke]) -> Grid | None:
    near = _pixels(NEAR, ruling.dpi)
    masks = ruling.down, np.ascontiguousarray(ruling.across.T)
    ys = _places(rows, near)
    xs = _places(columns, near)
    narrowest, lowest = _pixels(NARROWEST, ruling.dpi), _pixels(LOWEST, ruling.dpi)
    if not any(stroke.longest >= _pixels(LONG, ruling.dpi) for stroke in (*rows, *columns)):
        return None  # strokes of bold letters that touch: 下一步
    while len(xs) >= 2 and len(ys) >= 2 and _wide(xs, narrowest) and _wide(ys, lowest):
        right = _drawn_down(masks[0], xs, ys, near)
        below = _drawn_down(masks[1], ys, xs, near)
        kept = _borders(xs, ys, right), _borders(ys, xs, below)
        if kept == (xs, ys):
            whole = _is_table(right, below.T)
            fields = tuple(_fields(xs, ys, right, below.T)) if whole else ()
            return Grid(tuple(xs), tuple(ys), fields) if whole else None
        xs, ys = kept
    return None


def _wide(lines: Sequence[int], least: int) -> bool:
    """Whether the outermost lines are that far from each other."""
    return lines[-1] - lines[0] >= least


def _borders(lines: list[int], across: list[int], drawn: Array) -> list[int]:
    """The lines that are borders: drawn from one line that crosses them to the next at least once,
    and the outermost ones over half their length. Others are the rim of a seal, or an underline
    above the table."""
    lengths = np.diff(across)
    shares = (drawn > DRAWN) @ lengths / lengths.sum()
    kept = shares > 0
    for outer in (0, -1):
        kept[outer] = shares[outer] >= OUTLINE
    return [line for line, keep in zip(lines, kept, strict=True) if keep]


def _places(strokes: Iterable[Stroke], near: int) -> list[int]:
    """Where the lines of a table lie: strokes at nearly the same place are one line, which lies
    where most of it is drawn. A line much shorter than any is a stroke of text."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if groups and stroke.at - _centre(groups[-1]) <= near:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return [round(_centre(group)) for group in groups]


def _centre(group: Sequence[Stroke]) -> float:
    return float(np.average([each.at for each in group], weights=[each.drawn for each in group]))


def _drawn_down(down: Mask, xs: Sequence[int], ys: Sequence[int], near: int) -> Array:
    """For each upright line and each row of the raster the share of that edge that is drawn:
    lines × rows."""
    shares = np.zeros((len(xs), len(ys) - 1))
    for i, x in enumerate(xs):
        band = down[:, max(0, x - near) : x + near + 1].max(axis=1) > 0
        for j, (top, bottom) in enumerate(pairwise(ys)):
            inset = min(near, (bottom - top) // 4)
            shares[i, j] = band[top + inset : max(bottom - inset, top + inset + 1)].mean()
    return shares


def _is_table(right: Array, below: Array) -> bool:
    """Whether the raster's outline is mostly drawn: underlined words beside strokes have none."""
    outline = np.concatenate((right[0], right[-1], below.T[0], below.T[-1]))
    return bool((outline > DRAWN).mean() >= OUTLINE)


def _fields(xs: Sequence[int], ys: Sequence[int], right: Array, below: Array) -> Iterator[Field]:
    """The cells: fields of the raster with no border between them are one, as a rectangle. A line
    that runs under a small part of a cell is a stroke of its letters."""
    rows, columns = len(ys) - 1, len(xs) - 1
    lengths = np.diff(xs)
    taken = np.zeros((rows, columns), bool)
    for row in range(rows):
        for column in range(columns):
            if taken[row, column]:
                continue
            wide = 1
            while (
                column + wide < columns
                and not taken[row, column + wide]
                and right[column + wide, row] < DRAWN
            ):
                wide += 1
            high = 1
            across = slice(column, column + wide)
            least = UNDER * lengths[across].sum()
            while row + high < rows and (
                lengths[across] @ (below[across, row + high] >= DRAWN) < least
            ):
                high += 1
            taken[row : row + high, column : column + wide] = True
            box = (xs[column], ys[row], xs[column + wide], ys[row + high])
            yield Field(row, column, high, wide, box)


def _pixels(millimetres: float, dpi: float) -> int:
    return max(1, round(millimetres * dpi / MILLIMETRES))
