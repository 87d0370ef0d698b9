"""Folding of copies: what the form prints several times becomes one loop, because copies tie."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.pattern.keys import stem_of
from extractors.pattern.model import Field, Loop, State
from extractors.wording import NUMERALS

_INDEX = re.compile(r"\.(\d+)(?=\.|$)")


def fold(states: list[State], blocks: list[tuple[str, int, int]]) -> tuple[list[State], list[Loop]]:
    """Folds contiguous copies that differ only in their outermost index into one loop."""
    owner = _owners(states)
    copies: dict[str, list[list[int]]] = {}
    for at, name in enumerate(owner):
        if name is None:
            continue
        prefix, number = name
        runs = copies.setdefault(prefix, [])
        while len(runs) <= number:
            runs.append([])
        runs[number].append(at)
    keep = list(range(len(states)))
    loops: list[tuple[str, int, int]] = []
    for prefix, runs in copies.items():
        contiguous = all(run == list(range(run[0], run[-1] + 1)) for run in runs if run)
        if len(runs) < 2 or not contiguous or len(runs[0]) < 4:
            continue
        for run in runs[1:]:
            for one, other in zip(runs[0], run, strict=True):
                _merge(states[one], states[other])
                keep.remove(other)
        loops.append((prefix, runs[0][0], runs[0][-1]))
        _star(states, runs[0], prefix)
    kept = [states[at] for at in keep]
    renumber = {state.index: at for at, state in enumerate(kept)}
    inner = [(path, a, b) for path, a, b in blocks if a in renumber]
    for prefix, _, _ in loops:
        inner = [(path.replace(f"{prefix}.0", f"{prefix}.*", 1), a, b) for path, a, b in inner]
    made: list[Loop] = []
    for path, first, last in sorted(loops + inner, key=lambda loop: (loop[1], -loop[2])):
        a, b = renumber[first], renumber[last]
        parent = next((i for i in range(len(made) - 1, -1, -1) if made[i].last >= b), None)
        made.append(Loop(path, a, b, parent, frozenset({a, a + 1})))
    firsts = [loop.first for loop in made]
    made = [  # an item begins at its title or the label behind it, if no inner item begins there
        replace(
            loop, entries=frozenset(e for e in loop.entries if e == loop.first or e not in firsts)
        )
        for loop in made
    ]
    for at, state in enumerate(kept):
        state.index = at
        state.group = renumber.get(state.group) if state.group is not None else None
        state.columns = tuple(renumber[column] for column in state.columns)
        inside = [i for i, loop in enumerate(made) if loop.first <= at <= loop.last]
        state.loop = inside[-1] if inside else None
    return kept, made


def _owners(states: list[State]) -> list[tuple[str, int] | None]:
    """For each state the outermost numbered list that it belongs to, those without holes by their
    neighbours: a heading belongs to the copy whose holes follow it."""
    own: list[tuple[str, int] | None] = []
    for state in states:
        holes = state.all_holes()
        found = next((m for hole in holes if (m := _INDEX.search(hole.path))), None)
        path = next((hole.path for hole in holes if _INDEX.search(hole.path)), "")
        rows = state.rows and _INDEX.search(state.rows)
        if rows and state.rows:
            own.append((state.rows[: rows.start()], int(rows.group(1))))
        else:
            own.append((path[: found.start()], int(found.group(1))) if found else None)
    numbers = {
        name: [own_ for own_ in own if own_ and own_[0] == name]
        for name in {own_[0] for own_ in own if own_}
    }
    foldable = {name for name, found in numbers.items() if len({n for _, n in found}) > 1}
    own = [o if o and o[0] in foldable else None for o in own]
    # A label without holes between two states of one copy is of that copy; before the first hole
    # of a copy it is of it as far as all copies have the same wordings there.
    firsts = {o: i for i, o in reversed(list(enumerate(own))) if o}
    for o, first in firsts.items():
        lasts = max(i for i, other in enumerate(own) if other == o)
        for i in range(first, lasts + 1):
            own[i] = o
    for name in foldable:
        starts = sorted(first for o, first in firsts.items() if o[0] == name)
        back = 0
        while True:
            before = [states[start - back - 1] for start in starts if start - back - 1 >= 0]
            if len(before) < len(starts) or any(own[s.index] for s in before):
                break
            if len({stem_of(s.printed) for s in before}) > 1:
                break
            back += 1
        for o, first in firsts.items():
            if o[0] == name:
                for i in range(first - back, first):
                    own[i] = o
    return own


def _merge(one: State, other: State) -> None:
    """Takes the other copy's wordings and hints into the first."""
    if one.printed != other.printed and stem_of(one.printed) == stem_of(other.printed):
        for printed in (one.printed, other.printed):
            numeral = next((c for c in reversed(printed) if c in NUMERALS), None)
            if numeral:
                one.ordinals[numeral] = NUMERALS.index(numeral)
                one.ordinals[str(NUMERALS.index(numeral) + 1)] = NUMERALS.index(numeral)
    if one.inline and other.inline:
        one.inline = _merge_fields(one.inline, other.inline)
    one.fields = tuple(_merge_fields(a, b) for a, b in zip(one.fields, other.fields, strict=True))
    if one.prose and other.prose:
        one.prose = replace(
            one.prose, hints=tuple(dict.fromkeys(one.prose.hints + other.prose.hints))
        )


def _merge_fields(one: Field, other: Field) -> Field:
    holes = tuple(
        replace(a, hints=tuple(dict.fromkeys(a.hints + b.hints)))
        for a, b in zip(one.holes, other.holes, strict=True)
    )
    return replace(one, holes=holes)


def _star(states: list[State], run: list[int], prefix: str) -> None:
    """Replaces the folded index in the paths of one copy by `*`."""

    def starred(path: str) -> str:
        return (
            path.replace(f"{prefix}.0", f"{prefix}.*", 1)
            if path.startswith(f"{prefix}.0")
            else path
        )

    def of(one: Field) -> Field:
        return replace(one, holes=tuple(replace(h, path=starred(h.path)) for h in one.holes))

    for at in run:
        state = states[at]
        state.inline = of(state.inline) if state.inline else None
        state.fields = tuple(of(one) for one in state.fields)
        if state.prose:
            state.prose = replace(state.prose, path=starred(state.prose.path))
        state.heads = tuple(
            replace(h, hole=replace(h.hole, path=starred(h.hole.path))) for h in state.heads
        )
        state.rows = starred(state.rows) if state.rows else None
