"""Headings and labels that were broken by hand over two lines of paper: `四、项目组织` over
`实施、保障措施`, `推荐单` over `位：某局`.

Where a line ends before the margin a paragraph ends, and only the form's own words tell that two of
them are one. In a Word file the break stands within the paragraph and needs no mending.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from operator import is_
from typing import Final

from extractors.items import LABEL_LENGTH
from extractors.page import Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.wording import key

Blocks = tuple[Paragraph | Table, ...]

SURELY: Final = 0.95  # quality of a wording from which it is the form's own


def rejoined(page: Page, patterns: Sequence[Pattern]) -> Page:
    """The page with each two paragraphs as one that together say what a form prints, or what it
    prints before a colon, and neither of them alone."""
    blocks = _rejoined(page.blocks, patterns)
    return page if blocks is page.blocks else replace(page, blocks=blocks)


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
            found.append(block)
    same = len(found) == len(blocks) and all(map(is_, found, blocks))
    return blocks if same else tuple(found)


def _in_cells(table: Table, patterns: Sequence[Pattern]) -> Table:
    held = [
        _rejoined(cell.blocks, patterns) if len(cell.blocks) > 1 else cell.blocks
        for cell in table.cells
    ]
    if all(blocks is cell.blocks for blocks, cell in zip(held, table.cells, strict=True)):
        return table
    cells = [cell._replace(blocks=blocks) for blocks, cell in zip(held, table.cells, strict=True)]
    return replace(table, cells=tuple(cells))


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
