"""Finding labels again that the alignment left out: moved, renamed or misspelt ones.

What is missing is looked for only near where it belongs, and what speaks for a place is weighed
together: its wording, the answer beside it, its neighbours, its column. A wording that is exactly
the form's own but stands out of order is sure; everything else that is found here is a guess that
says so. Wordings that ask for nothing are never looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.items import LABEL_LENGTH, Item, Sheet
from extractors.match import Hit, Likeness, Match
from extractors.pattern import Pattern, State
from extractors.wording import key, similarity, unnumbered, weight

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
    _moved(pattern, sheet, match)
    for _ in range(2):
        offers = _offers(pattern, sheet, match, likeness)
        if not _accept(pattern, sheet, match, offers):
            break
    _lines(pattern, sheet, match)
    _roles(pattern, sheet, match)
    _titles(pattern, sheet, match, likeness)
    _lists(pattern, sheet, match)
    _doubt_twins(pattern, match)
    _doubt_lists(pattern, match)
    _doubt_grids(pattern, sheet, match)
    match.hits.sort(key=lambda hit: hit.place)


def _doubt_twins(pattern: Pattern, match: Match) -> None:
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


def _doubt_lists(pattern: Pattern, match: Match) -> None:
    """Head rows that fit several lists are told apart by order; where a list is missing, order may
    have given the rows of one list to another."""
    lists = {state.index for state in pattern.states if state.heads}
    for (loop, *_), hits in _instances(pattern, match).items():
        found = {hit.state for hit in hits}
        expected = {state for state in lists if _loop(pattern, state) == loop}
        if expected <= found:
            continue
        for hit in hits:
            if hit.rivalled:
                hit.doubt = "几张清单的表头相近，而其中有清单未找到，请核对此清单是否对应"


def _doubt_grids(pattern: Pattern, sheet: Sheet, match: Match) -> None:
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


def _moved(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Labels that are worded as the form's own but stand out of order: wherever in their stretch
    they stand, they are those labels. Of several, the one nearest to where it belongs."""
    worded = [
        (item, words)
        for item in sheet.items
        if item.index not in match.claimed and item.key and (words := list(_worded(pattern, item)))
    ]
    for (loop, *instance), hits in _instances(pattern, match).items():
        found = {hit.state for hit in hits}
        first, last = _stretch(pattern, sheet, match, loop, tuple(instance), hits)
        _moved_lists(pattern, match, found, loop, tuple(instance), first, last)
        free: dict[int, list[tuple[Item, float, int]]] = {}
        for item, words in worded:
            if first <= item.index < last and item.index not in match.claimed:
                for state, quality, end in words:
                    if state not in found and _loop(pattern, state) == loop:
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
            item, quality, end = min(open_places, key=lambda one: _inversions(hits, of, one[0]))
            inline = end < len(item.text)
            hit = Hit(state, item.index, 0, 0, end, 0.95 * quality, inline)
            hit.instance = tuple(instance)
            hit.moved = True
            match.hits.append(hit)
            match.claimed[item.index] = hit


def _worded(pattern: Pattern, item: Item) -> Iterator[tuple[int, float, int]]:
    """States that an item is worded as, with quality and the end of the words: all of a cell, or
    what stands before its colon."""
    for state, quality in pattern.lookup.get(item.key, ()):
        yield state, quality, len(item.text)
    colon = re.search(r"[:：]", item.text[:LABEL_LENGTH]) if item.cell is not None else None
    if colon is not None and len(item.paragraphs) == 1:
        for state, quality in pattern.lookup.get(key(item.text[: colon.start()]), ()):
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
        and _loop(pattern, hit.state) == loop
        and first <= hit.item < last
        and not any(item.index in match.claimed for item in hit.heads.values())
    ]
    for offer in sorted(offers, key=lambda hit: -hit.earns):
        cells = [item.index for item in offer.heads.values()]
        if offer.state in found or any(cell in match.claimed for cell in cells):
            continue
        hit = replace(offer, instance=instance, moved=True, repaired=offer.quality < EXACT)
        found.add(offer.state)
        match.hits.append(hit)
        match.claimed.update(dict.fromkeys(cells, hit))


def _has_room(sheet: Sheet, match: Match, state: State, item: Item) -> bool:
    """Whether an answer could stand beside or below."""
    if not state.fields:
        return True
    return _beside(sheet, match, item) is not None or sheet.below(item) is not None


def _loop(pattern: Pattern, state: int) -> int:
    loop = pattern.states[state].loop
    return -1 if loop is None else loop


def _stretch(
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
        if not (_loop(pattern, hit.state) == loop and hit.instance == instance)
    ]
    low = max((item for item in others if item < first), default=-1)
    high = min((item for item in others if item > last), default=len(sheet.items))
    return low + 1, high


def _roles(pattern: Pattern, sheet: Sheet, match: Match) -> None:
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


def _lines(pattern: Pattern, sheet: Sheet, match: Match) -> None:
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
        return item.left < 0.05 and _label_like(item)
    return re.match(r"[^:：]{2,14}[:：]", item.text) is not None


def _best(item: Item, state: State) -> float:
    label = key(re.split(r"[:：]", item.text)[0])
    return max(similarity(label, word) for word in state.keys)


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
    known = {item.key for item in hit.heads.values()}
    missing = [column for column in range(len(state.heads)) if column not in hit.heads]
    row = sheet.row_of(next(iter(hit.heads.values())))
    left = [
        item
        for item in row
        if item.index not in match.claimed
        and item.text.strip()
        and _label_like(item)
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
        if fits and all(_label_like(item) for item in row):
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
    known = pattern.lookup.get(item.key, ())
    if known and all(other != state.index for other, _ in known):
        return None  # another label of the form
    alike = max(similarity(item.key, word) for word in state.keys)
    beside = _beside(sheet, match, item)
    answers = 0.0
    if state.fields and beside is not None and beside.text.strip():
        answers = likeness(state.fields[0].holes[0].path, beside.text)
    elif beside is None and state.fields and sheet.below(item) is None:
        return None
    evidence = alike + 0.5 * answers
    if alike < 0.3 and answers < 0.9:
        return None
    evidence += 0.1 * (1.0 - min(1.0, 4 * abs(item.left - state.left)))
    evidence -= 0.06 * _inversions(hits, state, item)
    evidence += 0.15 * _adjacent(sheet, hits, state, item)
    return _Offer(evidence, alike, state.index, instance, item.index)


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
