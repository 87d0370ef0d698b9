"""Pages → one document: running heads out, notes apart, tables and paragraphs joined over pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.page import Cell, Paragraph, Table
from extractors.pdf.lines import TextLine
from extractors.pdf.paragraphs import NOT_FIRST, Column, Placed, blank, paragraphs
from extractors.pdf.sheets import RuledTable, SheetOfPaper

MOST_PADDING: Final = 8.0  # points between a cell's border and its text
HEAD_CELLS: Final = 3  # that the head of a list has at least
DIGITS: Final = "0123456789"
SAME_EDGE: Final = 3.0  # points by which the edges of one table may differ from page to page


@dataclass(slots=True)
class CellParts:
    """A cell with its parts on one page or several."""

    row: int
    column: int
    row_end: int
    column_end: int
    x0: float
    x1: float
    parts: list[tuple[SheetOfPaper, RuledTable, int]]  # page, table there, number of the cell


@dataclass(slots=True)
class Joined:
    """A table over one or more pages."""

    xs: list[float]
    rows: int
    cells: list[CellParts]
    last: list[CellParts]  # the cells that reach its end, from left to right

    @property
    def first_row(self) -> list[CellParts]:
        return [cell for cell in self.cells if cell.row == 0]


Piece = Joined | list[Placed]


def blocks(sheets: Sequence[SheetOfPaper], notes: frozenset[str]) -> tuple[Paragraph | Table, ...]:
    """The document's blocks in reading order."""
    made: list[Paragraph | Table] = []
    for piece in _pieces(sheets):
        if isinstance(piece, Joined):
            made.append(_table(piece, notes))
        else:
            page = piece[0].column.page
            made.extend(paragraphs(piece, _where(page), notes))
    return tuple(made)


def _where(page: int) -> str:
    return f"第{page}页"


def _pieces(sheets: Sequence[SheetOfPaper]) -> list[Piece]:
    """Tables and stretches of lines in reading order, joined where a page broke them."""
    pieces: list[Piece] = []
    margins = _Margins(sheets)
    for sheet in sheets:
        first = True
        column = margins.column(sheet)
        for item in _in_order(sheet):
            last = pieces[-1] if pieces else None
            if isinstance(item, RuledTable):
                added = _added(sheet, item)
                if first and isinstance(last, Joined) and _goes_on(last, added):
                    _append(last, added)
                else:
                    pieces.append(added)
            else:
                placed = Placed(item, column)
                if isinstance(last, list):
                    last.append(placed)
                else:
                    pieces.append([placed])
            first = False
    return pieces


def _in_order(sheet: SheetOfPaper) -> list[TextLine | RuledTable]:
    items: list[TextLine | RuledTable] = [*sheet.lines, *sheet.tables]
    return sorted(items, key=lambda item: item.top)


class _Margins:
    """The edges between which the text outside tables is wrapped: on pages of one width that begin
    at one edge it reaches equally far. A covering letter has margins of its own."""

    def __init__(self, sheets: Sequence[SheetOfPaper]) -> None:
        self.lefts: dict[
            int, Counter[int]
        ] = {}  # width of a page → where lines begin on such pages
        self.ends: dict[tuple[int, int], list[float]] = {}
        self.widest: dict[int, float] = {}
        for sheet in sheets:
            starts = self.lefts.setdefault(round(sheet.width), Counter())
            starts.update(round(line.x0 - sheet.left) for line in sheet.lines)
        for sheet in sheets:
            width, left = round(sheet.width), self._left(sheet)
            self.ends.setdefault((width, left), []).extend(_ends(sheet))
            self.widest[width] = max([self.widest.get(width, 0.0), *_ends(sheet)])

    def column(self, sheet: SheetOfPaper) -> Column:
        """The column of a page's text. Where too few lines tell, the widest of pages as wide."""
        width, left = round(sheet.width), self._left(sheet)
        ends = self.ends[width, left]
        right = max(ends, default=0.0)
        full = sum(end > right - 1.5 for end in ends)
        if full < FULL_LINES or right - left < FULL_WIDTH * sheet.width:
            right = self.widest[width]
        return Column(sheet.left + left, sheet.left + right, sheet.number, sheet.turn)

    def _left(self, sheet: SheetOfPaper) -> int:
        """The edge of a page's text: that of other pages, where all its own lines are indented."""
        own = min((round(line.x0 - sheet.left) for line in sheet.lines), default=0)
        starts = self.lefts[round(sheet.width)]
        common = [at for at, count in starts.items() if count >= FULL_LINES and at <= own]
        return max(min(common, default=own), own - DEEPEST_INDENT)


DEEPEST_INDENT: Final = 40  # points: two characters of the largest text
FULL_LINES: Final = 3  # lines that end at the margin, from which it is known
FULL_WIDTH: Final = 0.62  # share of the page's width that lines take at least


def _ends(sheet: SheetOfPaper) -> list[float]:
    """Where lines end, from the sheet's left edge. A full stop may hang beyond the margin."""
    return [line.x1 - sheet.left for line in sheet.lines if line.text[-1] not in NOT_FIRST]


