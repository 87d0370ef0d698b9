"""The page model: what every reader gives and the matcher sees.

A page is the document's blocks in reading order, each a paragraph or a table, with page breaks,
headers and footers already undone. Nothing in it knows of Word, PDF or a form.

A form has a thousand paragraphs and cells: these are named tuples, made three times faster than
frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from typing import Any, Final, NamedTuple

from extractors.wording import key

LONGEST_LABEL: Final = 80  # characters of a text that may be a label, however widely it is spaced
RENEWED = "t"  # in `set_off`: a date that the program sets anew, by the day
UNSEEN = "w"  # … words that nobody sees on the paper: white, or a point high

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points from the page's top left


class Spot(NamedTuple):
    """A place on paper; pages count from 1."""

    page: int
    box: Box


class FormField(NamedTuple):
    """A field of a form that is filled in on the screen: its whole name, and what it says: a text,
    or the option that is ticked; "" for nothing."""

    name: str
    text: str
    spot: Spot
    doubted: bool = False  # it shows something else


class Line(NamedTuple):
    """One line of a paragraph on paper: its stretch [start, end) of the text, and where it stands.

    `edges` are the x of each character's left edge and of the last one's right edge (so one more
    than characters), or empty where the reader knows only the line.
    """

    start: int
    end: int
    page: int
    box: Box
    edges: tuple[float, ...] = ()
    by: str = "pdf-text"  # the way that read it, as `by` of the evidence names it
    confidence: float = 1.0  # of the reading itself, 0 to 1
    sources: tuple[Any, ...] = ()  # on a picture, for each character how else it may be read

    def stretch(self, start: int, end: int, origin: int) -> Line:
        """The stretch [start, end) of the text, counted from `origin`."""
        first, last = start - self.start, end - self.start
        return self._replace(
            start=start - origin,
            end=end - origin,
            edges=self.edges[first : last + 1],
            sources=self.sources[first:last],
        )


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that the source marks as one: content control, form field, or symbol-font glyph.

    `offset` is the index in the paragraph's text of the one character that stands for the box
    (☑ or ☐ as the *glyph* shows it, whatever the source drew). Plain characters such as □ or √
    typed as text are no ticks here: only the matcher knows whether a choice stands there.
    """

    offset: int
    ticked: bool  # as the glyph shows it
    control: bool | None  # the control's own state (w14:checked, w:checkBox); None for a bare glyph
    tag: str | None  # the content control's tag
    where: str  # indexed path of the control or run; "" on paper
    ink: float | None = None  # share of the box that ink covers, measured on a picture


class Paragraph(NamedTuple):
    """A paragraph: its accepted, visible text without note marks; a line break is "\\n"."""

    text: str
    where: str  # indexed path, `/w:body[1]/w:tbl[2]/w:tr[3]/w:tc[2]/w:p[1]`; on paper `第3页`
    ticks: tuple[Tick, ...] = ()
    superscripts: tuple[tuple[int, int], ...] = ()  # [start, end) of raised text in `text`
    notes: tuple[tuple[int, str], ...] = ()  # (offset, note id) of note marks, taken out of `text`
    style: str | None = None  # the style's name, for ties
    number: str | None = None  # automatic numbering as shown ("1.", "（一）"), not part of `text`
    part: str = "word/document.xml"
    lines: tuple[Line, ...] = ()  # on paper: where each line stands; none for Word
    apart: bool = False  # on paper: begins another paper than the one before it
    # [start, end) of words set off from the others, and how: a letter each for underlined, struck
    # out, bold, coloured, highlighted, framed (x) and marked (e); RENEWED and UNSEEN.
    set_off: tuple[tuple[int, int, str], ...] = ()

    def stretch(self, start: int, end: int) -> Paragraph:
        """The stretch [start, end) of the text as a paragraph of its own."""

        def within(first: int, last: int) -> bool:
            return start <= first and last <= end

        return self._replace(
            text=self.text[start:end],
            ticks=tuple(
                replace(tick, offset=tick.offset - start)
                for tick in self.ticks
                if start <= tick.offset < end
            ),
            superscripts=tuple(
                (first - start, last - start)
                for first, last in self.superscripts
                if within(first, last)
            ),
            notes=tuple((at - start, note) for at, note in self.notes if start <= at <= end),
            set_off=tuple(
                (first - start, last - start, how)
                for first, last, how in self.set_off
                if within(first, last)
            ),
            lines=tuple(
                line.stretch(max(line.start, start), min(line.end, end), start)
                for line in self.lines
                if line.start < end and start < line.end
            ),
        )


