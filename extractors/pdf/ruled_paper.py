"""Ruled paper: pale lines at even distances across a page, which are no table's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any, Final

from extractors.paper.rules import Rule

PALE: Final = 0.6  # luminance of a line from which it may be a ground's
LEAST: Final = 8  # lines of a ground
NEAR: Final = 2.0  # points by which lines of a ground may begin, end or be spaced otherwise
BEYOND: Final = 3.0  # points by which a line must reach beyond a table not to be its own


def is_pale(path: dict[str, Any]) -> bool:
    """Whether a path is drawn in a light colour throughout."""
    colors = [path.get("color") if "s" in path["type"] else None]
    colors.append(path.get("fill") if "f" in path["type"] else None)
    drawn = [color for color in colors if color]
    return bool(drawn) and all(sum(color) / len(color) >= PALE for color in drawn)


def without_ground(
    across: Sequence[Rule], down: Sequence[Rule], posts: Sequence[Rule]
) -> list[Rule]:
    """Of the pale lines across those that may be a table's. A ground's lines are as long as each
    other, evenly spaced, met by no pale line of `down`, and some lie beyond the table that the dark
    lines downwards, `posts`, make; where there is none they may be all that a table has."""
    if len(across) < LEAST or not posts:
        return list(across)
    alike: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in sorted(across):
        alike[round(rule.start / NEAR), round(rule.end / NEAR)].append(rule)
    ground = {rule for lines in alike.values() if _is_ground(lines, down, posts) for rule in lines}
    return [rule for rule in across if rule not in ground]


def _is_ground(lines: Sequence[Rule], down: Sequence[Rule], posts: Sequence[Rule]) -> bool:
    if len(lines) < LEAST or not _are_even(lines) or any(_meet(lines, post) for post in down):
        return False
    left, right = min(post.at for post in posts), max(post.at for post in posts)
    top, foot = min(post.start for post in posts), max(post.end for post in posts)
    return any(
        rule.start < left - BEYOND
        or rule.end > right + BEYOND
        or rule.at < top - BEYOND
        or rule.at > foot + BEYOND
        for rule in lines
    )


def _are_even(lines: Sequence[Rule]) -> bool:
    """Whether lines, from top to bottom, are equally far from each other."""
    steps = [after.at - before.at for before, after in pairwise(lines)]
    usual = median(steps)
    return all(abs(step - usual) <= NEAR for step in steps)


def _meet(lines: Sequence[Rule], post: Rule) -> bool:
    return any(
        rule.start - NEAR <= post.at <= rule.end + NEAR
        and post.start - NEAR <= rule.at <= post.end + NEAR
        for rule in lines
    )
