"""Finding labels again that the alignment left out: moved, renamed or misspelt ones.

What is missing is looked for only near where it belongs, and what speaks for a place is weighed
together: its wording, the answer beside it, its neighbours, its column. A wording that is exactly
the form's own but stands out of order is sure; everything else that is found here is a guess that
says so. Wordings that ask for nothing are never looked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from extractors.items import LABEL_LENGTH, Item, Sheet
from extractors.match import Hit, Likeness, Match, weight
from extractors.pattern import Pattern, State
from extractors.wording import unnumbered

EXACT = 0.93  # similarity from which a moved label is taken as it is
ACCEPT = 0.6  # evidence from which a place is believed
MARGIN = 0.08  # how much better than the next place it must be


@dataclass(frozen=True, slots=True)
class _Offer:
    """A missing state at a free item, with what speaks for it."""

    evidence: float
    similarity: float
    state: int
    instance: tuple[int, ...]
    item: int


def repair(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> None:
    """Adds hits for missing labels to the match, in place."""
    for _ in range(2):
        offers = _offers(pattern, sheet, match, likeness)
        if not _accept(pattern, sheet, match, offers):
            break
    _titles(pattern, sheet, match, likeness)
    _lists(pattern, sheet, match)
    match.hits.sort(key=lambda hit: hit.place)


def _titles(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> None:
    """A block's title without the form's own words (`1. 汽车产业`): the line right before the
    block's first heading that is numbered, or that is an answer by its own shape."""
    for loop in pattern.loops:
        title = pattern.states[loop.first]
        if title.inline is None or title.kind != "line":
            continue
        titled = {hit.instance for hit in match.hits if hit.state == title.index}
        for hit in [hit for hit in match.hits if hit.state == title.index + 1]:
            if hit.instance in titled or hit.item == 0 or hit.item - 1 in match.claimed:
                continue
            line = sheet.items[hit.item - 1]
            path = title.inline.holes[0].path
            speaks = likeness(path, line.text)
            under = match.claimed.get(hit.item - 2)
            numbered = unnumbered(line.text) != line.text
            if len(line.text) <= 30 and (speaks >= 0.8 or numbered or under is not None):
                sure = 0.97 if speaks >= 0.8 else 0.7
                made = Hit(title.index, line.index, 0, 0, 0, sure, True, instance=hit.instance)
                match.hits.append(made)
                match.claimed[line.index] = made


# --- lists -----------------------------------------------------------------------------------


