"""Where the labels of a block stand, and what repair asks of a place."""

from __future__ import annotations

from extractors.items import LABEL_LENGTH, Item, Sheet
from extractors.match import Hit, Match
from extractors.pattern import Pattern, State

EXACT = 0.93  # similarity from which a moved label is taken as it is


def instances(pattern: Pattern, match: Match) -> dict[tuple[int, ...], list[Hit]]:
    """The hits of each stretch: of the form itself, and of each instance of each loop."""
    stretches: dict[tuple[int, ...], list[Hit]] = {}
    for hit in match.hits:
        loop = pattern.states[hit.state].loop
        stretches.setdefault((-1 if loop is None else loop, *hit.instance), []).append(hit)
    return stretches


def loop_of(pattern: Pattern, state: int) -> int:
    loop = pattern.states[state].loop
    return -1 if loop is None else loop


def stretch(
    pattern: Pattern,
    sheet: Sheet,
    match: Match,
    loop: int,
    instance: tuple[int, ...],
    hits: list[Hit],
) -> tuple[int, int]:
    """The items among which the labels of an instance stand: up to the labels of the next one."""
    first = min(hit.item for hit in hits)
    last = max(hit.item for hit in hits)
    if loop < 0:
        return 0, len(sheet.items)
    others = [
        hit.item
        for hit in match.hits
        if not (loop_of(pattern, hit.state) == loop and hit.instance == instance)
    ]
    low = max((item for item in others if item < first), default=-1)
    high = min((item for item in others if item > last), default=len(sheet.items))
    return low + 1, high


def label_like(item: Item) -> bool:
    return 1 < len(item.key) <= LABEL_LENGTH and not item.key[0].isdigit() and "@" not in item.text


def answer_beside(sheet: Sheet, match: Match, item: Item) -> Item | None:
    """The cell that would be the answer."""
    for other in sheet.right_of(item):
        if other.index in match.claimed:
            return None
        if other.key != item.key:
            return other
    return None


def inversions(hits: list[Hit], state: State, item: Item) -> int:
    """How many labels would stand on the wrong side of it."""
    return sum((hit.state < state.index) != (hit.item < item.index) for hit in hits)
