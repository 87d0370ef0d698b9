"""Rows of grids: answers by the heads of their columns."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.foreign import overlap
from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.pattern import State
from extractors.values.harvest import (
    GUESSED,
    RIGHT,
)
from extractors.values.taker import Taker


def take_series(taker: Taker, state: State, hit: Hit, cells: list[Item]) -> None:
    """A row of a grid: by the columns' heads where they were found, else by order."""
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
        for head in heads:
            best = max(cells, key=lambda c: overlap(c, head), default=None) if head else None
            if head is None or best is None or overlap(best, head) <= 0:
                chosen.append(None)
            else:
                chosen.append(best if best.rejoined or best not in chosen else None)
    elif len(cells) == len(state.fields):
        chosen = list(cells)
        sure = RIGHT if not state.columns else GUESSED
    else:
        filled = [cell for cell in cells if cell.text.strip()]
        chosen = list(filled[: len(state.fields)])
        sure = GUESSED
    taker.use(cell for cell in cells if cell in chosen or not cell.text.strip())
    pieces = [(cell.slices if cell else (), sure) for cell in chosen]
    taker.fields(state.fields, pieces, state, hit)


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
    return any(state in states for state, _ in taker.pattern.lookup.get(item.key, ()))


def _turned_cell(taker: Taker, head: Item, column: int) -> Item | None:
    for number in range(head.row_end, head.row_end + 12):
        row = taker.sheet.rows[head.table].get(number, []) if head.table >= 0 else []
        named = any(
            state == column for item in row for state, _ in taker.pattern.lookup.get(item.key, ())
        )
        if named:
            return max(row, key=lambda item: overlap(item, head))
    return None


def _head_above(taker: Taker, column: int, before: int) -> Item | None:
    """The nearest item above that heads a column, in whatever order the columns stand."""
    for item in reversed(taker.sheet.items[max(0, before - 60) : before]):
        if any(state == column for state, _ in taker.pattern.lookup.get(item.key, ())):
            return item
    return None