# --- tables --------------------------------------------------------------------------------------


def _added(sheet: SheetOfPaper, table: RuledTable) -> Joined:
    cells = [
        CellParts(
            cell.row,
            cell.column,
            cell.row_end,
            cell.column_end,
            cell.box[0] - sheet.left,
            cell.box[2] - sheet.left,
            [(sheet, table, number)],
        )
        for number, cell in enumerate(table.grid.cells)
    ]
    rows = len(table.grid.ys) - 1
    last = [cell for cell in cells if cell.row_end == rows]
    return Joined([x - sheet.left for x in table.grid.xs], rows, cells, last)


def _goes_on(last: Joined, table: Joined) -> bool:
    """Whether a table at a page's top is the rest of the one at the foot of the page before."""
    return (
        abs(last.xs[0] - table.xs[0]) <= SAME_EDGE and abs(last.xs[-1] - table.xs[-1]) <= SAME_EDGE
    )


def _append(last: Joined, table: Joined) -> None:
    """Adds the rows of `table` to `last`: heads that are repeated go, and a row that the page broke
    is one row."""
    skipped = _repeated_rows(last, table)
    broken = _is_broken(last, table, skipped)
    shift = last.rows - skipped - (1 if broken else 0)
    upper = {_span(cell): cell for cell in last.last}
    reaching: list[CellParts] = []
    for cell in table.cells:
        if cell.row_end <= skipped:
            continue
        row, row_end = max(cell.row, skipped) + shift, cell.row_end + shift
        above = _above(upper, cell) if cell.row <= skipped else None
        if above is not None and (broken or _spans_on(above, cell, last, table, skipped)):
            above.row_end = max(above.row_end, row_end)
            above.parts.extend(cell.parts)
            kept = above
        else:
            kept = CellParts(
                row, cell.column, row_end, cell.column_end, cell.x0, cell.x1, cell.parts
            )
            last.cells.append(kept)
        if cell.row_end == table.rows:
            reaching.append(kept)
    last.rows = table.rows + shift
    last.last = reaching


def _span(cell: CellParts) -> tuple[float, float]:
    return cell.x0, cell.x1


def _above(upper: dict[tuple[float, float], CellParts], cell: CellParts) -> CellParts | None:
    """The cell at the end of the page before that has the same edges."""
    for (x0, x1), one in upper.items():
        if abs(x0 - cell.x0) <= SAME_EDGE and abs(x1 - cell.x1) <= SAME_EDGE:
            return one
    return None


def _spans_on(above: CellParts, cell: CellParts, last: Joined, table: Joined, skipped: int) -> bool:
    """Whether a cell that spans rows goes on over the page's end: its part here has no text and
    either part spans several rows, or its neighbours' rows begin anew beside it."""
    if _text(cell):
        return False
    return cell.row_end - max(cell.row, skipped) > 1 or above.row_end - above.row > 1


def _text(cell: CellParts) -> str:
    """The cell's text, for comparison."""
    return "".join(
        line.text for _, table, number in cell.parts for line in table.lines[number]
    ) + "".join("\x00" for _, table, number in cell.parts for _ in table.inner[number])


def _repeated_rows(last: Joined, table: Joined) -> int:
    """How many of the first rows say what the first rows of the whole table say."""
    heads = {
        (cell.row, round(cell.x0 / SAME_EDGE)): _text(cell) for cell in last.cells if cell.row < 3
    }
    same = 0
    for row in range(min(3, table.rows - 1)):
        cells = [cell for cell in table.cells if cell.row == row]
        texts = [_text(cell) for cell in cells]
        if not any(texts) or any(cell.row_end > row + 1 for cell in cells):
            break
        if any(
            heads.get((row, round(cell.x0 / SAME_EDGE))) != text
            for cell, text in zip(cells, texts, strict=True)
        ):
            break
        same = row + 1
    return same or int(_begins_with_list_head(last, table))


def _begins_with_list_head(last: Joined, table: Joined) -> bool:
    """Whether the first row says again what the head of the list says that the page broke: the
    nearest row above that begins with no number. What stands beside the list is no part of it."""
    beside = [cell for cell in table.cells if cell.row == 0 and cell.row_end > 1]
    head = _row_texts([cell for cell in table.cells if cell.row == 0 and cell.row_end == 1])
    if len(head) < HEAD_CELLS or any(_text(cell) for cell in beside):
        return False
    for row in reversed(range(last.rows)):
        above = _row_texts(
            [cell for cell in last.cells if cell.row == row and cell.row_end == row + 1]
        )
        if above and not next(iter(above.values())).isdigit():
            return above == head
    return False


def _row_texts(cells: list[CellParts]) -> dict[int, str]:
    """What the cells that say something say, by their left edges, without the numbers of notes."""
    ordered = sorted(cells, key=lambda cell: cell.x0)
    texts = ((round(cell.x0 / SAME_EDGE), _text(cell)) for cell in ordered)
    return {at: text.rstrip(DIGITS) or text for at, text in texts if text}


