"""Text that runs across a border: its cell was too narrow for it, and the rest is cut away or lies
upon the next cell's text. Either way a cell holds but a part of an answer. Text that stands on a
border between rows was put there by hand, or by a printer on a blank: which row has it is open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from extractors.page import Box
from extractors.paper.glyphs import Turn
from extractors.paper.rules import Rule
from extractors.pdf.glyphs import Run

HEIGHTS: Final = 0.15, 0.6  # of the size above the baseline: through a letter goes a line there
MEETING: Final = 1.0  # point by which a border between rows may end beside one downwards
INSIDE: Final = 0.2  # of a letter's width that lies on either side of a border it stands across
TOUCHING: Final = 0.05  # of the size: letters so near to each other are of one word


class Borders:
    """The lines of an upright page between the cells of its tables."""

    def __init__(self, across: Sequence[Rule], down: Sequence[Rule], turn: Turn) -> None:
        self._down = sorted(down, key=attrgetter("at"))
        self._places = [rule.at for rule in self._down]
        self._across = sorted(across, key=attrgetter("at"))
        self._heights = [rule.at for rule in self._across]
        self._turn = turn

    def are_crossed(self, run: Run) -> bool:
        """Whether a run's letters stand across any of them, or on both sides of one downwards as
        one word."""
        box = self._turn.upright(run.span["bbox"])
        near = self._between(box)
        crossed = bool(near) and self._cross(run.span["chars"], near, TOUCHING * run.size)
        is_level = run.quarters == self._turn.quarters and not run.vertical
        return crossed or (is_level and self._stands_on(run, box))

    def _stands_on(self, run: Run, box: Box) -> bool:
        """Whether a border between rows goes through a run's letters."""
        first = bisect_left(self._heights, box[1])
        if first == len(self._heights) or self._heights[first] > box[3]:
            return False  # of most runs
        x, y = run.span["chars"][0]["origin"]
        _, base, _, _ = self._turn.upright((x, y, x, y))
        low, high = (base - share * run.size * self._turn.scale for share in HEIGHTS)
        near = self._across[bisect_left(self._heights, high) : bisect_right(self._heights, low)]
        return any(
            rule.start <= box[0] and box[2] <= rule.end and self._is_border(rule) for rule in near
        )

    def _is_border(self, rule: Rule) -> bool:
        """Whether a level line meets one downwards: no line to write on, or that strikes out."""
        first = bisect_left(self._places, rule.start - MEETING)
        last = bisect_right(self._places, rule.end + MEETING)
        return any(
            each.start - MEETING <= rule.at <= each.end + MEETING for each in self._down[first:last]
        )

    def _between(self, box: Box) -> list[Rule]:
        """The lines through the middle of a box's height, between its sides."""
        first, last = bisect_right(self._places, box[0]), bisect_left(self._places, box[2])
        if first >= last:
            return []
        middle = (box[1] + box[3]) / 2
        return [rule for rule in self._down[first:last] if rule.start <= middle <= rule.end]

    def _cross(
        self, letters: Sequence[dict[str, Any]], near: Sequence[Rule], touching: float
    ) -> bool:
        before: Box | None = None
        for at, each in enumerate(letters):
            if not (each["c"].isalnum() or _is_between(letters, at)):
                before = None  # a mark may hang into the margin
                continue
            box = self._turn.upright(each["bbox"])
            inside = INSIDE * (box[2] - box[0])
            left = box[0] + inside
            if before is not None and box[0] - before[2] <= touching:
                left = before[2] - INSIDE * (before[2] - before[0])
            if any(left < rule.at < box[2] - inside for rule in near):
                return True
            before = box
        return False


def _is_between(letters: Sequence[dict[str, Any]], at: int) -> bool:
    """Whether a mark stands within a number or a word, as the point of `41.07` does."""
    around = letters[max(at - 1, 0) : at + 2]
    return len(around) == 3 and around[0]["c"].isalnum() and around[2]["c"].isalnum()
