"""Setting a document: blocks onto pages, tables and rows broken where a page ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tests.documents.pdf.flow import Area, Frame, Letter, Piece, Run, lines, moved, width_of
from tests.documents.pdf.manners import Manner
from tests.documents.pdf.source import Block, Cell, Grid, Para, Row, Span

ABOVE: Final = 2.0  # points above and below the text in a cell
NOTE: Final = 9.0  # size of a note
SEPARATOR: Final = 12.0  # what the line above the notes takes
AHEAD: Final = "基本信息表"  # begins the page behind the cover
LABELS: Final = ("label", "group", "head", "title", "year")


@dataclass(slots=True)
class Merge:
    """A merged cell that goes on: its content not yet set, and where its part of the page began."""

    cell: Cell
    pieces: list[Piece]
    top: float


@dataclass(slots=True)
class Setter:
    """Sets blocks; `pages` grows, places count from each page's top left."""

    manner: Manner
    notes: Mapping[int, str]
    pages: list[Piece] = field(default_factory=list)
    y: float = 0.0
    reserved: float = 0.0  # what the notes at this page's foot take
    noted: list[int] = field(default_factory=list)
    merges: dict[tuple[float, float], Merge] = field(default_factory=dict)
    scale: float = 1.0

    # --- pages -------------------------------------------------------------------------------

    @property
    def width(self) -> float:
        return self.manner.size[0] - 2 * self.manner.margin

    @property
    def room(self) -> float:
        return self.manner.size[1] - self.manner.margin - self.reserved - self.y

    def turn(self) -> None:
        """Ends the page, and the parts of merged cells on it; begins the next."""
        for merge in self.merges.values():
            self.close(merge)
        self.pages.append(Piece(self.manner.size[1]))
        self.y, self.reserved = self.manner.margin, 0.0
        for merge in self.merges.values():
            merge.top = self.y

    def put(self, piece: Piece, x: float, y: float) -> None:
        page, placed = self.pages[-1], moved(piece, x, y)
        page.runs += placed.runs
        page.frames += placed.frames
        page.areas += placed.areas

    def note(self, numbers: Sequence[int]) -> float:
        """The height that notes not yet printed take at the foot."""
        fresh = [number for number in numbers if number not in self.noted and number in self.notes]
        if self.manner.notes == "end":
            return 0.0
        if not fresh:
            return 0.0
        ahead = 0.0 if self.reserved else SEPARATOR
        return ahead + sum(each.height for number in fresh for each in self.note_lines(number))

    def note_lines(self, number: int) -> Iterator[Piece]:
        spans = (Span(str(number), raised=True), Span(f" {self.notes[number]}"))
        yield from lines(Para(spans, NOTE), self.width, self.manner)

    def keep_notes(self, numbers: Sequence[int]) -> None:
        """Prints notes at the foot of this page, each once in the document."""
        for number in dict.fromkeys(numbers):
            if number in self.noted or number not in self.notes or self.manner.notes == "end":
                continue
            if self.manner.separator and not self.reserved:
                self.reserved = SEPARATOR
            self.noted.append(number)
            self.reserved += sum(each.height for each in self.note_lines(number))
            self.pages[-1].notes.append(number)

    # --- blocks ------------------------------------------------------------------------------

    def set(self, blocks: Sequence[Block]) -> None:
        self.turn()
        for block in blocks:
            if isinstance(block, Grid):
                self.grid(block)
                continue
            if block.text.startswith(AHEAD) and self.y > self.manner.margin:
                self.turn()
            self.paragraph(block)
            if block.ends_page:
                self.turn()

    def paragraph(self, para: Para) -> None:
        for piece in lines(para, self.width, self.manner):
            if piece.height + self.note(piece.notes) > self.room:
                self.turn()
            self.put(piece, self.manner.margin, self.y)
            if para.path:
                right = self.manner.margin + self.width
                area = Area(self.manner.margin, self.y, right, self.y + piece.height, para.path, "")
                self.pages[-1].areas.append(area)
            self.keep_notes(piece.notes)
            self.y += piece.height

    def grid(self, grid: Grid) -> None:
        wide = max((cell.x1 for row in grid.rows for cell in row.cells), default=0.0)
        if not wide:  # all of its cells went elsewhere
            return
        self.scale = min(1.0, self.width / wide)
        heads: Row | None = None
        for row, following in pairwise([*grid.rows, Row((), "")]):
            if row.kind == "heads":
                heads = row
            again = heads if row.kind == "item" and self.manner.heads_again else None
            self.row(row, following, again)
        self.merges.clear()

    def row(self, row: Row, following: Row, heads: Row | None) -> None:
        """Sets a row, on the next page where it doesn't fit, or torn."""
        cells = {cell: self.content(cell) for cell in row.cells if cell.merge != "go"}
        self.open(row, cells)
        free = {cell: pieces for cell, pieces in cells.items() if not cell.merge}
        ending = self.ending(row, following)
        while True:
            notes = [number for each in cells.values() for piece in each for number in piece.notes]
            height = self.height(free, ending)
            if height + self.note(notes) <= self.room:
                break
            part = self.torn(free)
            if not part and self.y == self.manner.margin:
                break  # taller than a page, and nothing to tear
            if part:
                self.frame(part, self.room)
                self.y += self.room
            self.turn()
            if heads is not None:
                self.repeat(heads)
        self.keep_notes(notes)
        self.frame(free, height)
        self.y += height
        for key in ending:
            self.close(self.merges.pop(key))

    def repeat(self, heads: Row) -> None:
        """The head row again; merged cells that go on take its part of the page too."""
        cells = {cell: self.content(cell) for cell in heads.cells if not cell.merge}
        height = self.height(cells, [])
        self.frame(cells, height)
        self.y += height

    # --- cells -------------------------------------------------------------------------------

    def content(self, cell: Cell, scale: float = 0.0) -> list[Piece]:
        """A cell's lines, and the rows of tables in it."""
        scale = scale or self.scale
        width = (cell.x1 - cell.x0) * scale - 2 * self.manner.padding
        pieces: list[Piece] = []
        for place, block in enumerate(cell.blocks):
            if isinstance(block, Grid):
                pieces.extend(self.nested(block, width))
            elif block.text or not any(isinstance(each, Grid) for each in cell.blocks[:place]):
                middle = self.manner.centred and cell.kind in LABELS
                pieces.extend(lines(block, width, self.manner, middle))
        return pieces

    def nested(self, grid: Grid, width: float) -> Iterator[Piece]:
        """The rows of a table in a cell, each whole; merged cells aren't merged there."""
        scale = min(1.0, width / max(cell.x1 for row in grid.rows for cell in row.cells))
        for row in grid.rows:
            content = {cell: self.content(cell, scale) for cell in row.cells}
            whole = Piece(self.height(content, []))
            for cell, pieces in content.items():
                frame = Frame(cell.x0 * scale, 0.0, cell.x1 * scale, whole.height)
                fill(whole, frame, cell, pieces, self.manner)
            yield whole

    def height(
        self, cells: Mapping[Cell, Sequence[Piece]], ending: Sequence[tuple[float, float]]
    ) -> float:
        """What the row needs: its cells, and the rest of the merged cells that end in it."""
        needed = [sum(piece.height for piece in pieces) + 2 * ABOVE for pieces in cells.values()]
        for key in ending:
            merge = self.merges[key]
            whole = sum(piece.height for piece in merge.pieces) + 2 * ABOVE
            needed.append(whole - (self.y - merge.top))
        return max([*needed, NOTE + 2 * ABOVE])

    def torn(self, cells: dict[Cell, list[Piece]]) -> dict[Cell, list[Piece]]:
        """Takes from each cell what fits into the rest of the page; nothing where the row moves
        whole."""
        tall = self.height(cells, []) > self.manner.size[1] - 2 * self.manner.margin
        room = self.room - 2 * ABOVE
        if not (self.manner.torn or tall) or room < 2 * NOTE:
            return {}
        part: dict[Cell, list[Piece]] = {cell: [] for cell in cells}
        for cell, pieces in cells.items():
            left = room
            while pieces and pieces[0].height <= left:
                left -= pieces[0].height
                part[cell].append(pieces.pop(0))
        if any(part.values()):
            return part
        return {}

    def open(self, row: Row, cells: Mapping[Cell, list[Piece]]) -> None:
        for cell in row.cells:
            key = (cell.x0, cell.x1)
            if cell.merge == "start" or (cell.merge == "go" and key not in self.merges):
                if key in self.merges:
                    self.close(self.merges[key])
                self.merges[key] = Merge(cell, list(cells.get(cell, ())), self.y)

    def ending(self, row: Row, following: Row) -> list[tuple[float, float]]:
        """The merged cells of this row that don't go on in the next."""
        goes = {(cell.x0, cell.x1) for cell in following.cells if cell.merge == "go"}
        keys = {(cell.x0, cell.x1) for cell in row.cells if cell.merge}
        return sorted(keys - goes)

    def close(self, merge: Merge) -> None:
        """Frames a merged cell's part on this page, with what of its content fits there."""
        height = self.y - merge.top
        if height <= 0:
            return
        part: list[Piece] = []
        left = height - 2 * ABOVE
        while merge.pieces and merge.pieces[0].height <= left + 0.01:
            left -= merge.pieces[0].height
            part.append(merge.pieces.pop(0))
        self.cell(merge.cell, part, merge.top, height)

    def frame(self, cells: Mapping[Cell, Sequence[Piece]], height: float) -> None:
        for cell, pieces in cells.items():
            self.cell(cell, pieces, self.y, height)

    def cell(self, cell: Cell, pieces: Sequence[Piece], top: float, height: float) -> None:
        x0, x1 = (self.manner.margin + edge * self.scale for edge in (cell.x0, cell.x1))
        fill(self.pages[-1], Frame(x0, top, x1, top + height), cell, pieces, self.manner)


