"""The steps of repair, in their order."""

from __future__ import annotations

from operator import attrgetter

from extractors.items import Sheet
from extractors.match import Likeness, Match
from extractors.pattern import Pattern
from extractors.repair.doubts import (
    doubt_grids,
    doubt_halves,
    doubt_indicators,
    doubt_insides,
    doubt_later_heads,
    doubt_lists,
    doubt_strays,
    doubt_twins,
)
from extractors.repair.guesses import accept, offers_of
from extractors.repair.lines import take_lines, take_roles, take_titles
from extractors.repair.lists import take_lists
from extractors.repair.moved import take_moved
from extractors.repair.regrouped import follow, regroup
from extractors.repair.torn import join_torn


def repair(pattern: Pattern, sheet: Sheet, match: Match, likeness: Likeness) -> None:
    """Adds hits for missing labels to the match, in place."""
    regroup(pattern, sheet, match)
    take_moved(pattern, sheet, match)
    regroup(pattern, sheet, match)
    for _ in range(2):
        offers = offers_of(pattern, sheet, match, likeness)
        if not accept(pattern, sheet, match, offers):
            break
    follow(pattern, sheet, match)
    take_lines(pattern, sheet, match)
    take_roles(pattern, sheet, match)
    take_titles(pattern, sheet, match, likeness)
    take_lists(pattern, sheet, match)
    join_torn(sheet, match)
    doubt_twins(pattern, match)
    doubt_strays(pattern, match)
    doubt_halves(pattern, match)
    doubt_lists(pattern, match)
    doubt_later_heads(match)
    doubt_indicators(pattern, sheet, match)
    doubt_insides(pattern, sheet, match)
    doubt_grids(pattern, sheet, match)
    match.hits.sort(key=attrgetter("item", "paragraph", "start"))
