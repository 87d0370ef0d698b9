"""Pages → one document: running heads out, notes apart, tables and paragraphs joined over pages."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.page import Cell, Paragraph, Table
from extractors.paper.following import follows_surely
from extractors.paper.lines import TextLine
from extractors.paper.paragraphs import NOT_FIRST, Column, Placed, blank, doubted, paragraphs
from extractors.paper.parts import SAME_EDGE, CellParts, Joined, on_page
from extractors.paper.sheets import RuledTable, SheetOfPaper
from extractors.paper.tables import append, doubt_end, doubt_start, goes_on, shows_to_go_on

MOST_PADDING: Final = 8.0  # points between a cell's border and its text
ROOM: Final = 0.06  # share of a page's height that is free at its foot where it was ended: 4 lines
SHIFTED: Final = 0.06  # … by which a page may lie higher or lower on its picture: 18 mm
FEW_LINES: Final = 3  # of a note below a table


@dataclass(slots=True)
class Stretch:
    """Lines that follow each other outside tables."""

    lines: list[Placed]
    apart: bool  # whether another paper begins with them
    doubted: bool = False  # whether one may


Piece = Joined | Stretch


def blocks(sheets: Sequence[SheetOfPaper], notes: frozenset[str]) -> tuple[Paragraph | Table, ...]:
    """The document's blocks in reading order."""
    made: list[Paragraph | Table] = []
    for piece in _pieces(sheets):
        if isinstance(piece, Joined):
            made.append(_table(piece, notes))
        else:
            page = piece.lines[0].column.page
            first, *others = paragraphs(piece.lines, _where(page), notes)
            first = doubted(first) if piece.doubted else first
            made.extend((first._replace(apart=piece.apart), *others))
    return tuple(made)


def _where(page: int) -> str:
    return f"第{page}页"


def _pieces(sheets: Sequence[SheetOfPaper]) -> list[Piece]:
    """Tables and stretches of lines in reading order, joined where a page broke them. Where pages
    are numbered from 1 anew, or no longer, another paper begins. It may where numbers go back, or
    where a page begins though there was room on the one before it: its first text is doubted, and
    with it the answer that would go on with it."""
    behind = _behind(sheets)
    pieces: list[Piece] = []
    margins = _Margins(sheets)
    number = 0
    lowest = max(map(_end, sheets), default=0.0)
    before: SheetOfPaper | None = None
    for sheet in sheets:
        first = True
        follows = before is None or follows_surely(before, sheet)
        if not follows and pieces and isinstance(pieces[-1], Joined):
            doubt_end(pieces[-1])
        anew = sheet.printed == 1 < number or sheet is behind
        # What ended though more had room doesn't go on: a heading begins, or another paper.
        alone = before is not None and _end(before) < lowest - _room(before)
        alone = alone or 0 < (sheet.printed or 0) < number
        number = sheet.printed or sheet.stamped or number
        column = margins.column(sheet)
        for item in _in_order(sheet):
            last = pieces[-1] if pieces else None
            if isinstance(item, RuledTable):
                added = on_page(sheet, item)
                if first and not follows:
                    doubt_start(added)
                broken = _broken(pieces, added) if first else None
                if broken is not None:
                    append(broken, added, follows)
                else:
                    if first and alone:
                        added.cells[0].doubted = True
                    pieces.append(added)
            else:
                placed = Placed(item, column)
                if isinstance(last, Stretch) and not (first and (anew or alone)):
                    last.lines.append(placed)
                else:
                    pieces.append(Stretch([placed], first and anew, first and alone))
            first = False
        before = sheet
    return pieces


def _end(sheet: SheetOfPaper) -> float:
    """How far down a page is full, as a share of its height."""
    ends = [line.bottom for line in sheet.lines] + [table.bottom for table in sheet.tables]
    return max(ends, default=0.0) / sheet.height


def _room(sheet: SheetOfPaper) -> float:
    """The share of a page's height that none leaves free at its foot, but where it was ended."""
    return ROOM + (SHIFTED if sheet.is_picture else 0.0)


