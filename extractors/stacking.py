"""Blocks of the same labels side by side, `重点行业一：汽车 | 重点行业二：高端装备` over two
columns of answers, read as the form prints them: one below the other, the labels with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractors.items import LABEL_LENGTH
from extractors.page import Cell, Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import key


class _Titles(NamedTuple):
    """The titles behind which the same labels follow."""

    numbers: dict[str, int]  # key → number of the title
    words: tuple[str, ...]  # all the keys
    initials: frozenset[str]  # their first letters, by which most texts are told to be none


def stacked(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with each table of such blocks as a table a block."""
    titles = _all_titles(tuple(patterns))
    blocks: list[Paragraph | Table] = []
    for block in page.blocks:
        blocks.extend(_stacked(block, titles, patterns) if isinstance(block, Table) else [block])
    return page if len(blocks) == len(page.blocks) else replace(page, blocks=tuple(blocks))


@lru_cache(maxsize=16)
def _all_titles(patterns: tuple[Pattern, ...]) -> _Titles:
    numbers = {word: number for pattern in patterns for word, number in _titles(pattern).items()}
    return _Titles(numbers, tuple(numbers), frozenset(word[0] for word in numbers if word))


@lru_cache(maxsize=16)
def _titles(pattern: Pattern) -> dict[str, int]:
    """Key → number of the titles in cells behind which the same labels follow."""
    followers: dict[str, list[int]] = {}
    for state, following in zip(pattern.states, pattern.states[1:], strict=False):
        if state.kind == "cell" and state.inline and not state.fields and following.fields:
            followers.setdefault(following.printed, []).append(state.index)
    return {
        word: index
        for indexes in followers.values()
        if len(indexes) > 1
        for index in indexes
        for word in pattern.states[index].keys
    }


def _stacked(table: Table, titles: _Titles, patterns: Sequence[Pattern]) -> Iterator[Table]:
    """A table's blocks one below the other; the table itself where none stand side by side."""
    for heads in _rows_of_titles(table, titles):
        row = heads[0].row
        end = _end(table, heads)
        if end == row + 1:
            continue
        first = min(head.column for head in heads)
        ahead = [c for c in table.cells if c.row == row and c.column < first and c.row_span == 1]
        yield from _part(table, [cell for cell in table.cells if cell.row < row])
        yield from _part(table, ahead)  # the head of the labels' column: `指标`
        within = [cell for cell in table.cells if row <= cell.row < end and cell not in ahead]
        for head in heads:
            columns = {(each.column, each.column_span) for each in heads if each is not head}
            own = [cell for cell in within if (cell.column, cell.column_span) not in columns]
            yield from _part(table, _answered(own, head, patterns))
        yield from _part(table, [cell for cell in table.cells if cell.row >= end])
        return
    yield table


def _part(table: Table, cells: list[Cell]) -> Iterator[Table]:
    if cells:
        yield replace(table, cells=tuple(cells))


def _answered(cells: list[Cell], head: Cell, patterns: Sequence[Pattern]) -> list[Cell]:
    """A block's cells without the rows that the applicant added for another block."""
    idle = {
        cell.row
        for cell in cells
        if cell.column < head.column
        and cell.row_span == 1
        and not any(key(cell.text) in pattern.lookup for pattern in patterns)
    }
    answered = {cell.row for cell in cells if cell.column == head.column and cell.text.strip()}
    return [cell for cell in cells if cell.row not in idle or cell.row in answered]


def _rows_of_titles(table: Table, titles: _Titles) -> Iterator[list[Cell]]:
    """For each row in which several different titles stand, the cells of these."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell, text, said in zip(table.cells, table.texts, table.keys, strict=True):
        if said[:1] in titles.initials and len(text) <= LABEL_LENGTH:
            title = _title_of(said, titles)
            if title is not None:
                rows.setdefault(cell.row, {}).setdefault(title, cell)
    yield from (list(found.values()) for found in rows.values() if len(found) > 1)


def _title_of(said: str, titles: _Titles) -> int | None:
    """The title that a text with the key `said` begins with, the longest of several."""
    if not said.startswith(titles.words):
        return None
    return titles.numbers[max((word for word in titles.words if said.startswith(word)), key=len)]


def _end(table: Table, heads: list[Cell]) -> int:
    """One past the last row below the titles that has a label and, under each title, a cell."""
    end = heads[0].row + 1
    first = min(head.column for head in heads)
    while True:
        row = [cell for cell in table.cells if cell.row == end]
        under = {(cell.column, cell.column_span) for cell in row}
        labelled = any(cell.column < first and cell.text.strip() for cell in row)
        if not labelled or any((each.column, each.column_span) not in under for each in heads):
            return end
        end += 1
