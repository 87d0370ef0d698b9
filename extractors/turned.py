"""Groups of answers as rows of one table, `| | 姓名 | 职务 | 电话 |` over a row for 法人代表 and
one for 项目联系人, read as the form prints them: labels beside their group, answers beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extractors.items import LABEL_LENGTH
from extractors.page import Cell, Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import key

LEAST = 2  # groups, and labels of theirs, that make such a table
WIDTH = 100.0  # points of a column of the table that is made


def turned(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with each such table as one with a row an answer; the page itself without any."""
    labels = _labels(tuple(patterns))
    blocks: list[Paragraph | Table] = []
    for block in page.blocks:
        blocks.extend(_turned(block, patterns, labels) if isinstance(block, Table) else [block])
    return page.with_blocks(blocks)


@lru_cache(maxsize=16)
def _labels(patterns: tuple[Pattern, ...]) -> frozenset[str]:
    """The keys of all labels of some forms."""
    return frozenset(word for pattern in patterns for word in pattern.lookup)


def _turned(table: Table, patterns: Sequence[Pattern], labels: frozenset[str]) -> Iterator[Table]:
    """The groups' rows as a table of their own, and what stands around them as others."""
    rows = table.by_row
    for head in sorted(rows):
        groups = _groups_under(rows, head, patterns, labels)
        if len(groups) >= LEAST:
            yield from _part(table, [cell for cell in table.cells if cell.row < head])
            yield _as_rows(table, rows[head], [rows[row] for row in groups])
            yield from _part(table, [cell for cell in table.cells if cell.row > groups[-1]])
            return
    yield table


def _groups_under(
    rows: Mapping[int, Sequence[Cell]],
    head: int,
    patterns: Sequence[Pattern],
    labels: frozenset[str],
) -> list[int]:
    """The rows right under a row of labels that groups with these labels lead."""
    first, *heads = rows[head]
    if _word(first) in labels or not _are_labels(heads, labels):
        return []
    asked = [_groups_of(pattern, _word(cell)) for cell in heads for pattern in patterns]
    found: list[int] = []
    row = head + 1
    while row in rows:
        leader, *answers = rows[row]
        word = _word(leader)
        groups = {state for each in patterns for state, _ in each.lookup.get(word, ())}
        led = sum(bool(groups & each) for each in asked) >= LEAST
        if not led or any(_word(cell) in labels for cell in answers):
            break
        found.append(row)
        row += 1
    return found


def _are_labels(cells: Sequence[Cell], labels: frozenset[str]) -> bool:
    """Whether cells are labels, at most a third of them of the office's own (性别, 身份证号)."""
    left = len(cells) // 3
    for cell in cells:
        word = _word(cell)
        if word not in labels:
            left -= 1
            if left < 0 or not word:
                return False
    return True


def _word(cell: Cell) -> str:
    """The key of what may be a label, "" for what is too long to be one."""
    text = cell.text
    return key(text) if len(text) <= LABEL_LENGTH else ""


@lru_cache(maxsize=4096)
def _groups_of(pattern: Pattern, word: str) -> frozenset[int]:
    """The groups in which a word is the label of an answer, where there are several."""
    states = (pattern.states[state] for state, _ in pattern.lookup.get(word, ()))
    groups = frozenset(state.group for state in states if state.fields and state.group is not None)
    return groups if len(groups) >= LEAST else frozenset()


def _part(table: Table, cells: list[Cell]) -> Iterator[Table]:
    if cells:
        yield replace(table, cells=tuple(cells))


def _as_rows(table: Table, heads: Sequence[Cell], groups: Sequence[Sequence[Cell]]) -> Table:
    """A row for each answer: its group, over all of its rows, its label, and the answer."""
    cells: list[Cell] = []
    row = 0
    for leader, *answers in groups:
        pairs = [
            (head, answer)
            for answer in answers
            if answer.text.strip() and (head := _head_over(heads, answer)) is not None
        ]
        cells.append(_placed(leader, row, 0)._replace(row_span=max(len(pairs), 1)))
        for head, answer in pairs:
            cells += [_placed(head, row, 1), _placed(answer, row, 2)]
            row += 1
        row += not pairs
    return Table(tuple(cells), row, 3, table.where)


def _head_over(heads: Sequence[Cell], answer: Cell) -> Cell | None:
    return next((head for head in heads if head.column == answer.column), None)


def _placed(cell: Cell, row: int, column: int) -> Cell:
    x0 = column * WIDTH
    return cell._replace(row=row, column=column, row_span=1, column_span=1, x0=x0, x1=x0 + WIDTH)
