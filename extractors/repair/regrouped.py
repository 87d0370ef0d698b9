"""Labels of the same words that the chain took for one another: 姓名 beside 法人代表/负责人 is that
person's, in whatever order the rows stand."""

from __future__ import annotations

from functools import lru_cache

from extractors.items import Item, Sheet
from extractors.match import Hit, Match
from extractors.pattern import Pattern

SPAN = 8  # rows that a group label spans at most


def regroup(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Has each such label be the one of the group label that leads its row, where no two would be
    the same then."""
    wanted = {id(hit): _led(pattern, sheet, hit) for hit in match.hits}
    places = [(wanted[id(hit)], hit.instance) for hit in match.hits if not hit.heads]
    for hit in match.hits:
        state = wanted[id(hit)]
        if state != hit.state and places.count((state, hit.instance)) == 1:
            hit.state = state


def _led(pattern: Pattern, sheet: Sheet, hit: Hit) -> int:
    """The state of a label's words in the group that leads its row; its own where none does."""
    state = pattern.states[hit.state]
    if state.group is None or hit.heads or hit.inline:
        return hit.state
    groups = _twins(pattern, hit.state)
    if groups.keys() <= {state.group}:
        return hit.state  # no other group has a label of these words
    leading = _groups_beside(pattern, sheet, sheet.items[hit.item])
    led = {groups[group] for group in leading if group in groups}
    return led.pop() if len(led) == 1 else hit.state


@lru_cache(maxsize=1024)
def _twins(pattern: Pattern, index: int) -> dict[int, int]:
    """Labels of the same words as a state's: group → its label, where it has no other (预期应用成效
    has one for each industry)."""
    state = pattern.states[index]
    twins: dict[int, list[int]] = {}
    for other in pattern.states:
        if other.group is not None and (other.printed, other.loop) == (state.printed, state.loop):
            twins.setdefault(other.group, []).append(other.index)
    return {group: labels[0] for group, labels in twins.items() if len(labels) == 1}


def _groups_beside(pattern: Pattern, sheet: Sheet, item: Item) -> set[int]:
    """The states whose words stand at the left end of an item's row, in a cell that spans it."""
    for row in range(item.row, max(-1, item.row - SPAN), -1):
        for cell in sheet.rows[item.table].get(row, [])[:1] if item.table >= 0 else []:
            if cell.row_end > item.row and cell.x1 <= item.x0 + 1.0:
                found = {state for state, _ in pattern.lookup.get(cell.key, ())}
                if any(pattern.states[state].holes == () for state in found):
                    return found
    return set()
