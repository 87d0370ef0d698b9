"""Laying the pattern over a page: candidates, their best chain, and how well it covers the form."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.items import Sheet
from extractors.match.align import align
from extractors.match.candidates import Finder
from extractors.match.hits import Hit, Likeness, Match
from extractors.match.instances import (
    check_ordinals,
    give_numbers,
    with_halves_joined,
    without_strays,
)
from extractors.pattern import Pattern
from extractors.wording import key, weight

TITLE = 8  # characters from which a line before the first answer is the form's title


def match(pattern: Pattern, sheet: Sheet, likeness: Likeness) -> Match:
    """The best alignment of the pattern with the page, before repair."""
    finder = Finder(pattern, sheet, likeness)
    hits = finder.exact()
    chain = align(pattern, hits)
    if is_missing(pattern, chain):
        hits += finder.near(hits)
        chain = align(pattern, hits)
    give_numbers(pattern, chain)
    chain = with_halves_joined(pattern, without_strays(pattern, chain))
    found = Match(chain, share_found(pattern, chain))
    found.offered = [hit for hit in hits if hit.heads]
    found.claimed = claims(chain)
    check_ordinals(pattern, found)
    return found


def is_missing(pattern: Pattern, chain: list[Hit]) -> bool:
    """Whether any wording with holes was found nowhere."""
    found = {hit.state for hit in chain}
    return any(
        state.index not in found and state.kind != "rename" and state.holes
        for state in pattern.states
    )


def share_found(pattern: Pattern, chain: list[Hit]) -> float:
    """Weighted share of the form's wordings that were found, a repeated block once.

    A block that was deleted altogether counts little when all the rest is there.
    """
    best: dict[int, float] = {}
    for hit in chain:
        best[hit.state] = max(best.get(hit.state, 0.0), hit.quality)
    first = next((state.index for state in pattern.states if state.holes), 0)
    titles = {state.index for state in pattern.states[:first] if len(key(state.printed)) >= TITLE}
    whole, rest = _Shares(), _Shares()
    for state in pattern.states:
        if state.kind == "rename":
            continue
        if not state.holes and state.index not in best and state.index not in titles:
            continue  # notes speak for a form only where they are found
        size = weight(state.printed)
        if state.heads:
            size = sum(weight(head.printed) for head in state.heads) / 2
        found = size * best.get(state.index, 0.0)
        whole.add(size, found)
        if state.loop is None:
            rest.add(size, found)
    return max(whole.share, rest.share - 0.25)


@dataclass(slots=True)
class _Shares:
    total: float = 0.0
    found: float = 0.0

    def add(self, size: float, found: float) -> None:
        self.total += size
        self.found += found

    @property
    def share(self) -> float:
        return self.found / self.total if self.total else 0.0


def claims(chain: list[Hit]) -> dict[int, Hit]:
    claimed: dict[int, Hit] = {}
    for hit in chain:
        claimed[hit.item] = hit
        for item in hit.heads.values():
            claimed[item.index] = hit
    return claimed
