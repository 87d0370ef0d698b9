"""Rows of grids: answers by the heads of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.foreign import overlap
from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.match.wordings import worded
from extractors.pattern import State
from extractors.values.harvest import (
    GUESSED,
    INLINE,
    RIGHT,
)
from extractors.values.taker import Taker

REMARKED = 0.85  # under a head with a remark: `2023年（1—9月）`
TWICE = "表头中有两列写作同一列，请核对各列是哪一年"
SERIES = 120  # characters of a cell that may say a whole row


def take_series(taker: Taker, state: State, hit: Hit, cells: list[Item]) -> None:
    """A row of a grid: by the columns' heads where they were found, else by order."""
    beside = taker.sheet.right_of(taker.sheet.items[hit.item])
    if len(beside) == 1 and (series := _series_in(taker, state, beside[0])):
        taker.use(beside)
        taker.fields(state.fields, [(piece, INLINE) for piece in series], state, hit)
        return
    if not cells and state.columns:
        _turned_series(taker, state, hit)
        return
    if state.columns and len(cells) < len(state.fields):
        by_row = [_cell_in_row_of(taker, state, column, hit.item) for column in state.columns]
        if sum(cell is not None for cell in by_row) > 1:
            taker.use(cell for cell in by_row if cell is not None)
            pieces = [(cell.slices if cell else (), RIGHT) for cell in by_row]
            taker.fields(state.fields, pieces, state, hit)
            return
    heads = [_head_above(taker, column, hit.item) for column in state.columns]
    chosen: list[Item | None] = []
    sure = RIGHT
    if any(heads):
        for column, head in zip(state.columns, heads, strict=True):
            best = _under(cells, head) if head else None
            chosen.append(best if best and (best.rejoined or best not in chosen) else None)
            if head and best and _is_headed_twice(taker, head, column, cells, best):
                hit = replace(hit, doubt=hit.doubt or TWICE)
    elif len(cells) == len(state.fields):
        chosen = list(cells)
        sure = RIGHT if not state.columns else GUESSED
    else:
        filled = [cell for cell in cells if cell.text.strip()]
        chosen = list(filled[: len(state.fields)])
        sure = GUESSED
    taker.use(cell for cell in cells if cell in chosen or not cell.text.strip())
    places = [
        REMARKED if head and head.key not in taker.pattern.lookup else sure
        for head in heads or [None] * len(chosen)
    ]
    pieces = [(cell.slices if cell else (), at) for cell, at in zip(chosen, places, strict=False)]
    taker.fields(state.fields, pieces, state, hit)


def _series_in(taker: Taker, state: State, cell: Item) -> list[tuple[Slice, ...]]:
    """The answers of a row of which one cell says all, each behind its column's head:
    `2021年：46.2；2022年：44.85`; none where it doesn't."""
    heads = [re.escape(taker.pattern.states[column].printed) for column in state.columns]
    if not heads or len(cell.paragraphs) != 1 or len(cell.text) > SERIES:
        return []
    (paragraph,) = cell.paragraphs
    head = "|".join(heads)
    parts = rf"({head})\s*[:：]?([^；;，、]*?)[\s；;，、。]*(?={head}|$)"
    found: dict[str, tuple[Slice, ...]] = {}
    for said in re.finditer(parts, paragraph.text):
        found.setdefault(re.escape(said[1]), (Slice(paragraph, *said.span(2)),))
    return [found.get(head, ()) for head in heads] if len(found) > 1 else []


def _turned_series(taker: Taker, state: State, hit: Hit) -> None:
    """A grid typed with its rows as columns: the label heads a column, the columns' heads stand
    before their rows."""
    head = taker.sheet.items[hit.item]
    pieces: list[tuple[tuple[Slice, ...], float]] = []
    for column in state.columns:
        cell = _turned_cell(taker, head, column)
        if cell is not None:
            taker.use([cell])
        pieces.append((cell.slices if cell is not None else (), RIGHT))
    taker.fields(state.fields, pieces, state, hit)


def _cell_in_row_of(taker: Taker, state: State, column: int, near: int) -> Item | None:
    """The answer where each column's head leads rows of its own, the label again in each."""
    for head in taker.sheet.items[max(0, near - 80) : near + 80]:
        if head.table >= 0 and _says(taker, head, (column,)):
            for cells in _rows_led_by(taker, head, state.columns):
                for at, cell in enumerate(cells[:-1]):
                    if cell.key in state.keys and cell.x0 >= head.x1 - 1.0:
                        return cells[at + 1]
    return None


def _rows_led_by(taker: Taker, head: Item, columns: tuple[int, ...]) -> Iterator[list[Item]]:
    """The head's row and those below, up to the next head of a column."""
    for row in range(head.row, head.row + 6):
        cells = taker.sheet.rows[head.table].get(row, [])
        if row > head.row and any(_says(taker, cell, columns) for cell in cells):
            return
        yield cells


def _says(taker: Taker, item: Item, states: tuple[int, ...]) -> bool:
    return any(state in states for state, _ in worded(taker.pattern, item.words, item.key))


def _turned_cell(taker: Taker, head: Item, column: int) -> Item | None:
    for number in range(head.row_end, head.row_end + 12):
        row = taker.sheet.rows[head.table].get(number, []) if head.table >= 0 else []
        if any(_says(taker, item, (column,)) for item in row):
            return max(row, key=lambda item: overlap(item, head))
    return None


def _under(cells: list[Item], head: Item) -> Item | None:
    """The cell of a row that stands under a head."""
    best = max(cells, key=lambda cell: overlap(cell, head), default=None)
    return best if best is not None and overlap(best, head) > 0 else None


def _is_headed_twice(
    taker: Taker, head: Item, column: int, cells: list[Item], answer: Item
) -> bool:
    """Whether another answer of the row has a head that says the same column: one is mistaken."""
    others = (other for other in taker.sheet.row_of(head) if _says(taker, other, (column,)))
    answers = (_under(cells, other) for other in others)
    return any(other is not None and other.text != answer.text for other in answers)


def _head_above(taker: Taker, column: int, before: int) -> Item | None:
    """The nearest item above that heads a column, in whatever order the columns stand."""
    for item in reversed(taker.sheet.items[max(0, before - 60) : before]):
        if _says(taker, item, (column,)):
            return item
    return None
