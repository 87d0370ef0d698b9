"""The page as the matcher walks it: items in reading order, and the grid each of them stands in.

An item is a paragraph outside tables or one cell at its anchor; a nested table's cells follow their
cell. Tables stay apart, and every item keeps its row and x-range, so that values can be taken by
geometry after the labels were aligned by order.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractors.page import LONGEST_LABEL, Cell, Page, Paragraph, Table
from extractors.wording import key, numbering

LABEL_LENGTH = 40  # characters; no label of an official form is longer in a cell
FRAMED = 3  # headings of the form in one cell make it a frame round the text


class Slice(NamedTuple):
    """A stretch of a paragraph's text: where an answer, or a part of it, stands."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]


def whole(paragraph: Paragraph) -> Slice:
    """All of a paragraph."""
    return Slice(paragraph, 0, len(paragraph.text))


@dataclass(slots=True, eq=False)
class Item:
    """A paragraph, or a cell with its place in the grid: x0, x1 in points, left as a share.

    Each is there once on its sheet, so that two are the same only as objects.
    """

    index: int
    paragraphs: tuple[Paragraph, ...]
    text: str
    words: str  # the text as a label would say it: without raised note numbers
    key: str  # comparison key of the words, "" for what is too long to be a label
    table: int = -1  # number of the table on the page, -1 outside
    row: int = 0
    row_end: int = 0  # one past the last row it spans
    x0: float = 0.0
    x1: float = 0.0
    left: float = 0.0
    cell: Cell | None = None
    apart: bool = False  # in a text box: beside the text, not in it
    rejoined: bool = False  # several cells with the same text, taken for one that was unmerged

    @property
    def slices(self) -> tuple[Slice, ...]:
        return tuple([Slice(each, 0, len(each.text)) for each in self.paragraphs])


@dataclass(slots=True)
class Sheet:
    """All items of a page, with the rows of each table as lists of items from left to right."""

    items: list[Item] = field(default_factory=list)
    rows: list[dict[int, list[Item]]] = field(default_factory=list)  # table → row → its items
    loose: set[int] = field(default_factory=set)  # tables whose merged cells came apart
    # Item → what was asked of its place before: places don't change once a page is laid out.
    _right: dict[int, list[Item]] = field(default_factory=dict)
    _leaders: dict[int, Item | None] = field(default_factory=dict)

    def row_of(self, item: Item) -> list[Item]:
        """The items anchored in the item's row, from left to right."""
        return self.rows[item.table].get(item.row, []) if item.table >= 0 else []

    def right_of(self, item: Item) -> list[Item]:
        """Items of the same row to the right, nearest first."""
        found = self._right.get(item.index)
        if found is None:
            end = item.x1 - 1.0
            found = [other for other in self.row_of(item) if other.x0 >= end]
            self._right[item.index] = found
        return found

    def left_of(self, item: Item) -> list[Item]:
        """Items of the same row to the left, from left to right."""
        return [other for other in self.row_of(item) if other.x1 <= item.x0 + 1.0]

    def above(self, item: Item) -> Item | None:
        """The item directly above that begins at the same edge."""
        if item.table < 0:
            return None
        for other in self.rows[item.table].get(item.row - 1, []):
            if abs(other.x0 - item.x0) < 3.0:
                return other
        return None

    def leader(self, item: Item) -> Item | None:
        """The leftmost cell that stands beside the item's row, spanning it or in it."""
        if item.index not in self._leaders:
            self._leaders[item.index] = self._leader(item)
        return self._leaders[item.index]

    def _leader(self, item: Item) -> Item | None:
        rows = self.rows[item.table] if item.table >= 0 else {}
        for row in range(item.row, max(-1, item.row - 8), -1):
            cells = rows.get(row)
            if cells and cells[0].row_end > item.row and cells[0].x1 <= item.x0 + 1.0:
                return cells[0]
        return None

    def goes_down(self, item: Item) -> bool:
        """Whether a cell spans rows: by its merge, or as the first of its row by the same words
        repeated below it."""
        if item.row_end - item.row > 1:
            return True
        below = self.below(item) if self.row_of(item)[:1] == [item] else None
        return below is not None and bool(item.key) and below.key == item.key

    def below(self, item: Item) -> Item | None:
        """The item directly below with the same x-range, up to a tenth of its width."""
        if item.table < 0:
            return None
        width = max(item.x1 - item.x0, 1.0)
        for other in self.rows[item.table].get(item.row_end, []):
            if abs(other.x0 - item.x0) <= width / 10 and abs(other.x1 - item.x1) <= width / 10:
                return other
        return None


def lay_out(page: Page) -> Sheet:
    """The items of a page, its text boxes behind its body."""
    sheet = Sheet()
    for block in page.blocks:
        if isinstance(block, Paragraph):
            _add_paragraph(sheet, block, block.apart)
        else:
            _add_table(sheet, block)
    for paragraph in page.floating:
        _add_paragraph(sheet, paragraph, apart=True)
    return sheet


