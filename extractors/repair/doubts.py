"""Doubts that spread from what had to be looked for to what stands beside it."""

from __future__ import annotations

from itertools import pairwise

from extractors.items import Sheet
from extractors.match import Hit, Match
from extractors.pattern import Pattern
from extractors.repair.stretches import (
    instances,
    loop_of,
)


def doubt_twins(pattern: Pattern, match: Match) -> None:
    """Where one of several labels of the same words (姓名 of two persons) had to be looked for, all
    of them may belong to one another."""
    groups: dict[tuple[object, ...], list[Hit]] = {}
    for hit in match.hits:
        state = pattern.states[hit.state]
        if state.kind == "cell" and state.holes:
            groups.setdefault((state.printed, state.loop, hit.instance), []).append(hit)
    for twins in groups.values():
        if not any(hit.moved or hit.repaired for hit in twins):
            continue
        count = sum(
            state.printed == pattern.states[twins[0].state].printed for state in pattern.states
        )
        if count > 1:
            for hit in twins:
                hit.doubt = "表中有几处同名栏目，其位置与原表不同，请核对是否对应"


def doubt_lists(pattern: Pattern, match: Match) -> None:
    """Head rows that fit several lists are told apart by order; where a list is missing, order may
    have given the rows of one list to another."""
    lists = {state.index for state in pattern.states if state.heads}
    for (loop, *_), hits in instances(pattern, match).items():
        found = {hit.state for hit in hits}
        expected = {state for state in lists if loop_of(pattern, state) == loop}
        if expected <= found:
            continue
        for hit in hits:
            if hit.rivalled:
                hit.doubt = "几张清单的表头相近，而其中有清单未找到，请核对此清单是否对应"


def doubt_grids(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Blocks of the same labels whose titles stand side by side: a grid that the form hasn't."""
    titles = [hit for hit in match.hits if pattern.states[hit.state].inline and not hit.heads]
    for one, other in pairwise(titles):
        here, there = sheet.items[one.item], sheet.items[other.item]
        if here.table < 0 or (here.table, here.row) != (there.table, there.row):
            continue
        if _follower(pattern, one) != _follower(pattern, other):
            continue
        for hit in match.hits:
            if hit.instance == one.instance and hit.item > other.item and hit.state >= one.state:
                hit.doubt = "两个行业并排填写，与原表版式不同，请核对数值属于哪一行业"


def _follower(pattern: Pattern, hit: Hit) -> str:
    return pattern.states[min(hit.state + 1, len(pattern.states) - 1)].printed
