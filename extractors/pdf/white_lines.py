"""White lines on a coloured ground: the borders of tables in a style of colours. On paper itself a
white line is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from extractors.page import Box
from extractors.paper.rules import Rule

PURE: Final = 0.99  # of a channel, from which a colour is the paper's
LEAST: Final = 6.0  # points: of a cell's sides
BESIDE: Final = 3.0  # points from a line to the ground on its two sides


def is_ground(path: dict[str, Any], box: Box) -> bool:
    """Whether a path, of that box, fills what may be a cell, in any colour but white."""
    fill = path.get("fill")
    if "f" not in path["type"] or not fill or min(fill) >= PURE:
        return False
    return min(box[2] - box[0], box[3] - box[1]) >= LEAST


def on_ground(rules: Sequence[Rule], grounds: Sequence[Box], *, across: bool) -> list[Rule]:
    """The lines that have ground on both sides of their middle."""
    return [
        rule
        for rule in rules
        if all(
            any(_holds(ground, rule, off, across=across) for ground in grounds)
            for off in (-BESIDE, BESIDE)
        )
    ]


def _holds(ground: Box, rule: Rule, off: float, *, across: bool) -> bool:
    along, at = (rule.start + rule.end) / 2, rule.at + off
    x, y = (along, at) if across else (at, along)
    return ground[0] <= x <= ground[2] and ground[1] <= y <= ground[3]
