"""Head rows found in part, and those that nobody knows, by their group label."""

from __future__ import annotations

from extractors.items import Item, Sheet
from extractors.match import Hit, Match
from extractors.pattern import Pattern, State
from extractors.repair.stretches import (
    label_like,
)


def take_lists(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Completes head rows that were found in part, and finds renamed ones by their group label."""
    for hit in match.hits:
        if hit.heads:
            _complete(pattern.states[hit.state], sheet, match, hit)
    for state in pattern.states:
        if state.heads and state.group is not None:
            _behind_groups(pattern, sheet, match, state)


def _complete(state: State, sheet: Sheet, match: Match, hit: Hit) -> None:
    """Gives the columns whose head was not recognised the cells that are left in the head row."""
    known = {item.key for item in hit.heads.values()}
    missing = [column for column in range(len(state.heads)) if column not in hit.heads]
    row = sheet.row_of(next(iter(hit.heads.values())))
    left = [
        item
        for item in row
        if item.index not in match.claimed
        and item.text.strip()
        and label_like(item)
        and not sheet.goes_down(item)
        and item.key not in known
    ]
    first = min(item.x0 for item in hit.heads.values())
    if missing and 0 not in missing:
        left = [item for item in left if item.x0 > first]
    numbers = any(_numbers_below(sheet, item) for item in left)
    if len(left) != len(missing) or not numbers:
        missing = [column for column in missing if state.heads[column].hole.kind != "number"]
    if len(left) != len(missing):
        return
    for column, item in zip(missing, left, strict=True):
        hit.heads[column] = item
        match.claimed[item.index] = hit


def _numbers_below(sheet: Sheet, item: Item) -> bool:
    below = sheet.below(item)
    return below is not None and below.key.isdigit()


def _behind_groups(pattern: Pattern, sheet: Sheet, match: Match, state: State) -> None:
    found = {hit.instance for hit in match.hits if hit.state == state.index}
    for group in [hit for hit in match.hits if hit.state == state.group]:
        if group.instance in found:
            continue
        label = sheet.items[group.item]
        row = _head_row_of(sheet, match, label, len(state.heads))
        if row is None:
            continue
        columns = range(len(state.heads) - len(row), len(state.heads))
        hit = Hit(state.index, row[-1].index, 0, 0, 0, 0.6, False, instance=group.instance)
        hit.heads = dict(zip(columns, row, strict=True))
        hit.repaired = True
        match.hits.append(hit)
        for item in row:
            match.claimed[item.index] = hit


def _head_row_of(sheet: Sheet, match: Match, label: Item, count: int) -> list[Item] | None:
    """The first row beside a group label, or below one that stands as a row of its own, when it
    looks like heads: as many short words as the list has columns, or one less."""
    if label.table < 0:
        return None
    rows = sheet.rows[label.table]
    for number in (label.row, label.row_end):
        row = [
            item
            for item in rows.get(number, [])
            if item is not label and (number != label.row or item.x0 >= label.x1 - 1)
        ]
        free = [item for item in row if item.index not in match.claimed]
        fits = len(free) == len(row) and len(row) in (count, count - 1)
        if fits and all(label_like(item) for item in row):
            return row
    return None
