"""Cells that were read before: a form's labels are written alike in every document of it.

What a plain cell says depends on how it is written, on what its document says of styles and, where
it has marks of notes, of these, and on nothing else. So it need not be read again, and where it has
no such marks it is left out before its part is parsed: this is most of a filled form. Rows of such
cells alone, the heads of lists and what was left empty, are left out as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, Generic, NamedTuple, Protocol, Self, TypeVar, cast

from lxml import etree

from extractors.docx.names import full
from extractors.docx.notes_xml import NoteNumbers, number_notes
from extractors.docx.parse import parse_part
from extractors.docx.parts import LARGEST, Part, Parts
from extractors.docx.styles_xml import Styles
from extractors.limits import DEFAULT_LIMITS
from extractors.page import Paragraph, Table

W_TC: Final = full("w:tc")
W_TR: Final = full("w:tr")

LONGEST: Final = 6_000  # bytes of a cell that is kept: a choice of six boxes has 4,600
MOST: Final = 5_000  # cells of a generation; a form has a thousand, with longer lists elsewhere
LONGEST_ROW: Final = 8_000  # bytes of a row that is kept
MOST_ROWS: Final = 1_000  # of a generation
MOST_SHAPES: Final = 500
LONGEST_NOTES: Final = 32_000  # bytes of a part whose notes are kept: the form's has 4,200
MOST_PARTS: Final = 4  # of notes
KINDS: Final = 4  # of documents, by styles and names
MOST_NOTES: Final = 200  # of a document whose marks are kept, and bookmarks at them; a form has 18
DEEP: Final = 1_000  # characters of a path from which a cell is read with all that is around it

# Elements of cells that are read the same wherever they stand: no list, change, comment, picture or
# link, whose reading depends on what was read before or is told of the document as a whole.
PLAIN: Final = frozenset(
    re.findall(
        rb"\S+",
        b"w:tcPr w:tcW w:gridSpan w:vMerge w:vAlign w:tcBorders w:top w:left w:bottom w:right "
        b"w:shd w:tcMar w:noWrap w:hideMark w:p w:pPr w:pStyle w:keepNext w:keepLines "
        b"w:widowControl w:jc w:spacing w:ind w:snapToGrid w:adjustRightInd w:autoSpaceDE "
        b"w:autoSpaceDN w:textAlignment w:tabs w:r w:rPr w:rStyle w:rFonts w:b w:bCs w:i w:iCs "
        b"w:color w:kern w:sz w:szCs w:u w:lang w:vertAlign w:t w:br w:tab w:sdt w:sdtPr w:alias "
        b"w:tag w:id w14:checkbox w14:checked w14:checkedState w14:uncheckedState w:sdtContent "
        b"w:bookmarkStart w:bookmarkEnd w:footnoteReference w:fldChar w:instrText",
    )
)
# What stands in a row before its cells and neither moves nor removes them.
PLAIN_ROW: Final = frozenset(
    re.findall(rb"\S+", b"w:trPr w:cantSplit w:trHeight w:tblHeader w:jc w:cnfStyle")
)
# What else stands in a part of notes.
PLAIN_NOTES: Final = PLAIN | frozenset(
    re.findall(
        rb"\S+",
        b"w:footnotes w:footnote w:footnoteRef w:endnotes w:endnote w:endnoteRef w:separator "
        b"w:continuationSeparator",
    )
)
OPENED: Final = re.compile(rb"<([\w:]+)")
STYLES: Final = (b"w:pStyle", b"w:rStyle")
STYLED: Final = re.compile(rb'<w:[pr]Style w:val="([\w .-]*)"')
NOTED: Final = re.compile(rb"<w:(?:footnoteReference|bookmark|fldChar|instrText)")
FIELD: Final = b"w:instrText"
OTHER_FIELD: Final = re.compile(rb"<w:instrText[^>]*>(?!\s*NOTEREF\s)")

# What stands before a body in UTF-8, where a byte that looks like < is one.
HEAD: Final = re.compile(
    rb"(?:<\?xml version=.1\.0.(?: encoding=.(?i:UTF-8).)?(?: standalone=.\w+.)? ?\?>)?\s*"
    rb'<w:document(?:\s+[\w:]+="[^"<>]*")*\s*>'
)
OPEN: Final = b"<w:tc>"
CLOSE: Final = b"</w:tc>"
ROW_OPEN: Final = b"<w:tr>"
ROW_CLOSE: Final = b"</w:tr>"
TEXT_CLOSE: Final = b"</w:t>"
TAIL: Final = b"</w:document>"
SPACE: Final = b" xml:space="
TEXTS: Final = (b"<w:t", b"<w:instrText", b"<w:delText")


class ReadCell(NamedTuple):
    """What a `w:tc` says."""

    span: int  # columns
    down: bool  # goes on from the cell above
    left: bool  # goes on from the cell at its left
    width: int | None  # twips
    blocks: tuple[Paragraph | Table, ...]
    things: int = 0  # paragraphs and boxes in it, where it is kept
    path: str = ""  # where it stood, where it is kept

    def at(self, path: str) -> ReadCell:
        """The same cell, a kept one, where it stands at `path`."""
        if path == self.path:
            return self
        by = len(self.path)
        blocks = tuple(
            block._replace(
                where=path + block.where[by:],
                ticks=tuple(replace(tick, where=path + tick.where[by:]) for tick in block.ticks),
            )
            for block in cast("tuple[Paragraph, ...]", self.blocks)
        )
        return self._replace(blocks=blocks, path=path)


class ReadRow(NamedTuple):
    """What a `w:tr` of kept cells says."""

    cells: tuple[ReadCell, ...]
    columns: int
    things: int  # cells, paragraphs and boxes in it
    path: str

    def at(self, path: str) -> ReadRow:
        """The same row where it stands at `path`."""
        if path == self.path:
            return self
        by = len(self.path)
        cells = tuple(cell.at(path + cell.path[by:]) for cell in self.cells)
        return self._replace(cells=cells, path=path)


class _Placed(Protocol):
    def at(self, path: str) -> Self: ...


Kept = TypeVar("Kept", bound=_Placed)

# How a cell or row is written, and the numbers of the notes, if it has marks of these; or where it
# stands, too: labels of the same words stand in several tables.
Numbers = frozenset[object]
Way = tuple[bytes, Numbers | tuple[str, Numbers] | str | None]


class Memory(Generic[Kept]):
    """Plain cells or rows of documents that say the same of styles and names. Those that were not
    asked for while `most` others came are forgotten."""

    __slots__ = ("_most", "_older", "_recent")

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._recent: dict[Way, Kept] = {}
        self._older: dict[Way, Kept] = {}

    def __len__(self) -> int:
        return len(self._recent) + len(self._older)

    def get(self, way: Way) -> Kept | None:
        found = self._recent.get(way)
        if found is None and (found := self._older.get(way)) is not None:
            self.put(way, found)
        return found

    def put(self, way: Way, kept: Kept) -> None:
        if len(self._recent) >= self._most:
            self._older, self._recent = self._recent, {}
        self._recent[way] = kept

    def placed(self, written: bytes, path: str, numbers: Numbers) -> Kept | None:
        """What is written so where it stands at `path`, in a document with these numbers of
        notes."""
        here = self.get((written, path))
        if here is None and (kept := self.get((written, None))) is not None:
            here = kept.at(path)
            self.put((written, path), here)
        elif here is None and (noted := self.get((written, numbers))) is not None:
            here = self.get((written, (path, numbers)))
            if here is None:
                here = noted.at(path)
                self.put((written, (path, numbers)), here)
        return here


class Memories:
    """What is kept of documents that say the same of styles and names."""

    __slots__ = ("cells", "documents", "notes", "rows", "shapes")

    def __init__(self) -> None:
        self.documents = 0  # that had these
        self.shapes: dict[bytes, bool] = {}  # a cell of one text without it → whether it is plain
        self.notes: dict[bytes, dict[int, str]] = {}  # a part → its notes' texts by their places
        self.cells: Memory[ReadCell] = Memory()
        self.rows: Memory[ReadRow] = Memory(MOST_ROWS)


@lru_cache(maxsize=KINDS)
def _memories_of(*said: Hashable) -> Memories:
    """What is kept of the documents of which all that is the same."""
    return Memories()


class Known:
    """The rows and cells of a part, as far as the way in which they are written tells them."""

    __slots__ = ("_head", "_memories", "_numbers", "_styles", "_written")

    def __init__(
        self,
        memories: Memories,
        head: bytes,
        written: Mapping[etree._Element, bytes | None],
        styles: Styles,
        notes: NoteNumbers,
    ) -> None:
        """`head` is what stands before the body; `written` gives the rows and cells without their
        own tags, None for one that holds others of its kind."""
        self._memories = memories
        self._head = head
        self._written = written
        self._styles = styles
        self._numbers: Numbers = frozenset((*notes.ids.items(), *notes.bookmarks.items()))

    def get(self, element: etree._Element, path: str) -> ReadCell | None:
        """The cell at `path`; None where none was read that is written so."""
        written = self._written.get(element)
        if written is None or len(path) > DEEP:
            return None
        return self._memories.cells.placed(written, path, self._numbers)

    def put(self, element: etree._Element, path: str, cell: ReadCell) -> None:
        """Keeps the cell at `path` for other documents, if it is plain."""
        written = self._written.get(element)
        if written is not None and self._has_plain_shape(written) and len(path) <= DEEP:
            noted = NOTED.search(written) is not None
            if not noted or len(self._numbers) <= MOST_NOTES:
                paragraphs = cast("tuple[Paragraph, ...]", cell.blocks)
                things = sum(1 + len(paragraph.ticks) for paragraph in paragraphs)
                way = written, self._numbers if noted else None
                self._memories.cells.put(way, cell._replace(things=things, path=path))

    def get_row(self, element: etree._Element, path: str) -> ReadRow | None:
        """The row at `path`; None where none was read that is written so."""
        written = self._written.get(element)
        if written is None or len(path) > DEEP:
            return None
        return self._memories.rows.placed(written, path, self._numbers)

    def put_row(self, element: etree._Element, path: str, cells: Sequence[ReadCell]) -> None:
        """Keeps the row at `path`, if all its cells were kept before: one with an answer that no
        other document has never is."""
        written = self._written.get(element)
        if written and len(written) <= LONGEST_ROW and all(cell.path for cell in cells):
            before, *rest = written.split(OPEN)
            whole = all(piece.find(CLOSE) == len(piece) - len(CLOSE) for piece in rest)
            plain = whole and PLAIN_ROW.issuperset(OPENED.findall(before))
            if plain and len(rest) == len(cells):
                columns = sum(cell.span for cell in cells)
                things = sum(1 + cell.things for cell in cells)
                way = written, self._numbers if NOTED.search(written) else None
                self._memories.rows.put(way, ReadRow(tuple(cells), columns, things, path))

    def note_texts(self, part: bytes) -> dict[int, str]:
        """The texts of the notes in a part (as written, b"" for one that is not known) by their
        places, as far as documents with the same part had them; to be added to. Those of a part
        with notes that are not plain are not kept."""
        kept = self._memories.notes.get(part)
        if kept is None:
            kept = {}
            known = part != b"" and self is not NOTHING and not NOTED.search(part)
            if known and self._is_plain(part, PLAIN_NOTES, LONGEST_NOTES):
                if len(self._memories.notes) >= MOST_PARTS:
                    self._memories.notes.clear()
                self._memories.notes[part] = kept
        return kept

    def fill(self, element: etree._Element, path: str) -> None:
        """Gives a row or cell that was left out what it holds; raises Unreadable where that nests
        too deep."""
        written = self._written.get(element)
        if written and not len(element):
            around = path.count("/") - 1
            tag = str(element.tag)
            open_, close = (ROW_OPEN, ROW_CLOSE) if tag == W_TR else (OPEN, CLOSE)
            whole = b"".join(
                (self._head, b"<w:p>" * around, open_, written, close, b"</w:p>" * around, TAIL)
            )
            (made,) = parse_part(whole, path, DEFAULT_LIMITS).iter(tag)
            element.extend(made)

    def _has_plain_shape(self, written: bytes) -> bool:
        """Whether a cell is plain. What it says does not matter: cells of answers are written alike
        but for their text."""
        end = written.find(TEXT_CLOSE)
        if end < 0 or len(written) > LONGEST or written.find(TEXT_CLOSE, end + 1) >= 0:
            return self._is_plain(written)
        shape = written[: written.rfind(b">", 0, end) + 1] + written[end:]
        shapes = self._memories.shapes
        plain = shapes.get(shape)
        if plain is None:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            plain = shapes[shape] = self._is_plain(shape)
        return plain

    def _is_plain(
        self, written: bytes, known: frozenset[bytes] = PLAIN, longest: int = LONGEST
    ) -> bool:
        opened = OPENED.findall(written) if len(written) <= longest else [b""]
        tags = set(opened)
        if not tags <= known or (FIELD in tags and OTHER_FIELD.search(written)):
            return False
        named: list[str] = []
        if not tags.isdisjoint(STYLES):
            named = [id_.decode("ascii") for id_ in STYLED.findall(written)]
            if len(named) != sum(map(opened.count, STYLES)):
                return False  # some are written in another way
        return all(map(self._styles.is_plain, (None, *named)))


NOTHING: Final = Known(Memories(), b"", {}, Styles(None), NoteNumbers())


class Written(NamedTuple):
    """A part by its bytes: what stands before its body, and from each row to the next one."""

    head: bytes
    first: bytes
    rows: list[tuple[bytes | None, bytes]]  # what a row holds, if no other; what follows it


class _Rest:
    """A part without what is known of it, while it is put together."""

    __slots__ = ("_cells", "around", "held", "pieces")

    def __init__(self, written: Written, memories: Memories) -> None:
        self._cells = memories.cells
        self.pieces = [written.head]
        # In their order, the rows and cells that it has: the tag, and what each holds, if no other.
        self.held: list[tuple[str, bytes | None]] = []
        self.around: list[bytes] = []  # what stands around cells, known rows left out
        self._add(written.first)
        for row, behind in written.rows:
            self.held.append((W_TR, row))
            self.pieces.append(ROW_OPEN)
            if row is not None:
                if memories.rows.get((row, None)) is None:
                    self._add(row)
                self.pieces.append(ROW_CLOSE)
            self._add(behind)

    def _add(self, stretch: bytes) -> None:
        """Adds a stretch without what its known cells hold."""
        first, *pieces = stretch.split(OPEN)
        self.pieces.append(first)
        self.around.append(first)
        for piece in pieces:
            written, closed, behind = piece.partition(CLOSE)
            self.pieces.append(OPEN)
            if closed:
                self.held.append((W_TC, written))
                if self._cells.get((written, None)) is None:
                    self.pieces.append(written)
                self.pieces.append(CLOSE)
            else:
                self.held.append((W_TC, None))
                behind = written
            self.pieces.append(behind)
            self.around.append(behind)


def read_main(
    parts: Parts, styles_part: Part | None, styles: Styles, *, noted: bool, whole: bool
) -> tuple[etree._Element, NoteNumbers, Known]:
    """The root of the main part, the numbers of its notes, if it is `noted`, and what is known of
    its rows and cells: of these, unless the `whole` part is wanted, the element is left empty."""
    looks = b"" if styles_part is None else styles_part.written
    usable = not whole and (looks or styles_part is None)
    written = _as_written(parts.written) if usable else None
    if written is not None:
        memories = _memories_of(parts.main, written.head, looks)
        memories.documents += 1
        if memories.documents > 1:  # most that were typed anew are the only ones of their kind
            rest = _Rest(written, memories)
            if not _says_what_names_mean(b"".join(rest.around)):
                root = parts.parsed(b"".join(rest.pieces))
                elements = list(root.iter(*((W_TR, W_TC) if written.rows else (W_TC,))))
                if [element.tag for element in elements] == [tag for tag, _ in rest.held]:
                    # None is tagged in another way.
                    of = {e: held for e, (_, held) in zip(elements, rest.held, strict=True)}
                    notes = number_notes(root) if noted else NoteNumbers()
                    return root, notes, Known(memories, written.head, of, styles, notes)
    root = parts.parsed(parts.written)
    return root, number_notes(root) if noted else NoteNumbers(), NOTHING


def _as_written(part: bytes) -> Written | None:
    """A part of which bytes mean what they seem to; None else."""
    head = HEAD.match(part)
    if head is None or len(part) > LARGEST:
        return None
    if _is_hidden(part, b"!", 0) or _is_hidden(part, b"?", head.end()):
        return None
    first, *pieces = part.split(ROW_OPEN)
    rows: list[tuple[bytes | None, bytes]] = []
    for piece in pieces:
        row, closed, behind = piece.partition(ROW_CLOSE)
        rows.append((row, behind) if closed else (None, row))
    return Written(head[0], first[head.end() :], rows)


def _is_hidden(part: bytes, sign: bytes, start: int) -> bool:
    """Whether < begins something that is no tag and may hold what looks like one."""
    return part.find(sign, start) >= 0 and part.find(b"<" + sign, start) >= 0


def _says_what_names_mean(around: bytes) -> bool:
    """Whether what stands around cells tells what names, or white space at the ends of texts, mean
    in them."""
    spaced = sum(around.count(text + SPACE) for text in TEXTS)
    return b"xmlns" in around or around.count(SPACE) != spaced
