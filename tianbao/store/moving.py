"""Where answers stand now that were read, after persons added rows to lists or took some out.

Evidence, findings and acceptances name an answer by the path that it had then; `moved` gives the
path that it has now, None for one whose row is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeVar

from tianbao.store.models import Revision

T = TypeVar("T")


class Move(NamedTuple):
    """A change of which rows a list has."""

    number: int  # of its revision
    path: str  # of the list
    rows: Mapping[int, int]  # index before → index after, of the rows that stayed
    added: tuple[int, ...]  # indexes after


def moves(revisions: Iterable[Revision]) -> list[Move]:
    """The changes of rows that stand, in their order."""
    return [move for each in standing(revisions) if (move := move_of(each)) is not None]


def standing(revisions: Iterable[Revision]) -> list[Revision]:
    """The revisions that were not taken back, in their order."""
    every = list(revisions)
    undone = {each.undoes for each in every}
    return [each for each in every if each.undoes is None and each.number not in undone]


def move_of(revision: Revision) -> Move | None:
    """What a revision did to the rows of a list; None for one that left them where they were."""
    old, new = revision.old, revision.new
    if not (_are_rows(old) or _are_rows(new)) or len(old or ()) == len(new or ()):
        return None
    rows = _stayed(old or [], new or [])
    added = tuple(sorted(set(range(len(new or []))) - set(rows.values())))
    return Move(revision.number, revision.path, rows, added)


def moved(path: str, after: Sequence[Move]) -> str | None:
    """The path that an answer has after some moves; None for one whose row is gone."""
    for move in after:
        if path.startswith(f"{move.path}."):
            index, dot, rest = path[len(move.path) + 1 :].partition(".")
            row = move.rows.get(int(index)) if index.isdecimal() else None
            if row is None:
                return None
            path = f"{move.path}.{row}{dot}{rest}"
    return path


def moved_keys(values: Mapping[str, T], after: Sequence[Move]) -> dict[str, T]:
    """Values by path, by the paths that they have after some moves."""
    paths = ((moved(path, after), value) for path, value in values.items())
    return {path: value for path, value in paths if path is not None}


def moved_problems(problems: Iterable[dict[str, Any]], after: Sequence[Move]) -> Any:
    """Problems by the paths that they have after some moves, without those of rows that are gone.

    One of the whole document keeps its path, which is empty."""
    for problem in problems:
        path = moved(problem["path"], after)
        if path is not None:
            yield {**problem, "path": path}


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _stayed(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """The rows of one list that another has too: what is alike, and between such rows as many as
    were there before, which were changed and stayed."""
    a, b = ([json.dumps(row, sort_keys=True) for row in rows] for rows in (old, new))
    stayed: dict[int, int] = {}
    for _, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            stayed.update(zip(range(i1, i2), range(j1, j2), strict=True))
    return stayed
