"""Tables (17.4): rows and cells through all that wraps them, laid on a grid with their spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from extractors.docx import controls_xml
from extractors.docx.drawings_xml import MC_CHOICE, alternative
from extractors.docx.grid import Row, Slot, lay_out, twips
from extractors.docx.names import W_VAL, children, full, short, whole
from extractors.docx.remembered import ReadCell
from extractors.docx.story import Story
from extractors.limits import Unreadable
from extractors.page import Cell, Paragraph, Table

W_TBL_GRID: Final = full("w:tblGrid")
W_GRID_COL: Final = full("w:gridCol")
W_W: Final = full("w:w")
W_TR: Final = full("w:tr")
W_TR_PR: Final = full("w:trPr")
W_GRID_BEFORE: Final = full("w:gridBefore")
W_GRID_AFTER: Final = full("w:gridAfter")
W_W_BEFORE: Final = full("w:wBefore")
W_TC: Final = full("w:tc")
W_TC_PR: Final = full("w:tcPr")
W_TC_W: Final = full("w:tcW")
W_GRID_SPAN: Final = full("w:gridSpan")
W_V_MERGE: Final = full("w:vMerge")
W_H_MERGE: Final = full("w:hMerge")
W_CELL_MERGE: Final = full("w:cellMerge")
W_CELL_DEL: Final = full("w:cellDel")
W_CELL_INS: Final = full("w:cellIns")
TRACKED: Final = frozenset({W_CELL_MERGE, W_CELL_DEL, W_CELL_INS})
W_DEL: Final = full("w:del")
W_INS: Final = full("w:ins")
W_SDT: Final = full("w:sdt")
MC_ALTERNATE: Final = full("mc:AlternateContent")
WRAPPERS: Final = frozenset({full("w:customXml"), full("w:ins"), full("w:moveTo")})

MOST_COLUMNS: Final = 1000  # Word allows 63; more than this is hostile

TOO_NESTED = "表格嵌套过深，无法读取。请把内层表格改为文字后重新提交。"
TOO_WIDE = "表格的列数异常，无法读取。请在 Word 或 WPS 中检查表格，另存为 .docx 后重新提交。"

ReadBlocks = Callable[[Story, etree._Element, str, list[Paragraph | Table]], None]


def read_table(
    story: Story, element: etree._Element, path: str, read_blocks: ReadBlocks
) -> Table | None:
    """The table at `path`; None when no row of it is left in the accepted view."""
    story.tables += 1
    if story.tables > story.document.limits.nested_tables:
        raise Unreadable("too-large", TOO_NESTED)
    control, story.control = story.control, None
    rows = []
    for child, place in _members(story, element, path, W_TR):
        row = _row(story, child, place, read_blocks)
        if row is not None and row.slots:
            rows.append(row)
    story.control = control
    story.tables -= 1
    if not rows:
        return None
    edges = lay_out(rows, _grid(element))
    return Table(tuple(_cells(story, rows, edges)), len(rows), len(edges) - 1, path)


def _members(
    story: Story, element: etree._Element, path: str, wanted: str
) -> Iterator[tuple[etree._Element, str]]:
    """The rows of a table or the cells of a row, with their paths, through content controls and the
    like: a cell lost in one would shift the rest of its row under wrong labels."""
    counts: dict[str, int] = {}
    for child in children(element):
        tag = child.tag
        if tag not in MEMBERS:
            continue
        count = counts[tag] = counts.get(tag, 0) + 1
        place = f"{path}/{NAMES[tag]}[{count}]"
        if tag == wanted:
            yield child, place
        elif tag == W_SDT:
            around = controls_xml.enter(story, child, place)
            content = controls_xml.content_of(child)
            if content is not None:
                yield from _members(story, content, f"{place}/w:sdtContent[1]", wanted)
            controls_xml.leave(story, around)
        elif tag in WRAPPERS:
            yield from _members(story, child, place, wanted)
        elif tag == MC_ALTERNATE:
            branch = alternative(child)
            if branch is not None:
                name = "mc:Choice" if branch.tag == MC_CHOICE else "mc:Fallback"
                yield from _members(story, branch, f"{place}/{name}[1]", wanted)


def _row(story: Story, element: etree._Element, path: str, read_blocks: ReadBlocks) -> Row | None:
    known = story.known.get_row(element, path)
    if known is not None:
        story.document.spend(path, known.things)
        slots = [
            Slot(cell.path, cell.blocks, cell.span, cell.width, cell.down) for cell in known.cells
        ]
        return Row(slots, spans=known.columns)
    story.document.known.fill(element, path)
    row = Row()
    for child in children(element)[:2]:  # `w:tblPrEx` may stand before them
        if child.tag == W_TR_PR and not _row_properties(story, child, path, row):
            return None
    members = _members(story, element, path, W_TC)
    cells = [_cell(story, child, place, row, read_blocks) for child, place in members]
    if row.columns > MOST_COLUMNS:
        raise Unreadable("too-large", TOO_WIDE)
    story.known.put_row(element, path, [cell for cell in cells if cell is not None])
    return row


def _row_properties(story: Story, element: etree._Element, path: str, row: Row) -> bool:
    """Takes in a `w:trPr`; False when the row was deleted."""
    for child in children(element):
        tag = child.tag
        if tag == W_GRID_BEFORE:
            row.before = _columns(child)
        elif tag == W_GRID_AFTER:
            row.after = _columns(child)
        elif tag == W_W_BEFORE:
            row.before_width = twips(child) or 0
        elif tag in (W_DEL, W_INS):
            story.document.find("tracked-changes", path)
            if tag == W_DEL:
                return False
    return True


def _cell(
    story: Story, element: etree._Element, path: str, row: Row, read_blocks: ReadBlocks
) -> ReadCell | None:
    """Adds a cell to its row, or to the cell at its left when it goes on from that; None when it
    was deleted."""
    cell = story.known.get(element, path)
    if cell is None:
        story.document.spend(path)
        story.document.known.fill(element, path)
        cell = _read_cell(story, element, path, read_blocks)
        if cell is None:
            return None
        story.known.put(element, path, cell)
    else:
        story.document.spend(path, 1 + cell.things)
    if cell.left and row.slots:
        row.widen(cell.span, cell.width)
        _note_covered(story, cell.blocks, path)
    else:
        row.add(Slot(path, cell.blocks, cell.span, cell.width, cell.down))
    return cell


def _read_cell(
    story: Story, element: etree._Element, path: str, read_blocks: ReadBlocks
) -> ReadCell | None:
    """What a cell says; None when it was deleted."""
    span, down, left = 1, False, False
    width = None
    first = element[0] if len(element) else None
    for child in children(first) if first is not None and first.tag == W_TC_PR else ():
        tag = child.tag
        if tag == W_TC_W:
            width = twips(child)
        elif tag == W_GRID_SPAN:
            span = max(_columns(child), 1)
        elif tag == W_V_MERGE:
            down = child.get(W_VAL) != "restart"
        elif tag == W_H_MERGE:
            left = child.get(W_VAL) != "restart"
        elif tag in TRACKED:
            story.document.find("tracked-changes", path)
            if tag == W_CELL_DEL:
                return None
            if tag == W_CELL_MERGE:
                down = child.get(W_V_MERGE) == "cont"
    found: list[Paragraph | Table] = []
    read_blocks(story, element, path, found)
    return ReadCell(span, down, left, width, tuple(found))


def _cells(story: Story, rows: list[Row], edges: list[float]) -> Iterator[Cell]:
    """The cells at their anchors, in reading order; a vertically merged one counts its rows."""
    anchors: list[tuple[int, Slot]] = []
    above: dict[int, Slot] = {}
    for number, row in enumerate(rows):
        here = {}
        for slot in row.slots:
            # A first row may say that it goes on from nothing: then it begins.
            anchor = above.get(slot.column) if slot.continues else None
            if anchor is None or anchor.span != slot.span:
                anchors.append((number, slot))
                anchor = slot
            else:
                anchor.rows += 1
                _note_covered(story, slot.blocks, slot.where)
            here[slot.column] = anchor
        above = here
    last = len(edges) - 1
    for number, slot in anchors:
        column, span = slot.column, slot.span
        end = column + span
        x0 = edges[column] if column < last else edges[last]
        x1 = edges[end] if end < last else edges[last]
        yield Cell(number, column, slot.rows, span, x0, x1, slot.where, slot.blocks)


def _note_covered(story: Story, found: tuple[Paragraph | Table, ...], path: str) -> None:
    """Text in the covered part of a merged cell is shown nowhere."""
    if any(isinstance(block, Table) or block.text.strip() for block in found):
        story.document.find("hidden-text", path)


def _grid(element: etree._Element) -> list[int]:
    return [
        max(whole(column.get(W_W)), 0)
        for grid in element.iterchildren(W_TBL_GRID)
        for column in grid.iterchildren(W_GRID_COL)
    ]


def _columns(element: etree._Element) -> int:
    return max(whole(element.get(W_VAL)), 0)


MEMBERS: Final = frozenset({W_TR, W_TC, W_SDT, MC_ALTERNATE}) | WRAPPERS
NAMES: Final = {tag: short(tag) for tag in MEMBERS}
