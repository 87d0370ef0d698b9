"""A form that was typed with tab stops in place of tables: its lines as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from extractors.items import LABEL_LENGTH
from extractors.page import Cell, Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import key

LABELS: Final = 5  # different labels in lines with tabs from which a form stands there
WIDTH: Final = 100.0  # points of a column: only the order of columns is known

_BETWEEN_TABS = re.compile(r"[^\t]*[^\t\s][^\t]*")

Stretch = tuple[int, int]


def as_tables(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with each run of lines that tabs part as a table, where a form's labels stand in
    such lines; the page itself where none do."""
    if not any(isinstance(each, Paragraph) and "\t" in each.text for each in page.blocks):
        return page
    said = {
        key(line.text[start:end])
        for line in page.blocks
        if isinstance(line, Paragraph) and _is_tabbed(line)
        for start, end in _cells(line)
        if end - start <= LABEL_LENGTH
    }
    if max(len(said & _labels(pattern)) for pattern in patterns) < LABELS:
        return page
    prose = frozenset(word for pattern in patterns for word in _labels(pattern, of_prose=True))
    known = frozenset(word for pattern in patterns for word in pattern.lookup)
    blocks: list[Paragraph | Table] = []
    rows: list[list[Paragraph]] = []
    for block in page.blocks:
        if isinstance(block, Paragraph) and _is_tabbed(block):
            rows.append([block])
        elif isinstance(block, Paragraph) and rows and _goes_on(rows[-1], block, prose, known):
            rows[-1].append(block)
        else:
            blocks += [_table(rows), block] if rows else [block]
            rows = []
    return replace(page, blocks=(*blocks, *([_table(rows)] if rows else [])))


def _labels(pattern: Pattern, of_prose: bool = False) -> set[str]:
    """The wordings of a form's labels in cells, all or those beside which prose stands."""
    return {
        word
        for state in pattern.states
        if state.kind == "cell"
        and (not of_prose or any(hole.kind == "prose" for hole in state.holes))
        for word in state.keys
    }


def _goes_on(
    row: Sequence[Paragraph], line: Paragraph, prose: Container[str], known: Container[str]
) -> bool:
    """Whether a line without tabs goes on with the prose of the row before it."""
    start, end = _cells(row[0])[0]
    end = min(end, start + LABEL_LENGTH)
    label = re.split("[:：]", line.text[: 2 * LABEL_LENGTH], maxsplit=1)[0]
    return key(row[0].text[start:end]) in prose and key(label) not in known


def _is_tabbed(block: Paragraph | Table) -> bool:
    return isinstance(block, Paragraph) and len(_cells(block)) > 1


def _cells(paragraph: Paragraph) -> list[Stretch]:
    """The stretches between tabs that say something; a line on paper has no tabs."""
    if "\t" not in paragraph.text or paragraph.lines:
        return []
    return [found.span() for found in _BETWEEN_TABS.finditer(paragraph.text)]


def _table(rows: Sequence[Sequence[Paragraph]]) -> Table:
    """A table of rows, each a line with tabs and those without that go on with its last cell."""
    columns = max(len(_cells(line)) for line, *_ in rows)
    cells = tuple(cell for at, lines in enumerate(rows) for cell in _row(at, lines, columns))
    return Table(cells, len(rows), columns, rows[0][0].where)


def _row(row: int, lines: Sequence[Paragraph], columns: int) -> Iterator[Cell]:
    """The cells of a row; the last one of a short row reaches to the right end."""
    line, *more = lines
    stretches = _cells(line)
    for column, (start, end) in enumerate(stretches):
        last = column + 1 == len(stretches)
        span = columns - column if last else 1
        x0, x1 = column * WIDTH, (column + span) * WIDTH
        held = (line.stretch(start, end), *(more if last else ()))
        yield Cell(row, column, 1, span, x0, x1, line.where, held)
