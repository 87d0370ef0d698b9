"""Labels and lists that are worded as the form's own but stand out of order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extractors.foreign import heads_another
from extractors.items import LABEL_LENGTH, Item, Sheet, label_words
from extractors.match import Hit, Match
from extractors.match.wordings import worded
from extractors.pattern import Pattern, State
from extractors.repair.stretches import (
    EXACT,
    answer_beside,
    instances,
    inversions,
    loop_of,
    stretch,
)
from extractors.wording import key, without_gloss

_COLON = re.compile("[:：]")


def take_moved(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Labels that are worded as the form's own but stand out of order: wherever in their stretch
    they stand, they are those labels. Of several, the one nearest to where it belongs."""
    stretches = instances(pattern, match)
    asked = _asked(pattern)
    if all(asked[loop] <= {hit.state for hit in hits} for (loop, *_), hits in stretches.items()):
        return  # nothing is missing
    worded = [
        (item, words)
        for item in sheet.items
        if item.text
        and item.index not in match.claimed
        and (words := list(_worded(pattern, sheet, item)))
    ]
    if not worded and not any(_is_free(hit, match) for hit in match.offered):
        return
    for (loop, *instance), hits in stretches.items():
        found = {hit.state for hit in hits}
        first, last = stretch(pattern, sheet, match, loop, tuple(instance), hits)
        _moved_lists(pattern, match, found, loop, tuple(instance), first, last)
        free: dict[int, list[tuple[Item, float, int]]] = {}
        for item, words in worded:
            if first <= item.index < last and item.index not in match.claimed:
                for state, quality, end in words:
                    if state not in found and loop_of(pattern, state) == loop:
                        free.setdefault(state, []).append((item, quality, end))
        for state, places in sorted(free.items()):
            of = pattern.states[state]
            if of.kind == "rename" or not of.holes:
                continue
            open_places = [place for place in places if place[0].index not in match.claimed]
            if of.kind == "cell":
                open_places = [
                    place
                    for place in open_places
                    if place[2] < len(place[0].text) or _has_room(sheet, match, of, place[0])
                ]
            if not open_places:
                continue
            item, quality, end = min(open_places, key=lambda one: inversions(hits, of, one[0]))
            inline = end < len(item.text)
            hit = Hit(state, item.index, 0, 0, end, 0.95 * quality, inline)
            hit.instance = tuple(instance)
            hit.moved = True
            match.hits.append(hit)
            match.claimed[item.index] = hit


@lru_cache(maxsize=16)
def _asked(pattern: Pattern) -> dict[int, set[int]]:
    """Loop, -1 for none → the labels in it that answers hang on, those that may be renamed not
    included."""
    asked: dict[int, set[int]] = defaultdict(set)
    for state in pattern.states:
        if state.holes and state.kind != "rename":
            asked[loop_of(pattern, state.index)].add(state.index)
    return asked


def _worded(pattern: Pattern, sheet: Sheet, item: Item) -> Iterator[tuple[int, float, int]]:
    """States that an item is worded as, with quality and the end of the words: all of it, or what
    stands before its colon. A line with an answer is none of a cell's labels."""
    states = worded(pattern, item.words, item.key)
    if not states and any(other.text.strip() for other in sheet.right_of(item)[:1]):
        words = without_gloss(item.words)  # English is no answer where one stands beside it
        states = worded(pattern, words, key(words))
    for state, quality in states:
        if not heads_another(pattern.states[state], item, sheet.row_of(item)):
            yield state, quality, len(item.text)
    if not item.paragraphs:
        return
    first = item.paragraphs[0]
    colon = _COLON.search(first.text, 0, LABEL_LENGTH)
    if colon is not None:
        label = label_words(first, 0, colon.start())
        for state, quality in worded(pattern, label, key(label)):
            if item.cell is not None or pattern.states[state].kind == "line":
                yield state, quality, colon.end()


def _moved_lists(
    pattern: Pattern,
    match: Match,
    found: set[int],
    loop: int,
    instance: tuple[int, ...],
    first: int,
    last: int,
) -> None:
    """Lists that stand in another order than the form's: their head rows, best fit first."""
    offers = [
        hit
        for hit in match.offered
        if hit.state not in found
        and loop_of(pattern, hit.state) == loop
        and first <= hit.item < last
        and _is_free(hit, match)
    ]
    for offer in sorted(offers, key=lambda hit: -hit.earns):
        if offer.state in found or not _is_free(offer, match):
            continue
        hit = replace(offer, instance=instance, moved=True, repaired=offer.quality < EXACT)
        found.add(offer.state)
        match.hits.append(hit)
        match.claimed.update({item.index: hit for item in offer.heads.values()})


def _is_free(row: Hit, match: Match) -> bool:
    """Whether a head row's cells are nobody's."""
    return not any(item.index in match.claimed for item in row.heads.values())


def _has_room(sheet: Sheet, match: Match, state: State, item: Item) -> bool:
    """Whether an answer could stand beside or below."""
    if not state.fields:
        return True
    return answer_beside(sheet, match, item) is not None or sheet.below(item) is not None
