"""Head rows of lists: which rows of the page may open which list.

The heads of several lists of a form say nearly the same (序号, 关键指标, 研制单位), so a row is one
wording: it is weighed as a whole, with the group label that stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extractors.items import Item, Sheet
from extractors.pattern import Head, Pattern, State
from extractors.wording import core, similarity, weight, without_gloss

LIKE = 0.6  # similarity from which a cell may be a misspelt head
SPOKEN = 0.85  # quality of a head in other words
CLOSE = 0.3  # a difference in fit that decides nothing
RIVAL = 1.0  # how much worse than the best list a list may fit and still be weighed
WIDEST = 50  # cells of a row that is kept


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A row of the page as the heads of one list: column → its cell, and how well it fits."""

    state: int
    cells: dict[int, Item] = field(default_factory=dict)
    fit: float = 0.0  # in units of one firm label
    quality: float = 0.0  # 0..1
    exact: bool = False  # every head is there in known words
    twice: frozenset[int] = frozenset()  # columns whose words head another column, too
    rivalled: bool = False  # another list of the form fits the row nearly as well

    @property
    def last(self) -> int:
        return max(item.index for item in self.cells.values())


class _Cell(NamedTuple):
    """What of a cell tells whether it heads a column: the same in one document as in the next."""

    place: int  # in its row
    words: str
    key: str
    x0: float
    x1: float
    filled: bool


@dataclass(frozen=True, slots=True)
class _Fit:
    """A row as the heads of one list: column → its cell; otherwise as `HeadRow`."""

    state: int
    cells: dict[int, _Cell]
    fit: float
    quality: float
    exact: bool
    twice: frozenset[int]


def head_rows(pattern: Pattern, sheet: Sheet, thorough: bool) -> list[HeadRow]:
    """The rows that may be head rows; `thorough` looks at rows of which no head is known, too."""
    found: list[HeadRow] = []
    for rows in sheet.rows:
        for number, row in rows.items():
            if not thorough and not _has_heads(pattern, row):
                continue
            down = [item for item in row if sheet.goes_down(item)]
            if sum(bool(_lookup(pattern, item)) for item in down) > 1:
                down = []  # heads of two rows' height: a stray line parts a cell beside them
            heads = [item for item in row if item not in down]
            if len(heads) > 1:
                beside = [item for item in row if item not in heads]
                above = rows.get(number - 1, [])
                labels = beside + (above if len(above) == 1 else [])
                found.extend(_of_row(pattern, heads, labels, thorough))
    return found


def _has_heads(pattern: Pattern, row: Sequence[Item]) -> bool:
    """Whether two cells of a row are worded as heads."""
    found, others = 0, 0
    for item in row:
        if _lookup(pattern, item):
            found += 1
        else:
            others += 1
        if found > 1 or others > len(row) - 2:
            break
    return found > 1


def _of_row(
    pattern: Pattern, row: list[Item], labels: list[Item], thorough: bool
) -> Iterable[HeadRow]:
    cells = tuple(
        _Cell(
            at, each.words if each.key else "", each.key, each.x0, each.x1, each.text.strip() != ""
        )
        for at, each in enumerate(row)
    )
    fits = _fits if len(row) <= WIDEST else _fits.__wrapped__
    beside = tuple(label.key for label in labels if label.key)
    for fit, rivalled in fits(pattern, cells, beside, thorough):
        heads = {column: row[cell.place] for column, cell in fit.cells.items()}
        yield HeadRow(fit.state, heads, fit.fit, fit.quality, fit.exact, fit.twice, rivalled)


@lru_cache(maxsize=1024)  # the heads of one document are those of the next
def _fits(
    pattern: Pattern, row: tuple[_Cell, ...], labels: tuple[str, ...], thorough: bool
) -> list[tuple[_Fit, bool]]:
    """The lists that a row may be the heads of, and whether each has a rival; `labels` are the keys
    of the labels beside it and above."""
    exact: dict[int, dict[int, _Cell]] = {}
    for cell in row:
        for state, column in _lookup(pattern, cell):
            exact.setdefault(state, {}).setdefault(column, cell)
    if not any(len(set(columns.values())) > 1 for columns in exact.values()):
        if not thorough or not _wordy(row):
            return []
        exact = {state.index: exact.get(state.index, {}) for state in pattern.states if state.heads}
    fits = [
        fit
        for state, columns in exact.items()
        if (fit := _fit(pattern, pattern.states[state], columns, row, labels))
    ]
    if not fits:
        return []
    whole = [fit for fit in fits if fit.exact]
    best = max(fit.fit for fit in fits)
    kept = whole or [fit for fit in fits if fit.fit > best - RIVAL]
    return [(fit, _is_rivalled(fit, kept)) for fit in kept]


