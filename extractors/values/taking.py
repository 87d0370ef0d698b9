"""Taking the answers at the matched labels, each kind in its way."""

from __future__ import annotations

from extractors.items import Sheet
from extractors.match import Likeness, Match
from extractors.pattern import Pattern
from extractors.values.groups import take_behind_groups
from extractors.values.harvest import Harvest
from extractors.values.left import note_left
from extractors.values.lists import take_list
from extractors.values.onward import take_onward
from extractors.values.orphans import take_orphans
from extractors.values.prose import take_prose
from extractors.values.renamed import take_renamed
from extractors.values.short import take_short
from extractors.values.taker import Taker
from extractors.values.together import take_together


def take(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> Harvest:
    """The answers at the matched labels, in reading order."""
    taker = Taker(pattern, sheet, match, likeness)
    taker.harvest.used.update(match.claimed)
    hits = match.hits
    for at, hit in enumerate(hits):
        state = pattern.states[hit.state]
        following = hits[at + 1] if at + 1 < len(hits) else None
        if state.heads:
            take_list(taker, state, hit, following)
        elif state.prose:
            take_prose(taker, state, hit, following)
        elif state.kind != "rename":
            take_short(taker, state, hit)
    take_renamed(taker)
    take_orphans(taker)
    take_behind_groups(taker)
    take_together(taker)
    take_onward(taker)
    note_left(taker)
    return taker.harvest
