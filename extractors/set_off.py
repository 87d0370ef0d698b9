"""Words set off from the others beside them.

Of options with a row each, of which none is ticked, those whose words alone are underlined, bold or
the like are chosen, with doubt. Whether words that are struck out were taken back for good only
their writer knows: they are read, with doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractors.items import Slice
from extractors.page import RENEWED, UNSEEN
from extractors.ticks import SET_OFF, STRUCK, Choice, look_of, read_choice
from extractors.values import Taken


def is_struck(piece: Slice) -> bool:
    """Whether letters of a stretch are struck out."""
    return _is_set_off(piece, STRUCK)


def is_renewed(piece: Slice) -> bool:
    """Whether letters of a stretch are a date that the program sets anew."""
    return _is_set_off(piece, RENEWED)


def is_unseen(piece: Slice) -> bool:
    """Whether letters of a stretch can't be seen on the paper."""
    return _is_set_off(piece, UNSEEN)


def _is_set_off(piece: Slice, way: str) -> bool:
    stretches = (
        (max(first, piece.start), min(last, piece.end))
        for first, last, how in piece.paragraph.set_off
        if way in how
    )
    return any(piece.paragraph.text[first:last].strip() for first, last in stretches)


def without_ticks(taken: Iterable[Taken]) -> dict[str, Choice]:
    """For the path of each such option that it is chosen."""
    groups: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for each in taken:
        if each.hole.kind == "ticks" and len(each.hole.options) == 1:
            outer, _, leaf = each.path.rsplit(".", 2)
            groups[outer, leaf].append(each)
    return {path: choice for group in groups.values() for path, choice in _chosen(group)}


def _chosen(group: Sequence[Taken]) -> Iterable[tuple[str, Choice]]:
    choices = (read_choice(each.slices, each.hole.options) for each in group)
    if any(state for choice in choices for state in choice.states.values()):
        return ()
    looks = [look_of(each.slices, each.hole.options[0]) for each in group]
    found = {
        tuple(
            each
            for each, look in zip(group, looks, strict=True)
            if (how in look) != (how == STRUCK)
        )
        for how in set("".join(looks)) - {UNSEEN}
    }
    chosen = [each for each in found if len(each) < len(group)]
    if len(chosen) != 1:
        return ()
    return [
        (each.path, Choice({each.hole.options[0]: True}, SET_OFF, survivors=True))
        for each in chosen[0]
    ]
