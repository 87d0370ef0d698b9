"""Numbers of lines, as word processors print them in the margin: none of the text's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Final

from extractors.page import Box
from extractors.paper.glyphs import Turn
from extractors.paper.rules import Rule
from extractors.pdf.glyphs import Run

LEAST: Final = 3  # numbers on a page
EDGE: Final = 1.5  # points by which they may begin, or end, elsewhere than each other


def without_line_numbers(found: Sequence[Run], turn: Turn, across: Sequence[Rule]) -> list[Run]:
    """The runs without those that are numbers alone, count evenly from top to bottom on one edge,
    and stand on the left of all else."""
    numbers = [run for run in found if run.span["chars"][0]["c"].isdecimal()]
    if len(numbers) < LEAST:
        return list(found)
    edge = min([rule.start for rule in across], default=inf)
    boxes = {id(run): box for run in numbers if (box := _box(run, turn))[2] <= edge}
    beside = [run for run in numbers if id(run) in boxes and run.text.isdecimal()]
    if len(beside) < LEAST:
        return list(found)
    own = {id(run) for run in beside}
    left = min([_box(run, turn)[0] for run in found if id(run) not in own and run.text], default=0)
    beside = sorted(
        (run for run in beside if boxes[id(run)][2] <= left), key=lambda run: boxes[id(run)][1]
    )
    if not _count(beside) or not _are_level([boxes[id(run)] for run in beside]):
        return list(found)
    out = {id(run) for run in beside}
    return [run for run in found if id(run) not in out]


def _box(run: Run, turn: Turn) -> Box:
    return turn.upright(run.span["bbox"])


def _count(numbers: Sequence[Run]) -> bool:
    """Whether numbers go up, each by as much."""
    values = [int(run.text) for run in numbers]
    steps = {after - before for before, after in pairwise(values)}
    return len(values) >= LEAST and len(steps) == 1 and min(steps) > 0


def _are_level(boxes: Sequence[Box]) -> bool:
    """Whether boxes begin, or end, at one edge."""
    return any(
        max(box[side] for box in boxes) - min(box[side] for box in boxes) <= EDGE for side in (0, 2)
    )
