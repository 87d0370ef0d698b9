"""Answers whose printed words stand in lines of their own instead of in their cell."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.items import Item, Slice
from extractors.pattern import Hole, Pattern, State
from extractors.values.harvest import (
    BLANK,
    NEXT_LINE,
    Taken,
)
from extractors.values.taker import Taker
from extractors.wording import key


def take_orphans(taker: Taker) -> None:
    """Answers whose printed words stand in lines of their own instead of in their cell."""
    lines = [
        (item, colon)
        for item in taker.sheet.items
        if item.cell is None
        and item.index not in taker.match.claimed
        and (colon := _COLON.search(item.text, 0, 20)) is not None
    ]
    if not lines:
        return
    printed = _with_words(taker.pattern)
    paths = {hole.path for _, hole in printed}
    given = {
        taken.path
        for taken in taker.harvest.taken
        if taken.path in paths and taken.raw.strip(BLANK)
    }
    for state, hole in printed:
        if hole.path not in given:
            _orphan(taker, state, hole, lines)


_COLON = re.compile("[:：]")


@lru_cache(maxsize=16)
def _with_words(pattern: Pattern) -> list[tuple[State, Hole]]:
    """The answers that stand once in the form, in a cell with printed words before them."""
    return [
        (state, hole)
        for state in pattern.states
        if state.loop is None
        for one in state.fields
        for hole in one.holes
        if key(hole.before)
    ]


def _orphan(
    taker: Taker, state: State, hole: Hole, lines: list[tuple[Item, re.Match[str]]]
) -> None:
    labels = {key(words) for words in (hole.before, *hole.names)}
    for item, colon in lines:
        if key(item.text[: colon.start()]) in labels:
            taker.use([item])
            rest = Slice(item.paragraphs[0], colon.end(), len(item.text))
            _take_with_date(taker, state, hole, item, rest)
            return


def _take_with_date(taker: Taker, state: State, hole: Hole, item: Item, rest: Slice) -> None:
    """The answer behind the words, and a date in one of the next lines."""
    taker.harvest.taken.append(Taken(hole.path, hole, (rest,), 0.95, NEXT_LINE))
    others = [o for one in state.fields for o in one.holes if not o.before and o.hints]
    for line in taker.sheet.items[item.index + 1 : item.index + 4]:
        if others and line.cell is None and taker.likeness(others[0].path, line.text) > 0.5:
            taker.use([line])
            taker.harvest.taken.append(
                Taken(others[0].path, others[0], line.slices, 0.95, NEXT_LINE)
            )
            return