def _is_broken(last: Joined, table: Joined, skipped: int) -> bool:
    """Whether the first row is the rest of the last one on the page before."""
    upper = {_span(cell): cell for cell in last.last}
    row = [cell for cell in table.cells if cell.row == skipped]
    single = [cell for cell in row if cell.row_end - cell.row == 1]
    pairs = [(cell, _above(upper, cell)) for cell in (single or row)]
    if any(above is None for _, above in pairs):
        return False
    if _tags_tell_cells(last):
        known = [_same_row(above, cell) for cell, above in pairs if above is not None]
        said = [same for same in known if same is not None]
        if said:
            return any(said)
    if not any(_text(cell) for cell, _ in pairs):
        return False
    own = [(cell, above) for cell, above in pairs if above and above.row_end - above.row == 1]
    both = [(above, cell) for cell, above in pairs if above and _text(cell) and _text(above)]
    if any(_text(above).isdigit() for above, _ in both):
        return False  # a number goes on in none
    first, above = min(own or pairs, key=lambda pair: pair[0].x0)
    if (own or len(pairs) == 1) and not _text(first) and above and _text(above):
        return True  # the cell that numbers or names the row has said all
    return bool(both) and all(_wraps(above, cell) for above, cell in both)


def _wraps(above: CellParts, cell: CellParts) -> bool:
    """Whether a cell's text goes on in a word's middle: its last line is full, and ends nothing."""
    sheet, table, number = above.parts[-1]
    last = table.lines[number][-1]
    _, following, inner = cell.parts[0]
    first = following.lines[inner][0]
    padding = min(MOST_PADDING, max(last.x0 - sheet.left - above.x0, 0.0))
    room = above.x1 - padding - (last.x1 - sheet.left)
    return last.text[-1].isalpha() and room < first.glyphs[0].x1 - first.glyphs[0].x0


def _tags_tell_cells(table: Joined) -> bool:
    """Whether no two cells are one element: some programs tag paragraphs, and no tables."""
    seen: set[tuple[int, ...]] = set()
    for cell in table.cells:
        elements = _elements(cell)
        if elements & seen:
            return False
        seen |= elements
    return True


def _same_row(above: CellParts, cell: CellParts) -> bool | None:
    """Whether the tags say that two parts are of one cell; None where they don't say it."""
    one, other = _elements(above), _elements(cell)
    if not one or not other:
        return None
    return bool(one & other)


def _elements(cell: CellParts) -> set[tuple[int, ...]]:
    """The structure elements of the cell's text, one step above the paragraphs: the cells."""
    return {
        glyph.element[:-1]
        for _, table, number in cell.parts
        for line in table.lines[number]
        for glyph in line.glyphs[:1]
        if glyph.element is not None
    }


def _table(joined: Joined, notes: frozenset[str]) -> Table:
    columns = len(joined.xs) - 1
    joined.cells.sort(key=lambda cell: (cell.row, cell.x0))
    where = _where(joined.cells[0].parts[0][0].number)
    ends = _line_ends(joined)
    cells = tuple(_cell(cell, ends[_edges(cell)], notes) for cell in joined.cells)
    return Table(cells, joined.rows, columns, where)


def _edges(cell: CellParts) -> tuple[int, int]:
    return round(cell.x0), round(cell.x1)


def _line_ends(joined: Joined) -> dict[tuple[int, int], float]:
    """How far lines reach in cells of the same edges: what one of them holds the others do too."""
    ends: dict[tuple[int, int], float] = {}
    for cell in joined.cells:
        reached = [
            line.x1 - sheet.left
            for sheet, table, number in cell.parts
            for line in table.lines[number]
            if line.text[-1] not in NOT_FIRST
        ]
        edges = _edges(cell)
        ends[edges] = max([ends.get(edges, 0.0), *reached])
    return ends


def _cell(cell: CellParts, end: float, notes: frozenset[str]) -> Cell:
    """The cell; lines in cells like it reach to `end`."""
    where = _where(cell.parts[0][0].number)
    placed: list[Placed] = []
    nested: list[tuple[SheetOfPaper, RuledTable]] = []
    for sheet, table, number in cell.parts:
        lines = table.lines[number]
        x0, _, x1, _ = table.grid.cells[number].box
        padding = min([MOST_PADDING, *(max(line.x0 - x0, 0.0) for line in lines)])
        column = Column(x0 + padding, max(x1 - padding, sheet.left + end), sheet.number, sheet.turn)
        placed.extend(Placed(line, column) for line in lines)
        nested.extend((sheet, one) for one in table.inner[number])
    found: list[Paragraph | Table] = [*paragraphs(placed, where, notes)]
    for sheet, one in nested:
        found.append(_table(_added(sheet, one), notes))
    if not found:
        sheet, table, number = cell.parts[0]
        found.append(blank(sheet.number, table.grid.cells[number].box, sheet.turn, where))
    return Cell(
        cell.row,
        cell.column,
        cell.row_end - cell.row,
        cell.column_end - cell.column,
        cell.x0,
        cell.x1,
        where,
        tuple(found),
    )
