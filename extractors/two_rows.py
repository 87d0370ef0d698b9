"""Heads of a list in two rows, `联系方式` over `联系人 | 手机`, brought into the lower row.

Columns that are not parted have their head in the upper row, over an empty cell or merged down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from extractors.page import LONGEST_LABEL, Cell, Page, Table
from extractors.pattern import Pattern
from extractors.wording import key

LEAST = 3  # columns that such heads have together


def in_one_row(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with such heads in one row; the words over parted columns stay in the row above."""
    return page.with_blocks(
        [
            _in_one_row(block, patterns) if isinstance(block, Table) else block
            for block in page.blocks
        ]
    )


def _in_one_row(table: Table, patterns: Sequence[Pattern]) -> Table:
    words = _head_words(tuple(patterns))
    known: dict[int, int] = {}  # row → columns that its cells may head
    for cell, word in zip(table.cells, table.keys, strict=True):
        if columns := words.get(word):
            known[cell.row] = known.get(cell.row, 0) + columns
    if sum(known.values()) < LEAST:
        return table
    rows = table.by_row
    for number in sorted({row - below for row in known for below in (0, 1)} & rows.keys()):
        if known.get(number, 0) + known.get(number + 1, 0) < LEAST:
            continue
        upper, lower = rows[number], rows.get(number + 1, [])
        heads = [cell for cell in lower if cell.text.strip()]
        if len(heads) < 2 or not any(_parts(cell, heads) for cell in upper):
            continue
        empty = {(cell.column, cell.column_span): cell for cell in lower if not cell.text.strip()}
        lowered = [cell for cell in upper if _reaches_down(cell, empty)]
        whole = _known([*heads, *lowered], patterns)
        if whole < LEAST or whole <= max(_known(heads, patterns), _known(upper, patterns)):
            continue
        gone = {id(empty.get((cell.column, cell.column_span))) for cell in lowered}
        cells = [
            cell._replace(row=number + 1, row_span=1) if cell in lowered else cell
            for cell in table.cells
            if id(cell) not in gone
        ]
        return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
    return table


@lru_cache(maxsize=16)
def _head_words(patterns: tuple[Pattern, ...]) -> dict[str, int]:
    """The keys of all heads of lists, each with how many columns of one list it heads at most."""
    words: dict[str, int] = {}
    for pattern in patterns:
        for word, columns in pattern.heads.items():
            most = max(Counter(state for state, _ in columns).values())
            words[word] = max(most, words.get(word, 0))
    return words


def _key(text: str) -> str:
    """The key of what may be a head, "" for what is too long to be one."""
    return key(text) if len(text) <= LONGEST_LABEL else ""


def _parts(cell: Cell, heads: Iterable[Cell]) -> bool:
    """Whether a cell stands over several columns that have words of their own, `heads`."""
    if cell.column_span == 1 or not cell.text.strip():
        return False
    end = cell.column + cell.column_span
    return sum(cell.column <= each.column < end for each in heads) > 1


def _reaches_down(cell: Cell, empty: dict[tuple[int, int], Cell]) -> bool:
    over_nothing = cell.row_span == 1 and (cell.column, cell.column_span) in empty
    return bool(cell.text.strip()) and (cell.row_span == 2 or over_nothing)


def _known(cells: Iterable[Cell], patterns: Sequence[Pattern]) -> int:
    """How many of the cells head columns of one and the same list."""
    headed = _columns(tuple(patterns))
    found = [headed[word] for cell in cells if (word := _key(cell.text)) in headed]
    if not found:
        return 0
    lists = Counter((form, state) for form, state, _ in found[0].union(*found[1:]))
    return max(lists.values())


@lru_cache(maxsize=16)
def _columns(patterns: tuple[Pattern, ...]) -> dict[str, frozenset[tuple[str, int, int]]]:
    """The keys of all heads of lists, each with the columns (form, list, column) that it heads."""
    columns: dict[str, set[tuple[str, int, int]]] = {}
    for pattern in patterns:
        for word, places in pattern.heads.items():
            columns.setdefault(word, set()).update((pattern.form, *place) for place in places)
    return {word: frozenset(places) for word, places in columns.items()}