def _broken(pieces: list[Piece], added: Joined) -> Joined | None:
    """The table that a page's end broke, of which the rest begins the next page. Where a few lines
    stand below it, as a note typed at the page's foot, they are put before it."""
    last = pieces[-1] if pieces else None
    if isinstance(last, Joined):
        return last if goes_on(last, added) else None
    before = pieces[-2] if len(pieces) > 1 else None
    if last is None or not isinstance(before, Joined) or len(last.lines) > FEW_LINES:
        return None
    pages = {cell.parts[-1][0].number for cell in before.last}
    if pages != {line.column.page for line in last.lines} or not shows_to_go_on(before, added):
        return None
    pieces[-2:] = last, before
    return before


def _in_order(sheet: SheetOfPaper) -> list[TextLine | RuledTable]:
    items: list[TextLine | RuledTable] = [*sheet.lines, *sheet.tables]
    return sorted(items, key=lambda item: item.top)


def _behind(sheets: Sequence[SheetOfPaper]) -> SheetOfPaper | None:
    """The first of the pages without a number behind those that all have one, from some page on: a
    licence, a report that was put behind a form."""
    numbered = [
        at
        for at, sheet in enumerate(sheets)
        if sheet.printed is not None or sheet.stamped is not None
    ]
    if len(numbered) < NUMBERED or numbered[-1] + 1 == len(sheets):
        return None
    whole = numbered == list(range(numbered[0], numbered[-1] + 1))
    return sheets[numbered[-1] + 1] if whole else None


NUMBERED: Final = 3  # pages, at least, from which those behind them should have a number


class _Margins:
    """The edges between which the text outside tables is wrapped: on pages of one width that begin
    at one edge it reaches equally far. A covering letter has margins of its own."""

    def __init__(self, sheets: Sequence[SheetOfPaper]) -> None:
        self.lefts: dict[
            int, Counter[int]
        ] = {}  # width of a page → where lines begin on such pages
        self.ends: dict[tuple[int, int], list[float]] = {}
        self.widest: dict[int, float] = {}
        self.sure: set[int] = set()  # widths of pages of which lines tell; of others tables do
        for sheet in sheets:
            starts = self.lefts.setdefault(round(sheet.width), Counter())
            starts.update(round(line.x0 - sheet.left) for line in sheet.lines)
        for sheet in sheets:
            width, left = round(sheet.width), self._left(sheet)
            self.ends.setdefault((width, left), []).extend(_ends(sheet))
        for (width, left), ends in self.ends.items():
            reach = _reach(ends, left + FULL_WIDTH * width)
            self.widest[width] = max(self.widest.get(width, 0.0), reach)
            if _are_full(ends, reach):
                self.sure.add(width)

    def column(self, sheet: SheetOfPaper) -> Column:
        """The column of a page's text. Where too few lines tell, the widest of pages as wide."""
        width, left = round(sheet.width), self._left(sheet)
        ends = self.ends[width, left]
        right = _reach(ends, left + FULL_WIDTH * sheet.width)
        if not _are_full(ends, right) or right - left < FULL_WIDTH * sheet.width:
            right = self.widest[width]
            if width not in self.sure:
                right = max([right, *(_within(table, sheet, left) for table in sheet.tables)])
        return Column(sheet.left + left, sheet.left + right, sheet.number, sheet.turn)

    def _left(self, sheet: SheetOfPaper) -> int:
        """The edge of a page's text: that of other pages, where all its own lines are indented."""
        own = min((round(line.x0 - sheet.left) for line in sheet.lines), default=0)
        starts = self.lefts[round(sheet.width)]
        common = [at for at, count in starts.items() if count >= FULL_LINES and at <= own]
        return max(min(common, default=own), own - DEEPEST_INDENT)


def _within(table: RuledTable, sheet: SheetOfPaper, left: float) -> float:
    """The right edge of text that begins at `left` above or below a table: the table is as wide, or
    hangs out by a cell's padding on both sides."""
    beyond = max(left - (table.grid.xs[0] - sheet.left), 0.0)
    return table.grid.xs[-1] - sheet.left - beyond


def _are_full(ends: Sequence[float], right: float) -> bool:
    """Whether enough lines end at the margin for it to be one."""
    return sum(end > right - 1.5 for end in ends) >= FULL_LINES


DEEPEST_INDENT: Final = 40  # points: two characters of the largest text
FULL_LINES: Final = 3  # lines that end at the margin, from which it is known
FULL_WIDTH: Final = 0.62  # share of the page's width that lines take at least


STAMPS: Final = 2  # lines that may lie beyond the margin
BEYOND: Final = 12.0  # points farther than any other: a character, which would have been wrapped


