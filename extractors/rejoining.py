"""Headings and labels that were broken by hand over two lines of paper: `四、项目组织` over
`实施、保障措施`, `推荐单` over `位：某局`; and labels with answers under each other in a cell.

Where a line ends before the margin a paragraph ends, and only the form's own words tell that two of
them are one, or that one of full lines is two. In a Word file the break stands within the paragraph
and needs no mending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from operator import is_
from typing import Final

from extractors.items import LABEL_LENGTH, label_words
from extractors.page import Cell, Line, Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import key

Blocks = tuple[Paragraph | Table, ...]

SAME_EDGE: Final = 3.0  # points by which a cell's edges may differ from page to page
SURELY: Final = 0.95  # quality of a wording from which it is the form's own


def rejoined(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with each two paragraphs as one that together say what a form prints, or what it
    prints before a colon, and neither of them alone; and with each as several of which several
    lines begin with what a form prints before a colon."""
    if page.pages is None:
        return page  # no paper
    return page.with_blocks(_rejoined(page.blocks, patterns))


def _rejoined(blocks: Blocks, patterns: Sequence[Pattern]) -> Blocks:
    """The blocks of a page or a cell, themselves where nothing is joined."""
    found: list[Paragraph | Table] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Table):
            found.append(_in_cells(block, patterns))
        elif isinstance(last, Paragraph) and _are_one(last, block, patterns):
            found[-1] = _joined(last, block)
        else:
            found += _parted(block, patterns)
    same = len(found) == len(blocks) and all(map(is_, found, blocks))
    return blocks if same else tuple(found)


def _in_cells(table: Table, patterns: Sequence[Pattern]) -> Table:
    table = _over_pages(table, patterns)
    held = [
        _rejoined(cell.blocks, patterns) if _has_lines(cell) else cell.blocks
        for cell in table.cells
    ]
    if all(blocks is cell.blocks for blocks, cell in zip(held, table.cells, strict=True)):
        return table
    cells = [cell._replace(blocks=blocks) for blocks, cell in zip(held, table.cells, strict=True)]
    return replace(table, cells=tuple(cells))


def _has_lines(cell: Cell) -> bool:
    return len(cell.blocks) > 1 or any(len(each.lines) > 1 for each in cell.paragraphs)


def _parted(paragraph: Paragraph, patterns: Sequence[Pattern]) -> list[Paragraph]:
    """A paragraph parted before each line that begins with a label, if its first line does."""
    text, lines = paragraph.text, paragraph.lines
    if len(lines) < 2 or not _COLON.search(text, lines[1].start):
        return [paragraph]
    starts = [line.start for line in lines if _is_labelled(paragraph, line, patterns)]
    if len(starts) < 2 or starts[0] > lines[0].start:
        return [paragraph]
    return [paragraph.stretch(start, end) for start, end in pairwise([0, *starts[1:], len(text)])]


def _is_labelled(paragraph: Paragraph, line: Line, patterns: Sequence[Pattern]) -> bool:
    """Whether a line begins with what a form prints, a note's plain number behind it perhaps, and a
    colon."""
    colon = _COLON.search(paragraph.text, line.start, line.start + LABEL_LENGTH)
    if colon is None:
        return False
    label = label_words(paragraph, line.start, colon.start())
    return _is_printed(label, patterns) or _is_printed(label.rstrip("0123456789"), patterns)


def _over_pages(table: Table, patterns: Sequence[Pattern]) -> Table:
    """The table with each two cells as one between which a page broke a label: `核心工业软` over
    `件(包括平台)`, beside rows that go on."""
    at_top: dict[int, list[Cell]] = {}
    for cell in table.cells:
        at_top.setdefault(cell.row, []).append(cell)
    cells: list[Cell] = []
    rests: list[Cell] = []  # the lower ones of two
    for cell in table.cells:
        for below in at_top.get(cell.row + cell.row_span, ()):
            label = _torn_label(cell, below, patterns)
            if label is not None:
                span = cell.row_span + below.row_span
                cell = cell._replace(row_span=span, blocks=(label,))
                rests.append(below)
        if not any(cell is rest for rest in rests):
            cells.append(cell)
    return replace(table, cells=tuple(cells)) if rests else table


def _torn_label(cell: Cell, below: Cell, patterns: Sequence[Pattern]) -> Paragraph | None:
    """The label of which a cell at a page's foot and the one below it hold a part each."""
    if max(abs(cell.x0 - below.x0), abs(cell.x1 - below.x1)) > SAME_EDGE:
        return None
    if len(cell.blocks) != 1 or len(below.blocks) != 1:
        return None
    upper, lower = cell.blocks[0], below.blocks[0]
    if not isinstance(upper, Paragraph) or not isinstance(lower, Paragraph):
        return None
    if not upper.lines or not lower.lines or upper.lines[-1].page == lower.lines[0].page:
        return None
    return _joined(upper, lower) if _are_one(upper, lower, patterns) else None


def _are_one(one: Paragraph, other: Paragraph, patterns: Sequence[Pattern]) -> bool:
    on_paper = bool(one.lines and other.lines)
    label = _COLON.split(other.text, maxsplit=1)[0]
    if not on_paper or other.apart or len(one.text) + len(label) > LABEL_LENGTH:
        return False
    return _is_printed(one.text + label, patterns) and not any(
        _is_printed(text, patterns) for text in (one.text, other.text, label)
    )


_COLON: Final = re.compile("[:：]")


def _is_printed(text: str, patterns: Sequence[Pattern]) -> bool:
    """Whether a form prints a text, and no more than it."""
    return any(
        quality > SURELY for pattern in patterns for _, quality in pattern.lookup.get(key(text), ())
    )


def _joined(one: Paragraph, other: Paragraph) -> Paragraph:
    """Two paragraphs as one, its second line where the first one ends."""
    by = len(one.text)
    lines = [each._replace(start=each.start + by, end=each.end + by) for each in other.lines]
    return one._replace(
        text=one.text + other.text,
        ticks=(*one.ticks, *(replace(each, offset=each.offset + by) for each in other.ticks)),
        superscripts=(
            *one.superscripts,
            *((start + by, end + by) for start, end in other.superscripts),
        ),
        notes=(*one.notes, *((at + by, note) for at, note in other.notes)),
        lines=(*one.lines, *lines),
    )