def unwrapped(page: Page, headings: Container[str] = ()) -> Page:
    """The page without frames: tables of one cell that hold the form's own tables, and cells across
    a table that hold lines worded as its `headings` (keys)."""
    blocks: list[Paragraph | Table] = []
    for block in page.blocks:
        if isinstance(block, Table):
            blocks.extend(_unframed(block, headings))
        else:
            blocks.append(block)
    if tuple(blocks) == page.blocks:
        return page
    return unwrapped(replace(page, blocks=tuple(blocks)), headings)


def _unframed(table: Table, headings: Container[str]) -> Iterator[Paragraph | Table]:
    """What stands in the frames of a table, and the rows between them as tables of their own."""
    alone = len(table.cells) == 1
    large = [cell for cell in table.cells if alone or len(cell.blocks) >= FRAMED]
    frames = [cell for cell in large if _is_frame(cell, table, headings)]
    rows = 0
    for frame in frames:
        yield from _rows_of(table, rows, frame.row)
        yield from frame.blocks
        rows = frame.row + frame.row_span
    if frames:
        yield from _rows_of(table, rows, table.rows)
    else:
        yield table


def _rows_of(table: Table, start: int, end: int) -> Iterator[Table]:
    """The rows of a table from `start` to before `end`, if there are any."""
    cells = tuple(cell for cell in table.cells if start <= cell.row < end)
    if cells:
        yield replace(table, cells=cells)


def _is_frame(cell: Cell, table: Table, headings: Container[str]) -> bool:
    if len(table.cells) == 1 and any(isinstance(block, Table) for block in cell.blocks):
        return True
    if len(cell.blocks) < FRAMED or any(
        other.row == cell.row and other is not cell for other in table.cells
    ):
        return False
    lines = (each.text for each in cell.paragraphs if len(each.text) <= LABEL_LENGTH)
    found = {word for line in lines if numbering(line) and (word := key(line)) in headings}
    return len(found) >= FRAMED


def _add_paragraph(sheet: Sheet, paragraph: Paragraph, apart: bool = False) -> None:
    if paragraph.text.strip():
        words = label_words(paragraph)
        item = Item(len(sheet.items), (paragraph,), paragraph.text, words, _key(words))
        item.apart = apart
        sheet.items.append(item)


def _key(text: str) -> str:
    return key(text) if len(text) <= LONGEST_LABEL else ""


def label_words(paragraph: Paragraph, start: int = 0, end: int | None = None) -> str:
    """A stretch of a paragraph without raised numbers: marks of notes in a label, powers in an
    answer."""
    text = paragraph.text[start:end]
    for first, last in reversed(paragraph.superscripts):
        if first >= start and paragraph.text[first:last].strip().isdigit():
            text = text[: first - start] + text[last - start :]
    return text


def _add_table(sheet: Sheet, table: Table) -> None:
    number = len(sheet.rows)
    rows: dict[int, list[Item]] = {}
    sheet.rows.append(rows)
    width = max((cell.x1 for cell in table.cells), default=1.0) or 1.0
    if table.columns > 5 and len(table.cells) == table.rows * table.columns:
        sheet.loose.add(number)
    doubled = _is_doubled(table)
    last: Item | None = None
    for cell, text, word in zip(table.cells, table.texts, table.keys, strict=True):
        paragraphs = cell.paragraphs
        if len(paragraphs) < len(cell.blocks):
            cell = _without_inner_frame(cell)
            paragraphs, text = cell.paragraphs, cell.text
            word = _key(text)
        if doubled and last is not None and _goes_on(last, cell, text):
            last.x1 = cell.x1
            last.rejoined = True
            continue
        words = text
        for paragraph in paragraphs:
            if paragraph.superscripts:
                words = "\n".join(label_words(each) for each in paragraphs)
                word = _key(words)
                break
        item = Item(
            len(sheet.items),
            paragraphs,
            text,
            words,
            word,
            number,
            cell.row,
            cell.row + cell.row_span,
            cell.x0,
            cell.x1,
            cell.x0 / width,
            cell,
        )
        last = item
        sheet.items.append(item)
        rows.setdefault(cell.row, []).append(item)
        if len(paragraphs) < len(cell.blocks):
            for block in cell.blocks:
                if isinstance(block, Table):
                    _add_table(sheet, block)


def _without_inner_frame(cell: Cell) -> Cell:
    """A cell in which a table of one cell is all that says something, as a cell of a spreadsheet
    that was pasted into it is: with what that says."""
    saying = [each for each in cell.blocks if isinstance(each, Table) or each.text.strip()]
    if len(saying) != 1 or not isinstance(saying[0], Table) or len(saying[0].cells) != 1:
        return cell
    return _without_inner_frame(cell._replace(blocks=saying[0].cells[0].blocks))


def _goes_on(last: Item, cell: Cell, text: str) -> bool:
    return (
        last.row == cell.row
        and last.text == text
        and bool(text.strip())
        and abs(last.x1 - cell.x0) < 1.0
    )


def _is_doubled(table: Table) -> bool:
    """Whether a table's merged cells were unmerged and filled with the same text again, as
    converters do: three neighbours in a row say the same in words."""
    if any(cell.column_span > 1 for cell in table.cells):
        return False
    run, before = 1, None
    for cell, text in zip(table.cells, table.texts, strict=True):
        here = (cell.row, text)
        run = run + 1 if here == before else 1
        before = here
        if run >= 3 and re.search(r"[^\W\d_]{2}", text):
            return True
    return False
