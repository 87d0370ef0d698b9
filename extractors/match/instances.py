"""Blocks that repeat: which of the directions a label belongs to."""

from __future__ import annotations

from functools import lru_cache

from extractors.match.align import BACK, BACK_ELSEWHERE, skip
from extractors.match.hits import Hit, Match
from extractors.pattern import Pattern
from extractors.wording import weight

STRAY = 0.2  # share of the largest block below which one without its title is none


@lru_cache(maxsize=16)
def loops_around(pattern: Pattern) -> list[tuple[int, ...]]:
    """The loops around each state, from the outermost in."""
    return [
        tuple(i for i, loop in enumerate(pattern.loops) if loop.first <= at <= loop.last)
        for at in range(len(pattern.states))
    ]


def give_numbers(pattern: Pattern, chain: list[Hit]) -> None:
    """Gives each hit the number of its instance in every loop around it, by rank."""
    counters = [0] * len(pattern.loops)
    loops = loops_around(pattern)
    last: Hit | None = None
    for hit in chain:
        around = loops[hit.state]
        if last is not None and last.state >= hit.state:
            loop = turned(pattern, last.state, hit.state)
            if loop is not None:
                counters[loop] += 1
                for inner in range(len(pattern.loops)):
                    if _inside(pattern, inner, loop):
                        counters[inner] = 0
        hit.instance = tuple([counters[i] for i in around])
        last = hit


def without_strays(pattern: Pattern, chain: list[Hit]) -> list[Hit]:
    """The chain without blocks of which there is next to nothing: a foreign list that shares a few
    words with a block would else be counted as one."""
    sizes: dict[tuple[int, int], float] = {}
    entered: set[tuple[int, int]] = set()
    loops = loops_around(pattern)
    for hit in chain:
        for number in loops[hit.state][:1]:
            block = (number, hit.instance[0])
            sizes[block] = sizes.get(block, 0.0) + weight(pattern.states[hit.state].printed)
            if hit.state in pattern.loops[number].entries:
                entered.add(block)
    strays = {
        block
        for block, size in sizes.items()
        if block not in entered
        and size < STRAY * max(other for (number, _), other in sizes.items() if number == block[0])
    }
    if not strays:
        return chain
    kept = [
        hit
        for hit in chain
        if not any((number, hit.instance[0]) in strays for number in loops[hit.state][:1])
    ]
    give_numbers(pattern, kept)
    return kept


def with_halves_joined(pattern: Pattern, chain: list[Hit]) -> list[Hit]:
    """The chain with each block that somebody else's lists parted in two as one: its second half
    has no title, and all of its labels are those that follow the first half's in the form. Heads of
    a list that the first half has are those of a foreign one."""
    kept = chain
    for number in range(len(pattern.loops)):
        if pattern.loops[number].parent is None:
            kept = _joined(pattern, kept, number)
    return kept


def _joined(pattern: Pattern, chain: list[Hit], number: int) -> list[Hit]:
    """The chain with the halves of one loop's blocks joined."""
    blocks: dict[int, list[Hit]] = {}
    loop = pattern.loops[number]
    within = range(loop.first, loop.last + 1)
    for hit in chain:
        if hit.state in within:
            blocks.setdefault(hit.instance[0], []).append(hit)
    foreign: set[int] = set()
    before: list[Hit] = []
    gone = 0
    for at in sorted(blocks):
        block = blocks[at]
        second = bool(before) and _goes_on(pattern, number, before, block)
        if second:
            gone += 1
            heads = {hit.state for hit in before if hit.heads}
            foreign |= {id(hit) for hit in block if hit.heads and hit.state in heads}
        for hit in block:
            hit.instance = (at - gone, *hit.instance[1:])
        before = before + block if second else block
    return [hit for hit in chain if id(hit) not in foreign]


def _goes_on(pattern: Pattern, number: int, before: list[Hit], block: list[Hit]) -> bool:
    """Whether a block is the second half of the one before it."""
    if any(hit.state in pattern.loops[number].entries for hit in block):
        return False
    first = [hit.state for hit in before if not hit.heads]
    labels = [hit.state for hit in block if not hit.heads]
    return bool(first and labels) and max(first) < min(labels)


def _inside(pattern: Pattern, inner: int, outer: int) -> bool:
    parent = pattern.loops[inner].parent
    while parent is not None:
        if parent == outer:
            return True
        parent = pattern.loops[parent].parent
    return False


def turned(pattern: Pattern, s: int, t: int) -> int | None:
    """The loop whose back edge the step from s to t took, if it took one."""
    if t > s:
        return None
    if s == t and pattern.states[s].heads:
        return None
    best: tuple[float, int] | None = None
    for i, loop in enumerate(pattern.loops):
        if loop.first <= s <= loop.last and loop.first <= t <= loop.last:
            back = BACK + skip(loop.last - s) + skip(t - loop.first)
            if t not in loop.entries:
                back += BACK_ELSEWHERE
            if best is None or back <= best[0]:
                best = (back, i)
    return best[1] if best else None


def check_ordinals(pattern: Pattern, found: Match) -> None:
    """攻关方向一/二/三 decides the instance where the ordinals read are distinct."""
    for number, loop in enumerate(pattern.loops):
        if not any(pattern.states[s].ordinals for s in loop.entries):
            continue
        of: dict[tuple[int, ...], dict[int, int]] = {}
        for hit in found.hits:
            if hit.ordinal is None or hit.state not in loop.entries:
                continue
            around = loops_around(pattern)[hit.state]
            depth = around.index(number)
            if around[-1] == number:
                of.setdefault(hit.instance[:depth], {})[hit.instance[depth]] = hit.ordinal
        if loop.parent is not None:
            continue  # inner blocks (产业) count
        for outer, ordinals in of.items():
            distinct = len(set(ordinals.values())) == len(ordinals)
            if not distinct:
                found.doubts.append(loop.path)
                continue
            _renumber(pattern, found, number, outer, ordinals)


def _renumber(
    pattern: Pattern,
    found: Match,
    number: int,
    outer: tuple[int, ...],
    ordinals: dict[int, int],
) -> None:
    loops = loops_around(pattern)
    free = iter(n for n in range(1000) if n not in ordinals.values())
    ranks = sorted(
        {
            hit.instance[len(outer)]
            for hit in found.hits
            if number in loops[hit.state] and hit.instance[: len(outer)] == outer
        }
    )
    new = {rank: ordinals[rank] if rank in ordinals else next(free) for rank in ranks}
    if all(rank == place for rank, place in new.items()):
        return
    for hit in found.hits:
        around = loops[hit.state]
        if number in around:
            depth = around.index(number)
            if hit.instance[:depth] == outer:
                hit.instance = (
                    *hit.instance[:depth],
                    new[hit.instance[depth]],
                    *hit.instance[depth + 1 :],
                )
