"""Cells that were read before: a form's labels are written alike in every document of it.

What a plain cell says depends on its path, on how it is written, on what its document says of
styles and notes, and on nothing else, so it need not be read again: this is most of a filled form.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple, cast

from lxml import etree

from extractors.docx.names import full
from extractors.docx.notes_xml import NoteNumbers
from extractors.docx.parts import Part
from extractors.docx.styles_xml import Styles
from extractors.page import Paragraph, Table

W_TC: Final = full("w:tc")

LONGEST: Final = 4_000  # bytes of a cell that is kept: a choice of six boxes has 3,600
MOST: Final = 2_500  # cells of a generation; a form has some hundreds, with longer lists elsewhere
KINDS: Final = 4  # of documents, by styles and notes
MOST_NOTES: Final = 200  # of a document whose cells are kept, and bookmarks at them; a form has 18

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
OTHER_FIELD: Final = re.compile(rb"<w:instrText[^>]*>(?!\s*NOTEREF\s)")

DOCUMENT: Final = b"<w:document "
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


Way = tuple[str, bytes]  # path of a cell, and how it is written


class Memory:
    """Plain cells of documents that say the same of styles and notes. Those that were not asked for
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

    __slots__ = ("_memory", "_styles", "_written")

    def __init__(
        self, memory: Memory, written: Mapping[etree._Element, bytes], styles: Styles
    ) -> None:
        self._memory = memory
        self._written = written
        self._styles = styles

    def get(self, element: etree._Element, path: str) -> ReadCell | None:
        """The cell at `path`; None where none was read that stands there and is written so."""
        written = self._written.get(element)
        return None if written is None else self._memory.get((path, written))

    def put(self, element: etree._Element, path: str, cell: ReadCell) -> None:
        """Keeps the cell at `path` for other documents, if it is plain."""
        written = self._written.get(element)
        if written is not None and self._is_plain(written):
            paragraphs = cast("tuple[Paragraph, ...]", cell.blocks)
            things = sum(1 + len(paragraph.ticks) for paragraph in paragraphs)
            self._memory.put((path, written), cell._replace(things=things))

    def _is_plain(self, written: bytes) -> bool:
        opened = OPENED.findall(written) if len(written) <= LONGEST else [b""]
        named = [id_.decode("ascii") for id_ in STYLED.findall(written)]
        return (
            PLAIN.issuperset(opened)
            and not OTHER_FIELD.search(written)
            and len(named) == sum(map(opened.count, STYLES))  # none is written in another way
            and all(map(self._styles.is_plain, (None, *named)))
        )


NOTHING: Final = Known(Memory(), {}, Styles(None))


def known_cells(part: Part, styles_part: Part | None, styles: Styles, notes: NoteNumbers) -> Known:
    """The cells of the main part, with what they depend on: the styles, those of `styles_part`, the
    numbers of the notes, and what names mean, which stands in the part's own head."""
    looks = b"" if styles_part is None else styles_part.written
    root = part.written.find(DOCUMENT)
    numbers = (*notes.ids.items(), *notes.bookmarks.items())
    if root < 0 or (styles_part is not None and not looks) or len(numbers) > MOST_NOTES:
        return NOTHING
    start = part.written.find(b">", root)
    head, body = part.written[:start], part.written[start:]
    memory = _memory_of(part.name, head, looks, numbers)
    memory.documents += 1
    if memory.documents == 1:  # most that were typed anew are the only ones of their kind
        return NOTHING
    return Known(memory, _as_written(body, part.root), styles)


def _as_written(body: bytes, root: etree._Element) -> dict[etree._Element, bytes]:
    """Each cell that holds no other, without its own tags; none where bytes may mean something else
    than they seem to."""
    first, *pieces = body.split(b"<w:tc>")
    elements = list(root.iter(W_TC))
    if len(pieces) != len(elements) or _is_hidden(body, b"!") or _is_hidden(body, b"?"):
        return {}
    found, around = {}, [first]
    for element, piece in zip(elements, pieces, strict=True):
        written, closed, behind = piece.partition(b"</w:tc>")
        if closed:
            found[element] = written
        around.append(behind if closed else written)
    return {} if _says_what_names_mean(b"".join(around)) else found


def _is_hidden(body: bytes, sign: bytes) -> bool:
    """Whether < begins something that is no tag and may hold what looks like one."""
    return sign in body and b"<" + sign in body


def _says_what_names_mean(around: bytes) -> bool:
    """Whether what stands around cells tells what names, or white space at the ends of texts, mean
    in them."""
    spaced = sum(around.count(text + SPACE) for text in TEXTS)
    return b"xmlns" in around or around.count(SPACE) != spaced