def _reach(ends: Sequence[float], least: float) -> float:
    """How far lines reach, those left out that a stamp (`收文 第12号`) puts beyond a margin that is
    no nearer than `least`."""
    reached = sorted(ends)
    for at in range(max(len(reached) - STAMPS, FULL_LINES), len(reached)):
        margin = reached[at - 1]
        if margin >= least and reached[at] - margin > BEYOND > margin - reached[at - FULL_LINES]:
            return margin
    return reached[-1] if reached else 0.0


def _ends(sheet: SheetOfPaper) -> list[float]:
    """Where lines end, from the sheet's left edge. A full stop may hang beyond the margin."""
    return [line.x1 - sheet.left for line in sheet.lines if line.text[-1] not in NOT_FIRST]


# --- tables --------------------------------------------------------------------------------------


def _table(joined: Joined, notes: frozenset[str]) -> Table:
    joined.cells.sort(key=lambda cell: (cell.row, cell.x0))
    edges = _edges_of_all(joined)
    where = _where(joined.cells[0].parts[0][0].number)
    ends = _line_ends(joined)
    cells = tuple(_cell(cell, edges, ends[_edges(cell)], notes) for cell in joined.cells)
    return Table(cells, joined.rows, len(edges) - 1, where)


def _joined(nested: Sequence[tuple[SheetOfPaper, RuledTable]]) -> list[Joined]:
    """The tables in a cell, joined where a page broke them."""
    found: list[Joined] = []
    before = None
    for sheet, one in nested:
        added = on_page(sheet, one)
        if found and sheet is not before and goes_on(found[-1], added):
            append(found[-1], added)
        else:
            found.append(added)
        before = sheet
    return found


def _edges_of_all(joined: Joined) -> list[float]:
    """Where the cells of all pages begin and end: each page's own rules make columns of its own."""
    edges: list[float] = []
    for at in sorted(edge for cell in joined.cells for edge in (cell.x0, cell.x1)):
        if not edges or at - edges[-1] > SAME_EDGE:
            edges.append(at)
    return edges


def _edge_at(edges: Sequence[float], at: float) -> int:
    """The number of the edge that stands there."""
    return bisect_right(edges, at) - 1


def _edges(cell: CellParts) -> tuple[int, int]:
    return round(cell.x0), round(cell.x1)


def _line_ends(joined: Joined) -> dict[tuple[int, int], float]:
    """How far lines reach in cells of the same edges: what one of them holds the others do too."""
    ends: dict[tuple[int, int], float] = {}
    for cell in joined.cells:
        edges = _edges(cell)
        reached = [
            line.x1 - sheet.left
            for sheet, table, number in cell.parts
            for line in table.lines[number]
            if line.text[-1] not in NOT_FIRST
        ]
        ends[edges] = max([ends.get(edges, 0.0), *reached])
    return ends


def _cell(cell: CellParts, edges: Sequence[float], end: float, notes: frozenset[str]) -> Cell:
    """The cell of a table with those edges; lines in cells like it reach to `end`."""
    where = _where(cell.parts[0][0].number)
    placed: list[Placed] = []
    nested: list[tuple[SheetOfPaper, RuledTable]] = []
    for sheet, table, number in cell.parts:
        nested.extend([(sheet, one) for one in table.inner[number]])
        lines = table.lines[number]
        if not lines:
            continue
        x0, _, x1, _ = table.grid.cells[number].box
        padding = min(MOST_PADDING, max(min([line.x0 for line in lines]) - x0, 0.0))
        within = Column(x0 + padding, max(x1 - padding, sheet.left + end), sheet.number, sheet.turn)
        placed.extend([Placed(line, within) for line in lines])
    own = paragraphs(placed, where, notes)
    found: list[Paragraph | Table] = [doubted(each) for each in own] if cell.doubted else [*own]
    found.extend(_table(one, notes) for one in _joined(nested))
    if not found:
        sheet, table, number = cell.parts[0]
        found.append(blank(sheet.number, table.grid.cells[number].box, sheet.turn, where))
    column = _edge_at(edges, cell.x0)
    return Cell(
        cell.row,
        column,
        cell.row_end - cell.row,
        _edge_at(edges, cell.x1) - column,
        cell.x0,
        cell.x1,
        where,
        tuple(found),
    )
