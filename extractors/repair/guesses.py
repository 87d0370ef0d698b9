"""Labels in words that nobody knows: what speaks for each place is weighed together."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.items import Item, Sheet
from extractors.match import Hit, Likeness, Match
from extractors.pattern import Pattern, State
from extractors.repair.stretches import (
    EXACT,
    answer_beside,
    instances,
    inversions,
    label_like,
)
from extractors.wording import similarity, weight

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


def offers_of(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> list[_Offer]:
    offers: list[_Offer] = []
    for (loop, *instance), hits in instances(pattern, match).items():
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
        if item.index not in match.claimed and item.cell is not None and label_like(item)
    ]


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
    known = pattern.lookup.get(item.key, ())
    if known and all(other != state.index for other, _ in known):
        return None  # another label of the form
    alike = max(similarity(item.key, word) for word in state.keys)
    beside = answer_beside(sheet, match, item)
    answers = 0.0
    if state.fields and beside is not None and beside.text.strip():
        answers = likeness(state.fields[0].holes[0].path, beside.text)
    elif beside is None and state.fields and sheet.below(item) is None:
        return None
    evidence = alike + 0.5 * answers
    if alike < 0.3 and answers < 0.9:
        return None
    evidence += 0.1 * (1.0 - min(1.0, 4 * abs(item.left - state.left)))
    evidence -= 0.06 * inversions(hits, state, item)
    evidence += 0.15 * _adjacent(sheet, hits, state, item)
    return _Offer(evidence, alike, state.index, instance, item.index)


def _adjacent(sheet: Sheet, hits: list[Hit], state: State, item: Item) -> float:
    """Whether its neighbours on the page are its neighbours in the form."""
    near = {hit.state for hit in hits if abs(hit.item - item.index) <= 3}
    return ((state.index - 1) in near) * 0.5 + ((state.index + 1) in near) * 0.5


def accept(pattern: Pattern, sheet: Sheet, match: Match, offers: list[_Offer]) -> bool:
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
