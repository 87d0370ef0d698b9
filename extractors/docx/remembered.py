"""Cells that were read before: a form's labels are written alike in every document of it.

What a plain cell says depends on how it is written, on what its document says of styles and, where
it has marks of notes, of these, and on nothing else. So it need not be read again, and where it has
no such marks it is left out before its part is parsed: this is most of a filled form.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple, cast

from lxml import etree

from extractors.docx.names import full
from extractors.docx.notes_xml import NoteNumbers, number_notes
from extractors.docx.parse import parse_part
from extractors.docx.parts import LARGEST, Part, Parts
from extractors.docx.styles_xml import Styles
from extractors.limits import DEFAULT_LIMITS
from extractors.page import Paragraph, Table

W_TC: Final = full("w:tc")

LONGEST: Final = 4_000  # bytes of a cell that is kept: a choice of six boxes has 3,600
MOST: Final = 5_000  # cells of a generation; a form has a thousand, with longer lists elsewhere
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
OPENED: Final = re.compile(rb"<([\w:]+)")
STYLES: Final = (b"w:pStyle", b"w:rStyle")
STYLED: Final = re.compile(rb'<w:[pr]Style w:val="([\w .-]*)"')
NOTED: Final = re.compile(rb"<w:(?:footnoteReference|bookmark|fldChar|instrText)")
OTHER_FIELD: Final = re.compile(rb"<w:instrText[^>]*>(?!\s*NOTEREF\s)")

# What stands before a body in UTF-8, where a byte that looks like < is one.
HEAD: Final = re.compile(
    rb"(?:<\?xml version=.1\.0.(?: encoding=.(?i:UTF-8).)?(?: standalone=.\w+.)? ?\?>)?\s*"
    rb'<w:document(?:\s+[\w:]+="[^"<>]*")*\s*>'
)
OPEN: Final = b"<w:tc>"
CLOSE: Final = b"</w:tc>"
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


# How a cell is written, and the numbers of the notes, if it has marks of these; or, if it has none,
# where it stands: labels of the same words stand in several tables.
Way = tuple[bytes, frozenset[object] | str | None]


class Memory:
    """Plain cells of documents that say the same of styles and names. Those that were not asked for
    while as many others came are forgotten."""

    __slots__ = ("_older", "_recent", "documents")

    def __init__(self) -> None:
        self.documents = 0  # that had this memory
        self._recent: dict[Way, ReadCell] = {}
        self._older: dict[Way, ReadCell] = {}

    def __len__(self) -> int:
        return len(self._recent) + len(self._older)

    def get(self, way: Way) -> ReadCell | None:
        found = self._recent.get(way)
        if found is None and (found := self._older.get(way)) is not None:
            self.put(way, found)
        return found

    def put(self, way: Way, cell: ReadCell) -> None:
        if len(self._recent) >= MOST:
            self._older, self._recent = self._recent, {}
        self._recent[way] = cell


@lru_cache(maxsize=KINDS)
def _memory_of(*said: Hashable) -> Memory:
    """The memory of the documents of which all that is the same."""
    return Memory()


class Known:
    """The cells of a part, as far as the way in which they are written tells them."""

    __slots__ = ("_head", "_memory", "_numbers", "_styles", "_written")

    def __init__(
        self,
        memory: Memory,
        head: bytes,
        written: Mapping[etree._Element, bytes | None],
        styles: Styles,
        notes: NoteNumbers,
    ) -> None:
        """`head` is what stands before the body; `written` gives the cells without their own tags,
        None for one that holds others."""
        self._memory = memory
        self._head = head
        self._written = written
        self._styles = styles
        self._numbers: frozenset[object] = frozenset((*notes.ids.items(), *notes.bookmarks.items()))

    def get(self, element: etree._Element, path: str) -> ReadCell | None:
        """The cell at `path`; None where none was read that is written so."""
        written = self._written.get(element)
        if written is None or len(path) > DEEP:
            return None
        memory = self._memory
        here = memory.get((written, path))
        if here is None:
            cell = memory.get((written, None))
            if cell is None:
                noted = memory.get((written, self._numbers))
                return None if noted is None else noted.at(path)
            here = cell.at(path)
            memory.put((written, path), here)
        return here

    def put(self, element: etree._Element, path: str, cell: ReadCell) -> None:
        """Keeps the cell at `path` for other documents, if it is plain."""
        written = self._written.get(element)
        if written is not None and self._is_plain(written) and len(path) <= DEEP:
            noted = NOTED.search(written) is not None
            if not noted or len(self._numbers) <= MOST_NOTES:
                paragraphs = cast("tuple[Paragraph, ...]", cell.blocks)
                things = sum(1 + len(paragraph.ticks) for paragraph in paragraphs)
                way = written, self._numbers if noted else None
                self._memory.put(way, cell._replace(things=things, path=path))

    def fill(self, element: etree._Element, path: str) -> None:
        """Gives a cell that was left out what it holds; raises Unreadable where that nests too
        deep."""
        written = self._written.get(element)
        if written and not len(element):
            around = path.count("/") - 1
            whole = b"".join(
                (self._head, b"<w:p>" * around, OPEN, written, CLOSE, b"</w:p>" * around, TAIL)
            )
            (cell,) = parse_part(whole, path, DEFAULT_LIMITS).iter(W_TC)
            element.extend(cell)

    def _is_plain(self, written: bytes) -> bool:
        opened = OPENED.findall(written) if len(written) <= LONGEST else [b""]
        named = [id_.decode("ascii") for id_ in STYLED.findall(written)]
        return (
            PLAIN.issuperset(opened)
            and not OTHER_FIELD.search(written)
            and len(named) == sum(map(opened.count, STYLES))  # none is written in another way
            and all(map(self._styles.is_plain, (None, *named)))
        )


NOTHING: Final = Known(Memory(), b"", {}, Styles(None), NoteNumbers())


class Written(NamedTuple):
    """A part by its bytes: what stands before its body, and from each cell to the next one."""

    head: bytes
    first: bytes
    cells: list[tuple[bytes | None, bytes]]  # what a cell holds, if no other; what follows it

    def without(self, memory: Memory) -> bytes:
        """The part without what is known of its cells."""
        pieces = [self.head, self.first]
        for written, behind in self.cells:
            pieces.append(OPEN)
            if written is not None:
                if memory.get((written, None)) is None:
                    pieces.append(written)
                pieces.append(CLOSE)
            pieces.append(behind)
        return b"".join(pieces)


def read_main(
    parts: Parts, styles_part: Part | None, styles: Styles, *, noted: bool, whole: bool
) -> tuple[etree._Element, NoteNumbers, Known]:
    """The root of the main part, the numbers of its notes, if it is `noted`, and what is known of
    its cells: of these, unless the `whole` part is wanted, the element is left empty."""
    looks = b"" if styles_part is None else styles_part.written
    usable = not whole and (looks or styles_part is None)
    written = _as_written(parts.written) if usable else None
    if written is not None:
        memory = _memory_of(parts.main, written.head, looks)
        memory.documents += 1
        if memory.documents > 1:  # most that were typed anew are the only ones of their kind
            root = parts.parsed(written.without(memory))
            elements = list(root.iter(W_TC))
            if len(elements) == len(written.cells):  # none is tagged in another way
                held = (cell for cell, _ in written.cells)
                of = dict(zip(elements, held, strict=True))
                notes = number_notes(root) if noted else NoteNumbers()
                return root, notes, Known(memory, written.head, of, styles, notes)
    root = parts.parsed(parts.written)
    return root, number_notes(root) if noted else NoteNumbers(), NOTHING


def _as_written(part: bytes) -> Written | None:
    """A part of which bytes mean what they seem to; None else."""
    head = HEAD.match(part)
    if head is None or len(part) > LARGEST:
        return None
    first, *pieces = part[head.end() :].split(OPEN)
    cells: list[tuple[bytes | None, bytes]] = []
    for piece in pieces:
        written, closed, behind = piece.partition(CLOSE)
        cells.append((written, behind) if closed else (None, written))
    around = first + b"".join(behind for _, behind in cells)
    if _is_hidden(part, b"!", 0) or _is_hidden(part, b"?", head.end()):
        return None
    return None if _says_what_names_mean(around) else Written(head[0], first, cells)


def _is_hidden(part: bytes, sign: bytes, start: int) -> bool:
    """Whether < begins something that is no tag and may hold what looks like one."""
    return sign in part and part.find(b"<" + sign, start) >= 0


def _says_what_names_mean(around: bytes) -> bool:
    """Whether what stands around cells tells what names, or white space at the ends of texts, mean
    in them."""
    spaced = sum(around.count(text + SPACE) for text in TEXTS)
    return b"xmlns" in around or around.count(SPACE) != spaced
