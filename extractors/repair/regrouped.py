"""Labels of the same words that the chain took for one another: 姓名 beside 法人代表/负责人 is that
person's, in whatever order the rows stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from extractors.items import Item, Sheet
from extractors.match import Hit, Match
from extractors.pattern import Pattern, State

SPAN = 8  # rows that a group label spans at most
SAYS = 3  # letters from which a cell may be a label; `__个` and `2项` are answers


def regroup(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Has each such label be the one of the group label that leads its row."""
    shared = _shared(pattern)
    hits = [hit for hit in match.hits if hit.state in shared]
    _restate(match, {id(hit): _led(pattern, sheet, hit) for hit in hits})


def _restate(match: Match, wanted: Mapping[int, int]) -> None:
    """Gives hits (by id) other states, where no two would be the same then."""
    if all(wanted.get(id(hit), hit.state) == hit.state for hit in match.hits):
        return
    states = {id(hit): wanted.get(id(hit), hit.state) for hit in match.hits}
    places = Counter((states[id(hit)], hit.instance) for hit in match.hits if not hit.heads)
    for hit in match.hits:
        if states[id(hit)] != hit.state and places[states[id(hit)], hit.instance] == 1:
            hit.state = states[id(hit)]


def follow(pattern: Pattern, sheet: Sheet, match: Match) -> None:
    """Has a label of the same words as others of its group (标准阶段 of five levels) be the one of
    the label before it, whose answers make one row of the record with its own; doubted where that
    label was guessed, or what stands before it is none that is known."""
    leaders = _leaders(pattern)
    followers = {leader: state for state, leader in leaders.items()}
    led: dict[int, Hit] = {}
    leader: Hit | None = None
    for hit in sorted(match.hits, key=attrgetter("item", "paragraph", "start")):
        if hit.state in followers:
            leader = hit
        elif hit.state in leaders and leader is not None and leader.instance == hit.instance:
            led[id(hit)] = leader
    if led:
        _restate(match, {each: followers[leader.state] for each, leader in led.items()})
    for hit in match.hits:
        if hit.state not in leaders:
            continue
        guessed = id(hit) in led and led[id(hit)].repaired
        if guessed or _is_led_by_another(sheet, match, hit):
            hit.doubt = hit.doubt or "此栏前面的栏目未能认出，请核对属于哪一项"


def _is_led_by_another(sheet: Sheet, match: Match, hit: Hit) -> bool:
    """Whether what may be a label, and is none that is known, stands right before a label in its
    row."""
    item = sheet.items[hit.item]
    ahead = [cell for cell in sheet.row_of(item) if cell.x1 <= item.x0 + 1.0]
    words = [cell for cell in ahead if len(cell.key) >= SAYS and not cell.key[0].isdigit()]
    return bool(words) and words[-1].index not in match.claimed


@lru_cache(maxsize=16)
def _leaders(pattern: Pattern) -> dict[int, int]:
    """Labels of the same words in one group → the label right before each in its row, where that
    one is like no other and its answers stand in the same part of the record."""
    said = Counter((state.printed, state.loop, state.group) for state in pattern.states)

    def single(state: State) -> bool:
        return said[state.printed, state.loop, state.group] == 1

    return {
        state.index: before.index
        for before, state in pairwise(pattern.states)
        if before.fields and single(before) and not single(state)
        if _part(before) == _part(state) != ""
    }


def _part(state: State) -> str:
    """What the answers of a label are a part of: `tasks.*.standards.1`."""
    parts = {hole.path.rpartition(".")[0] for hole in state.holes}
    return parts.pop() if state.kind == "cell" and len(parts) == 1 else ""


def _led(pattern: Pattern, sheet: Sheet, hit: Hit) -> int:
    """The state of a label's words in the group that leads its row; its own where none does."""
    if hit.heads or hit.inline:
        return hit.state
    groups = _twins(pattern, hit.state)
    leading = _groups_beside(pattern, sheet, sheet.items[hit.item])
    led = {groups[group] for group in leading if group in groups}
    return led.pop() if len(led) == 1 else hit.state


@lru_cache(maxsize=16)
def _shared(pattern: Pattern) -> frozenset[int]:
    """The labels of groups whose words are a label of another group, too."""
    return frozenset(
        state.index
        for state in pattern.states
        if state.group is not None and not _twins(pattern, state.index).keys() <= {state.group}
    )


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