class Cell(NamedTuple):
    """A cell at its anchor; rows and columns count from 0, x0 and x1 are points from the left."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    where: str
    blocks: tuple[Paragraph | Table, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The cell's own paragraphs, those of nested tables not included."""
        if len(self.blocks) == 1 and isinstance(self.blocks[0], Paragraph):
            return self.blocks  # type: ignore[return-value]
        return tuple([block for block in self.blocks if isinstance(block, Paragraph)])

    @property
    def text(self) -> str:
        if len(self.blocks) == 1 and isinstance(only := self.blocks[0], Paragraph):
            return only.text
        return "\n".join([paragraph.text for paragraph in self.paragraphs])


@dataclass(frozen=True)
class Table:
    """A ruled table as a grid; a vertically merged cell is one cell with its row span."""

    cells: tuple[Cell, ...]  # in reading order: by row, then by column
    rows: int
    columns: int
    where: str

    @cached_property  # many passes look through all of them
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells, in their order."""
        return tuple([cell.text for cell in self.cells])

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The comparison keys of the cells' texts, "" of what is too long to be a label."""
        return tuple([key(text) if len(text) <= LONGEST_LABEL else "" for text in self.texts])

    @cached_property
    def by_row(self) -> Mapping[int, Sequence[Cell]]:
        """The cells that begin in each row."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return rows


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in the source that is no text: a picture, comment, macro, link, embedded file."""

    kind: str
    where: str
    part: str = "word/document.xml"
    text: str | None = None  # a comment's text, a link's target
    spot: Spot | None = None  # on paper
    size: float | None = None  # of a seal, in mm across
    near: str | None = None  # path of the answer it stands at


@dataclass(frozen=True, slots=True)
class Finding:
    """What the reader noticed about the document as a whole (`hidden-text`, `tracked-changes`)."""

    code: str
    message: str
    where: str | None = None


class Leaf(NamedTuple):
    """One page of paper, or one of two side by side on a sheet, as its order is told from it."""

    number: int  # in the file, from 1
    printed: int | None  # the page number printed on it
    texts: tuple[str, ...]  # its lines and cells, in reading order


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the matcher sees it."""

    blocks: tuple[Paragraph | Table, ...]
    notes: dict[str, str] = field(default_factory=dict)  # note id → its text
    headers: tuple[str, ...] = ()  # text of headers and footers, kept apart
    floating: tuple[Paragraph, ...] = ()  # text boxes, in document order
    comments: tuple[Mark, ...] = ()
    marks: tuple[Mark, ...] = ()
    findings: tuple[Finding, ...] = ()
    stamp: tuple[str, str] | None = None  # (form name, template version) from our custom part
    pages: int | None = None  # of the document; None where only printing would tell
    kind: str | None = None  # where the page tells it better than the bytes: `scan` for a PDF
    leaves: tuple[Leaf, ...] = ()  # on paper
    fields: tuple[FormField, ...] = ()  # of a PDF that is filled in
    rearranged: Callable[[tuple[int, ...]], Page] | None = None  # the page of some of its leaves

    def with_blocks(self, blocks: Sequence[Paragraph | Table]) -> Page:
        """The page with those blocks in place of its own; itself where they are its own."""
        same = len(blocks) == len(self.blocks) and all(map(is_, blocks, self.blocks))
        return self if same else replace(self, blocks=tuple(blocks))

    def walk(self) -> Iterator[Paragraph | Table]:
        """Blocks of the body, tables not entered."""
        yield from self.blocks