def fill(page: Piece, frame: Frame, cell: Cell, pieces: Sequence[Piece], manner: Manner) -> None:
    """A cell's frame and its pieces in it."""
    page.frames.append(frame)
    page.areas.append(Area(*frame, cell.path, cell.kind))
    free = frame.y1 - frame.y0 - sum(piece.height for piece in pieces)
    y = frame.y0 + (free / 2 if manner.centred else ABOVE)
    for piece in pieces:
        placed = moved(piece, frame.x0 + manner.padding, y)
        page.runs += placed.runs
        page.frames += placed.frames
        page.areas += placed.areas
        y += piece.height


def set_pages(blocks: Sequence[Block], notes: Mapping[int, str], manner: Manner) -> list[Piece]:
    """The document's pages, with notes, headers and page numbers."""
    setter = Setter(manner, notes)
    setter.set(blocks)
    if manner.notes == "end":
        for number in notes:
            for piece in setter.note_lines(number):
                if piece.height > setter.room:
                    setter.turn()
                setter.put(piece, manner.margin, setter.y)
                setter.y += piece.height
    for number, page in enumerate(setter.pages, start=1):
        furnish(page, setter, number)
    return setter.pages


def furnish(page: Piece, setter: Setter, number: int) -> None:
    """The notes at the foot, the header, the page's number."""
    manner = setter.manner
    pieces = [piece for note in page.notes for piece in setter.note_lines(note)]
    y = manner.size[1] - manner.margin - sum(piece.height for piece in pieces)
    if pieces and manner.separator:
        page.separator = y - SEPARATOR / 2
    for piece in pieces:
        placed = moved(piece, manner.margin, y)
        page.runs += placed.runs
        y += piece.height
    folio = manner.folio.format(number, len(setter.pages))
    for text, base in (
        (manner.header, manner.margin * 0.6),
        (folio, manner.size[1] - manner.margin * 0.45),
    ):
        if text:
            page.runs.append(middle(text, base, manner))


def middle(text: str, base: float, manner: Manner) -> Run:
    """A line in the middle of the page's width."""
    widths = [width_of(char, NOTE) for char in text]
    x = (manner.size[0] - sum(widths)) / 2
    letters = []
    for char, width in zip(text, widths, strict=True):
        letters.append(Letter(char, x, width))
        x += width
    return Run(tuple(letters), base, NOTE)
