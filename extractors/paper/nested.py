"""Tables within a cell that touch its borders: where a page begins with the rest of such a table,
its posts reach the outer table's upper border, and both would be one.

Its rows end at posts of its own, a cell's padding away from the outer ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from extractors.paper.rules import NEAR, Rule

PADDING: Final = (3.5, 12.0)  # points between a cell's border and that of a table in it
LEAST_ROWS: Final = 2  # lines across that end at both its outer posts


class Lines(NamedTuple):
    """Lines that touch: across and downwards."""

    across: list[Rule]
    down: list[Rule]


def apart(touching: Lines) -> list[Lines]:
    """The lines of one table, or of several where others stand in its cells."""
    inner: list[Lines] = []
    rest = touching
    for left, right in _frames(touching):
        own = Lines(
            [line for line in rest.across if _is_between(line, left, right)],
            [post for post in rest.down if _is_inside(post, left, right)],
        )
        if len(own.across) >= LEAST_ROWS and len(own.down) >= 2:
            inner.append(own)
            rest = Lines(
                [line for line in rest.across if line not in own.across],
                [post for post in rest.down if post not in own.down],
            )
    return [rest, *inner]


def _frames(touching: Lines) -> list[tuple[Rule, Rule]]:
    """Pairs of posts between which a table in a cell may stand: each has another post outside it,
    a padding away, and no line joins it to that one."""
    down = sorted(touching.down, key=lambda post: post.at)
    lefts = [post for post in down if _is_padded(post, down, touching.across, -1)]
    rights = [post for post in down if _is_padded(post, down, touching.across, 1)]
    return [
        (left, right)
        for left in lefts
        for right in rights
        if left.at < right.at
        and abs(left.start - right.start) <= NEAR
        and abs(left.end - right.end) <= NEAR
    ]


def _is_padded(post: Rule, down: Sequence[Rule], across: Sequence[Rule], side: int) -> bool:
    """Whether another post stands beside one, on its left (-1) or right (1), no line between."""
    beside = [
        other
        for other in down
        if PADDING[0] <= side * (other.at - post.at) <= PADDING[1]
        and other.start <= post.start + NEAR
        and post.end <= other.end + NEAR
    ]
    middle = [line for line in across if post.start + NEAR < line.at < post.end - NEAR]
    return any(
        not any(line.start < (post.at + other.at) / 2 < line.end for line in middle)
        for other in beside
    )


def _is_between(line: Rule, left: Rule, right: Rule) -> bool:
    """Whether a line across ends at both posts."""
    return (
        abs(line.start - left.at) <= NEAR
        and abs(line.end - right.at) <= NEAR
        and left.start - NEAR <= line.at <= left.end + NEAR
    )


def _is_inside(post: Rule, left: Rule, right: Rule) -> bool:
    """Whether a post is one of the two, or stands between them, no higher and no lower."""
    return left.at <= post.at <= right.at and (
        left.start - NEAR <= post.start and post.end <= left.end + NEAR
    )
