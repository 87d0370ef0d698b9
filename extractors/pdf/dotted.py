"""Dotted borders that are drawn dot by dot: browsers fill a small square for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from extractors.page import Box
from extractors.paper.rules import GAP, Rule

DOT: Final = 2.5  # points: no dot of a line is larger
LEAST: Final = 8  # dots of a line
APART: Final = 1.3  # of its size, from which the next dot begins; many squares of a code touch
FARTHER: Final = 1.4  # of their usual distance: so far apart two are no neighbours
LEVEL: Final = 0.1  # points by which dots of one line are not on one level


def is_dot(box: Box) -> bool:
    """Whether a drawing is as small as a dot of a line."""
    return max(box[2] - box[0], box[3] - box[1]) <= DOT


def dotted(dots: Iterable[Box]) -> tuple[list[Rule], list[Rule]]:
    """The lines across and downwards that dots make, those evenly spaced on one level."""
    drawn = list(dict.fromkeys(dots))
    return _lines(drawn, 0), _lines(drawn, 1)


def _lines(dots: Sequence[Box], along: int) -> list[Rule]:
    """The lines along the first or second direction."""
    rows: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for box in dots:
        at = (box[1 - along] + box[3 - along]) / 2
        rows[round(at / LEVEL)].append((box[along], box[along + 2], at))
    return [rule for row in rows.values() for rule in _stretches(sorted(row))]


def _stretches(row: Sequence[tuple[float, float, float]]) -> Iterable[Rule]:
    """The lines that the dots of one level make: each ends where the next dot is missing. Where a
    cell's border ends, the next one's first dot is nearer."""
    steps = [other[0] - one[0] for one, other in pairwise(row)]
    if len(row) < LEAST or sorted(steps)[len(steps) // 4] < APART * (row[0][1] - row[0][0]):
        return
    most = min(FARTHER * median(steps), DOT + GAP)
    start = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or steps[at - 1] > most:
            if at - start >= LEAST:
                yield Rule(row[start][2], row[start][0], row[at - 1][1])
            start = at
