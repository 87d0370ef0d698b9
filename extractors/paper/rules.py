"""Ruled lines: straight pieces, joined where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

THIN: Final = 3.0  # points: a filled rectangle no thicker is a line
NEAR: Final = 2.5  # points between two lines that are one: doubled, or a piece a little off
GAP: Final = 4.0  # points between two pieces of one line: dashes, crossings left open


class Rule(NamedTuple):
    """A straight line: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines with their pieces joined, those drawn twice taken for one."""
    found: list[Rule] = []
    for _, near in groupby(_levelled(sorted(rules)), key=lambda rule: rule.at):
        start, end, at = None, 0.0, 0.0
        for rule in sorted(near, key=lambda rule: rule.start):
            if start is not None and rule.start <= end + GAP:
                end = max(end, rule.end)
                continue
            if start is not None:
                found.append(Rule(at, start, end))
            at, start, end = rule.at, rule.start, rule.end
        if start is not None:
            found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start > THIN]


def _levelled(rules: list[Rule]) -> Iterator[Rule]:
    """Lines a hair's breadth apart at one level: the middle of them, as what is drawn of several
    lines reaches equally far to both sides of it."""
    near: list[Rule] = []
    for rule in (*rules, None):
        if near and (rule is None or rule.at - near[0].at > NEAR):
            middle = (near[0].at + near[-1].at) / 2
            yield from (each._replace(at=middle) for each in near)
            near = []
        if rule is not None:
            near.append(rule)
