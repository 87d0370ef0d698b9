"""Answers behind the label of a group, `法人代表：沈牧远`, where the form prints none: the first of
the group's own answers is meant."""

from __future__ import annotations

from extractors.fields import says_more
from extractors.match import Hit
from extractors.pattern import State
from extractors.values.harvest import BLANK, INLINE, Taken, fill
from extractors.values.taker import Taker

DOUBT = "写在“{label}”之后，按其首项读入，请核对"


def take_behind_groups(taker: Taker) -> None:
    """Takes what stands behind a group's label with doubt; where its first answer stands in its own
    place, it is left over."""
    states = taker.pattern.states
    behind = [hit for hit in taker.match.hits if hit.inline and not states[hit.state].holes]
    if not behind:
        return
    given = {taken.path for taken in taker.harvest.taken if taken.raw.strip(BLANK)}
    for hit in behind:
        if first := _first_of(taker, states[hit.state]):
            _take_behind(taker, hit, states[hit.state], first, given)


def _first_of(taker: Taker, group: State) -> State | None:
    """The first label of a group, where one answer in words hangs on it."""
    members = (state for state in taker.pattern.states if state.group == group.index)
    first = next(members, None)
    alone = first is not None and len(first.holes) == 1 and first.holes[0].kind == "text"
    return first if alone else None


def _take_behind(taker: Taker, hit: Hit, group: State, first: State, given: set[str]) -> None:
    rest = taker.rest_of(hit, taker.sheet.items[hit.item])
    if not any(says_more(piece.text, ()) for piece in rest):
        return
    hole = first.holes[0]
    path = fill(hole.path, hit.instance)
    if path in given:
        taker.harvest.left += [(path, piece) for piece in rest if says_more(piece.text, ())]
        return
    doubt = DOUBT.format(label=group.printed)
    taker.harvest.taken.append(
        Taken(path, hole, rest, hit.quality, INLINE, hit.repaired, doubt, label=taker.label_of(hit))
    )
