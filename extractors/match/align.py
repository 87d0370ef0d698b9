"""The best chain of candidates in reading order: a Viterbi search over the states."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from functools import lru_cache
from operator import attrgetter

from extractors.match.hits import Hit
from extractors.pattern import Pattern

# Weights in units of one firm label; found on disturbed forms, see docs/matching.md.
SKIP_ONCE, SKIP_EACH, SKIP_MOST = 0.2, 0.08, 1.2
BACK, BACK_ELSEWHERE = 0.1, 4.0
AGAIN = 2.3  # a head row once more: more than a foreign one that shares two heads earns


@lru_cache(maxsize=1024)
def skip(passed: int) -> float:
    return 0.0 if passed <= 0 else min(SKIP_MOST, SKIP_ONCE + SKIP_EACH * passed)


@lru_cache(maxsize=16)
def transitions(pattern: Pattern) -> list[list[float]]:
    """Cost from each state to each; forward by what is passed, back through the loops."""
    count = len(pattern.states)
    cost = [[skip(t - s - 1) if t > s else math.inf for t in range(count)] for s in range(count)]
    for loop in pattern.loops:
        for s in range(loop.first, loop.last + 1):
            for t in range(loop.first, loop.last + 1):
                back = BACK + skip(loop.last - s) + skip(t - loop.first)
                if t not in loop.entries:
                    back += BACK_ELSEWHERE
                cost[s][t] = min(cost[s][t], back)
    for state in pattern.states:  # a head row may be repeated where its table was broken
        if state.heads:
            cost[state.index][state.index] = min(cost[state.index][state.index], AGAIN)
    return cost


def align(pattern: Pattern, hits: list[Hit]) -> list[Hit]:
    """The best chain of hits in reading order (Viterbi); ties go to the earlier hit."""
    if not hits:
        return []
    hits.sort(key=attrgetter("item", "paragraph", "start", "state"))
    cost = transitions(pattern)
    count = len(pattern.states)
    score: list[float] = []
    before: list[int] = []
    ways = _Ways()
    group_start = 0
    last = hits[0].place
    for at, hit in enumerate(hits):
        if (place := hit.place) != last:
            for way in range(group_start, at):
                ways.add(hits[way].state, score[way], way)
            group_start, last = at, place
        best, came = -skip(hit.state), -1
        for minus, way in ways.ranked:
            if -minus < best:
                break  # steps cost, they earn nothing: none behind it does better
            value = -minus - cost[hits[way].state][hit.state]
            if value > best or (value == best and -1 < way < came):
                best, came = value, way
        score.append(best + hit.earns)
        before.append(came)
    at = max(range(len(hits)), key=lambda at: score[at] - skip(count - 1 - hits[at].state))
    chain: list[Hit] = []
    while at >= 0:
        chain.append(hits[at])
        at = before[at]
    chain.reverse()
    return chain


class _Ways:
    """The hits from which the next may be reached: of each state the best, of equals the first."""

    def __init__(self) -> None:
        self.ranked: list[tuple[float, int]] = []  # (-score, number of the hit), best first
        self._of_state: dict[int, tuple[float, int]] = {}

    def add(self, state: int, score: float, number: int) -> None:
        """Takes in a hit; numbers rise from call to call."""
        known = self._of_state.get(state)
        if known is not None:
            if -known[0] >= score:
                return
            del self.ranked[bisect_left(self.ranked, known)]
        self._of_state[state] = -score, number
        insort(self.ranked, (-score, number))