def _is_rivalled(fit: _Fit, kept: Sequence[_Fit]) -> bool:
    return any(other.state != fit.state and other.fit > fit.fit - CLOSE for other in kept)


def _lookup(pattern: Pattern, item: Item | _Cell) -> Iterable[tuple[int, int]]:
    first = item.key[:1]
    if first not in _initials(pattern) and not "a" <= first <= "z":
        return ()  # most answers; a head may be in English first
    return pattern.heads.get(item.key) or _in_other_forms(pattern, item.words, item.key)


@lru_cache(maxsize=16)
def _initials(pattern: Pattern) -> frozenset[str]:
    """The first letters of all heads' keys."""
    return frozenset(word[0] for word in pattern.heads if word)


@lru_cache(maxsize=8192)  # the labels of one document are those of the next
def _in_other_forms(pattern: Pattern, words: str, word: str) -> tuple[tuple[int, int], ...]:
    """Heads that are worded so but for a bracket or a note's number behind it, or for the same in
    English beside it."""
    others = (core(words), word.rstrip("0123456789"), core(without_gloss(words)))
    return next((found for other in others if (found := pattern.heads.get(other))), ())


def _is_printed(head: Head, cell: _Cell) -> bool:
    words = cell.key, core(cell.words), core(without_gloss(cell.words))
    return any(word in head.keys for word in words)


def _wordy(row: Sequence[_Cell]) -> bool:
    """Whether every cell of a row is a short word, as heads are."""
    filled = [cell for cell in row if cell.filled]
    return len(filled) > 2 and all(
        2 <= len(cell.key) <= 14 and not any(letter.isdigit() for letter in cell.key)
        for cell in filled
    )


def _fit(
    pattern: Pattern,
    state: State,
    exact: dict[int, _Cell],
    row: Sequence[_Cell],
    labels: Sequence[str],
) -> _Fit | None:
    """The row as the heads of one list: known heads first, then misspelt ones for what is left."""
    cells: dict[int, _Cell] = {}
    qualities: dict[int, float] = {}
    for column, cell in exact.items():
        if cell not in cells.values():
            cells[column] = cell
            qualities[column] = 1.0 if _is_printed(state.heads[column], cell) else SPOKEN
    complete = len(cells) == len(state.heads)
    for alike, column, cell in () if complete else _misspelt(state.heads, cells, row):
        if column not in cells and cell not in cells.values():
            cells[column] = cell
            qualities[column] = alike
    if len(cells) < max(2, (len(state.heads) + 1) // 2):
        return None
    fit = sum(weight(state.heads[column].printed) * q for column, q in qualities.items())
    if state.group is not None:
        fit += 0.6 * _group(pattern.states[state.group], cells, row, labels)
    quality = sum(qualities.values()) / len(state.heads)
    words = [cell.key for cell in row]
    twice = frozenset(column for column, cell in cells.items() if words.count(cell.key) > 1)
    return _Fit(state.index, cells, fit, quality, complete, twice)


def _misspelt(
    heads: tuple[Head, ...], known: dict[int, _Cell], row: Sequence[_Cell]
) -> list[tuple[float, int, _Cell]]:
    """Likeness of the cells that are left to the heads that are missing, best first."""
    taken = set(known.values())
    free = [cell for cell in row if cell not in taken and 2 <= len(cell.key) <= 20]
    missing = [column for column in range(len(heads)) if column not in known]
    pairs = [
        (alike, column, cell)
        for column in missing
        for cell in free
        if (alike := max(similarity(cell.key, word) for word in heads[column].keys)) >= LIKE
    ]
    return sorted(pairs, key=lambda pair: -pair[0])


def _group(
    group: State, cells: dict[int, _Cell], row: Sequence[_Cell], labels: Sequence[str]
) -> float:
    """How well the label to the left of the heads, or alone in the row above, names the list."""
    first = min(cell.x0 for cell in cells.values())
    said = {*labels, *(cell.key for cell in row if cell.x1 <= first + 1.0 and cell.key)}
    if said & group.keys.keys():
        return 1.0
    return max((similarity(word, own) for word in said for own in group.keys), default=0.0)