def _lists(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Completes head rows that were found in part, and finds renamed ones by their group label."""
    for hit in match.hits:
        if hit.heads:
            _complete(pattern.states[hit.state], sheet, match, hit)
    for state in pattern.states:
        if state.heads and state.group is not None:
            _behind_groups(pattern, sheet, match, state)


def _complete(state: State, sheet: Sheet, match: Match, hit: Hit) -> None:
    """Gives the columns whose head was not recognised the cells that are left in the head row."""
    missing = [column for column in range(len(state.heads)) if column not in hit.heads]
    row = sheet.row_of(next(iter(hit.heads.values())))
    left = [
        item
        for item in row
        if item.index not in match.claimed and item.text.strip() and _label_like(item)
    ]
    first = min(item.x0 for item in hit.heads.values())
    if missing and 0 not in missing:
        left = [item for item in left if item.x0 > first]
    if len(left) != len(missing):
        missing = [column for column in missing if state.heads[column].hole.kind != "number"]
    if len(left) != len(missing):
        return
    for column, item in zip(missing, left, strict=True):
        hit.heads[column] = item
        match.claimed[item.index] = hit


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
        if len(free) == len(row) and len(row) in (count, count - 1):
            if all(_label_like(item) for item in row):
                return row
    return None


# --- what is missing, and where it may be ----------------------------------------------------


def _instances(pattern: Pattern, match: Match) -> dict[tuple[int, ...], list[Hit]]:
    """The hits of each stretch: of the form itself, and of each instance of each loop."""
    stretches: dict[tuple[int, ...], list[Hit]] = {}
    for hit in match.hits:
        loop = pattern.states[hit.state].loop
        stretches.setdefault((-1 if loop is None else loop, *hit.instance), []).append(hit)
    return stretches


def _offers(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> list[_Offer]:
    offers: list[_Offer] = []
    for (loop, *instance), hits in _instances(pattern, match).items():
        found = {hit.state for hit in hits}
        states = [
            state
            for state in pattern.states
            if (-1 if state.loop is None else state.loop) == loop
            and state.index not in found
            and state.kind == "cell"
            and state.holes
        ]
        if not states:
            continue
        for state in states:
            for item in _candidates(sheet, match, hits, state):
                offer = _weigh(pattern, sheet, match, hits, state, tuple(instance), item, likeness)
                if offer:
                    offers.append(offer)
    return offers


def _candidates(sheet: Sheet, match: Match, hits: list[Hit], state: State) -> list[Item]:
    """Free, label-like cells in the stretch of tables that the instance's labels stand in, at most
    a few labels away from the state's own neighbours."""
    before = [hit.item for hit in hits if hit.state < state.index]
    after = [hit.item for hit in hits if hit.state > state.index]
    first = sorted(before)[-4:][0] if before else min(hit.item for hit in hits) - 12
    last = sorted(after)[:4][-1] if after else max(hit.item for hit in hits) + 12
    low, high = min(first, last), max(first, last)
    return [
        item
        for item in sheet.items[max(low, 0) : high + 1]
        if item.index not in match.claimed and item.cell is not None and _label_like(item)
    ]


def _label_like(item: Item) -> bool:
    return 1 < len(item.key) <= LABEL_LENGTH and not item.key[0].isdigit() and "@" not in item.text


def _weigh(
    pattern: Pattern,
    sheet: Sheet,
    match: Match,
    hits: list[Hit],
    state: State,
    instance: tuple[int, ...],
    item: Item,
    likeness: Likeness,
) -> _Offer | None:
    similarity = max(_similar(item.key, word) for word in state.keys)
    beside = _beside(sheet, match, item)
    answers = 0.0
    if state.fields and beside is not None and beside.text.strip():
        answers = likeness(state.fields[0].holes[0].path, beside.text)
    elif beside is None and state.fields and sheet.below(item) is None:
        return None
    evidence = similarity + 0.5 * answers
    if similarity < 0.3 and answers < 0.9:
        return None
    evidence += 0.1 * (1.0 - min(1.0, 4 * abs(item.left - state.left)))
    evidence -= 0.06 * _inversions(hits, state, item)
    evidence += 0.15 * _adjacent(sheet, hits, state, item)
    return _Offer(evidence, similarity, state.index, instance, item.index)


def _similar(one: str, other: str) -> float:
    """0..1: edit likeness, or the share of one that the other holds in order."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    common = LCSseq.similarity(one, other)
    share = common / min(len(one), len(other))
    ratio = fuzz.ratio(one, other) / 100
    if share == 1.0 and common >= 2:
        return max(ratio, 0.75)
    return max(ratio, 0.8 * share if common >= 2 else 0.0)


def _beside(sheet: Sheet, match: Match, item: Item) -> Item | None:
    """The cell that would be the answer."""
    for other in sheet.right_of(item):
        if other.index in match.claimed:
            return None
        if other.key != item.key:
            return other
    return None


def _inversions(hits: list[Hit], state: State, item: Item) -> int:
    """How many labels would stand on the wrong side of it."""
    return sum((hit.state < state.index) != (hit.item < item.index) for hit in hits)


def _adjacent(sheet: Sheet, hits: list[Hit], state: State, item: Item) -> float:
    """Whether its neighbours on the page are its neighbours in the form."""
    near = {hit.state for hit in hits if abs(hit.item - item.index) <= 3}
    return ((state.index - 1) in near) * 0.5 + ((state.index + 1) in near) * 0.5


# --- what is believed --------------------------------------------------------------------------


def _accept(pattern: Pattern, sheet: Sheet, match: Match, offers: list[_Offer]) -> bool:
    """Takes offers from the best down, each state and each item once."""
    offers.sort(key=lambda offer: -offer.evidence)
    states: set[tuple[int, tuple[int, ...]]] = set()
    items: set[int] = set()
    accepted = False
    for offer in offers:
        place = (offer.state, offer.instance)
        if place in states or offer.item in items or offer.evidence < ACCEPT:
            continue
        rivals = [
            other.evidence
            for other in offers
            if other is not offer
            and (other.item == offer.item) != ((other.state, other.instance) == place)
            and (other.state, other.instance) not in states
            and other.item not in items
        ]
        doubtful = bool(rivals) and offer.evidence - max(rivals) < MARGIN
        states.add(place)
        items.add(offer.item)
        state = pattern.states[offer.state]
        item = sheet.items[offer.item]
        hit = Hit(offer.state, offer.item, 0, 0, len(item.text), min(offer.similarity, 0.95), False)
        hit.earns = offer.similarity * weight(state.printed)
        hit.instance = offer.instance
        hit.repaired = offer.similarity < EXACT or doubtful
        match.hits.append(hit)
        match.claimed[offer.item] = hit
        accepted = True
    return accepted
