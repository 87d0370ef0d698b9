"""Labels outside tables, and those that stand for another: lines, roles, titles of blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import takewhile

from extractors.items import Item, Sheet
from extractors.match import Hit, Likeness, Match
from extractors.pattern import Pattern, State
from extractors.repair.stretches import (
    label_like,
)
from extractors.wording import key, similarity, unnumbered

SPEAKS = 0.8  # likeness from which a line is an answer by its own shape


def take_roles(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """A group label with its first answer right beside it and no label between, as in
    `法定代表人 | 某某 | 职务`: it stands for that label, too."""
    found = {(hit.state, hit.instance) for hit in match.hits}
    for hit in list(match.hits):
        state = pattern.states[hit.state]
        if state.holes or state.kind != "cell" or hit.state + 1 >= len(pattern.states):
            continue
        child = pattern.states[hit.state + 1]
        if child.group != state.index or (child.index, hit.instance) in found or not child.fields:
            continue
        right = sheet.right_of(sheet.items[hit.item])[:2]
        if len(right) == 2 and right[0].index not in match.claimed and right[0].text.strip():
            beyond = match.claimed.get(right[1].index)
            if beyond is not None and pattern.states[beyond.state].group == state.index:
                match.hits.append(replace(hit, state=child.index, quality=0.9))


def take_lines(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Lines with a label and its answer (those of the cover) in words that nobody knows: as many
    free lines with a colon, between the labels found around them, as labels are missing."""
    found = {hit.state: hit.item for hit in match.hits}
    missing = [
        state
        for state in pattern.states
        if state.kind == "line"
        and state.loop is None
        and state.inline is not None
        and state.index not in found
    ]
    for state in missing:
        low = max((item for other, item in found.items() if other < state.index), default=-1)
        after = [item for other, item in found.items() if other > state.index]
        high = min(after, default=len(sheet.items))
        gap = [other for other in missing if _between(found, other.index, low, high)]
        lines = [item for item in sheet.items[low + 1 : high] if _is_labelled(item, match)]
        if len(lines) != len(gap):
            lines = [line for line in lines if _best(line, state) >= 0.3][:1]
            gap = [state]
        if len(lines) == len(gap):
            item = lines[gap.index(state)]
            colon = re.search(r"[:：]", item.text)
            end = colon.end() if colon else len(item.text)
            hit = Hit(state.index, item.index, 0, 0, end, 0.6, colon is not None)
            hit.repaired = True
            match.hits.append(hit)
            match.claimed[item.index] = hit


def _between(found: dict[int, int], state: int, low: int, high: int) -> bool:
    before = [item for other, item in found.items() if other < state]
    after = [item for other, item in found.items() if other > state]
    return max(before, default=-1) == low and min(after, default=high) == high


def _is_labelled(item: Item, match: Match) -> bool:
    if item.index in match.claimed or item.apart:
        return False
    if item.cell is not None:
        return item.left < 0.05 and label_like(item)
    return re.match(r"[^:：]{2,14}[:：]", item.text) is not None


def _best(item: Item, state: State) -> float:
    label = key(re.split(r"[:：]", item.text)[0])
    return max(similarity(label, word) for word in state.keys)


def take_titles(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> None:
    """A block's title without the form's own words (`1. 汽车产业`): the line right before the
    block's first heading that is numbered, or that is an answer by its own shape."""
    for loop in pattern.loops:
        title = pattern.states[loop.first]
        if title.inline is None or title.kind != "line":
            continue
        titled = {hit.instance for hit in match.hits if hit.state == title.index}
        for hit in [hit for hit in match.hits if hit.state == title.index + 1]:
            if hit.instance in titled:
                continue
            path = title.inline.holes[0].path
            line = _title_before(sheet, match, hit.item, partial(likeness, path))
            if line is None or line.index in match.claimed:
                continue
            speaks = likeness(path, line.text)
            above = next(_filled_before(sheet, line.index), None)
            under = match.claimed.get(above.index) if above else None
            numbered = unnumbered(line.text) != line.text
            if len(line.text) <= 30 and (speaks >= SPEAKS or numbered or under is not None):
                sure = 0.97 if speaks >= SPEAKS else 0.7
                made = Hit(title.index, line.index, 0, 0, 0, sure, True, instance=hit.instance)
                match.hits.append(made)
                match.claimed[line.index] = made


def _title_before(
    sheet: Sheet, match: Match, index: int, likeness: Callable[[str], float]
) -> Item | None:
    """The line before that item which is an answer by its own shape, before any label; else the
    nearest: offices put lines of their own between a block and its title."""
    nearest = next(_filled_before(sheet, index), None)
    free = takewhile(lambda item: item.index not in match.claimed, _filled_before(sheet, index))
    numbered = (item for item in free if unnumbered(item.text) != item.text)
    return next((item for item in numbered if likeness(item.text) >= SPEAKS), nearest)


def _filled_before(sheet: Sheet, index: int) -> Iterator[Item]:
    """The nearest items before that one with words in them: a title in a row of its own has an
    empty cell beside it."""
    before = reversed(sheet.items[max(0, index - 4) : index])
    return (item for item in before if item.text.strip())
