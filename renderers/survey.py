"""A template as checking sees it: its paragraphs in order, each with its place in human words,
its wording, its tags and its check boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extractors.tags import (
    BLOCK_TAGS,
    BlockTag,
    EndFor,
    For,
    IfNot,
    Loops,
    Tag,
    TagError,
    Value,
    find_tags,
    parse_tag,
    parse_tick,
)
from renderers.compiling import join_split_tags
from renderers.package import Member
from renderers.parts import Part, text_parts
from renderers.word import CheckBox, W, is_check_box

_SHOWN = 40  # characters of a paragraph that name it in a message


@dataclass(frozen=True, slots=True)
class Box:
    """A check box of a passage."""

    path: str  # dotted, as its tag says it
    option: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of a passage that could not be taken apart."""

    code: str
    message: str


Piece = str | Tag | Box | Trouble


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A paragraph of a template."""

    part: Part
    place: str  # "table 2, row 3, cell 2", "paragraph 14", "header, paragraph 1"
    paragraph: etree._Element
    row: etree._Element | None  # the innermost it stands in
    cell: etree._Element | None
    pieces: tuple[Piece, ...]

    @property
    def wording(self) -> str:
        """What the form itself says there, the label of a field that may be renamed included."""
        return "".join(map(_wording, self.pieces)).strip()

    @property
    def blocks(self) -> list[BlockTag]:
        """The tags that open or close a loop."""
        return [piece for piece in self.pieces if isinstance(piece, BLOCK_TAGS)]

    @property
    def here(self) -> etree._Element:
        """The cell, or else the paragraph, within which a hint gives way to its answer."""
        return self.paragraph if self.cell is None else self.cell

    @property
    def named(self) -> str:
        """The place and the beginning of what stands there."""
        shown = "".join(text.text or "" for text in self.paragraph.iter(W + "t")).strip()
        if not shown:
            return self.place
        return f"{self.place}: “{shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}”"

    @property
    def where(self) -> str:
        """The indexed path of the paragraph in its part, as evidence has it."""
        return indexed_path(self.paragraph)


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where an answer is printed and read."""

    path: str  # of the record, dotted; list items of a loop as `*`
    piece: Value | For | Box
    passage: Passage
    is_ordinal: bool = False  # `loop.index` of blocks, or `row.no` of rows

    @property
    def is_hint(self) -> bool:
        return isinstance(self.piece, Value) and self.piece.is_hint


@dataclass(frozen=True, slots=True)
class Survey:
    passages: tuple[Passage, ...]
    holes: tuple[Hole, ...]
    notes: tuple[Passage, ...]  # of footnotes, endnotes and comments

    def parts(self) -> Iterator[tuple[etree._Element, Passage]]:
        """The root of each part that is printed, with its first passage."""
        seen: set[str] = set()
        for passage in self.passages:
            if passage.part.name not in seen:
                seen.add(passage.part.name)
                yield passage.part.root, passage

    def block_paths(self) -> Iterator[tuple[For | IfNot, str, Passage]]:
        """Each loop and condition with the record's path that it looks at."""
        loops = Loops()
        for passage in self.passages:
            for tag in passage.blocks:
                if isinstance(tag, (For, IfNot)):
                    yield tag, loops.resolve(tag.path), passage
                if isinstance(tag, For):
                    loops.enter(tag)
                elif isinstance(tag, EndFor) and len(loops):
                    loops.leave()


def survey(package: dict[str, Member]) -> Survey:
    """What stands in a template; raises NoDocumentError or etree.XMLSyntaxError."""
    passages: list[Passage] = []
    notes: list[Passage] = []
    for part in text_parts(package):
        printed = part.kind in ("officeDocument", "header", "footer")
        (passages if printed else notes).extend(_passages(part))
    return Survey(tuple(passages), tuple(_holes(passages)), tuple(notes))


def indexed_path(element: etree._Element) -> str:
    """`/w:body[1]/w:tbl[2]/w:tr[3]`, below the root of the part."""
    steps: list[str] = []
    while (parent := element.getparent()) is not None:
        rank = 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        steps.append(f"{element.prefix}:{etree.QName(element).localname}[{rank}]")
        element = parent
    return "/" + "/".join(reversed(steps))


def _wording(piece: Piece) -> str:
    if isinstance(piece, Value) and (label := piece.filter("label")):
        return str(label.arguments[0])
    return piece if isinstance(piece, str) else ""


def _passages(part: Part) -> Iterator[Passage]:
    if part.kind == "officeDocument":
        yield from _blocks(part, part.root.find(W + "body"), "", None, None)
        return
    yield from _blocks(part, part.root, f"{part.kind.removesuffix('s')}, ", None, None)


def _blocks(
    part: Part,
    container: etree._Element | None,
    before: str,
    row: etree._Element | None,
    cell: etree._Element | None,
) -> Iterator[Passage]:
    """The passages of a body, cell or header; `before` is the place so far."""
    paragraphs = tables = 0
    for block in _unwrapped(container, (W + "p", W + "tbl")):
        if block.tag == W + "tbl":
            tables += 1
            yield from _rows(part, block, f"{before}table {tables}, ")
        else:
            paragraphs += 1
            place = (
                before.removesuffix(", ") if cell is not None else f"{before}paragraph {paragraphs}"
            )
            yield Passage(part, place, block, row, cell, tuple(_pieces(block)))


def _rows(part: Part, table: etree._Element, before: str) -> Iterator[Passage]:
    for r, row in enumerate(_unwrapped(table, (W + "tr",)), 1):
        for c, cell in enumerate(_unwrapped(row, (W + "tc",)), 1):
            yield from _blocks(part, cell, f"{before}row {r}, cell {c}, ", row, cell)


def _unwrapped(container: etree._Element | None, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The children of those tags, also those that controls, notes or changes wrap."""
    for child in () if container is None else container:
        if child.tag in tags:
            yield child
        elif child.tag not in (W + "p", W + "tbl", W + "tr", W + "tc"):
            yield from _unwrapped(child, tags)


def _pieces(paragraph: etree._Element) -> Iterator[Piece]:
    try:
        join_split_tags(paragraph)
    except TagError as error:
        yield Trouble("broken-tag", str(error))
        return
    for element in _inline(paragraph):
        yield from [_box(element)] if element.tag == W + "sdt" else _text(element.text or "")


def _inline(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraph's own texts and check boxes, in order."""
    for child in element:
        if child.tag == W + "t" or is_check_box(child):
            yield child
        elif child.tag not in (W + "p", W + "tbl"):
            yield from _inline(child)


def _text(text: str) -> Iterator[Piece]:
    at = 0
    for start, end in find_tags(text):
        if at < start:
            yield text[at:start]
        yield _tag(text[start:end])
        at = end
    if text[at:]:
        yield text[at:]


def _tag(text: str) -> Tag | Trouble:
    try:
        return parse_tag(text)
    except TagError as error:
        return Trouble("unknown-tag", str(error))


def _box(control: etree._Element) -> Box | Trouble:
    try:
        return Box(*parse_tick(CheckBox.of(control).tag))
    except ValueError as error:  # TagError among them
        return Trouble("check-box", str(error))


def _holes(passages: list[Passage]) -> Iterator[Hole]:
    """The holes with their paths, the loops round them taken into account."""
    loops = Loops()
    for passage in passages:
        for piece in passage.pieces:
            match piece:
                case For(_, _, path, loop_filter):
                    if loop_filter and loop_filter.name == "paragraphs":
                        yield Hole(loops.resolve(path), piece, passage)
                    loops.enter(piece)
                case EndFor() if len(loops):
                    loops.leave()
                case Value(path) if not _is_paragraph(path, loops):
                    yield Hole(loops.resolve(path), piece, passage, _is_ordinal(path, loops))
                case Box(path):
                    yield Hole(loops.resolve(path), piece, passage)


def _is_paragraph(path: str, loops: Loops) -> bool:
    """Whether the path is the variable of a `paragraphs` loop, whose head is the hole."""
    return _filter_of(loops.of(path)) == "paragraphs"


def _is_ordinal(path: str, loops: Loops) -> bool:
    """Whether the path is the number of a block or row, which is printed and not read."""
    variable, _, step = path.partition(".")
    if path == "loop.index":
        return len(loops) > 0 and _filter_of(loops.innermost) in ("blocks", None)
    return step == "no" and _filter_of(loops.of(variable)) == "rows"


def _filter_of(loop: For | None) -> str | None:
    return loop.filter.name if loop and loop.filter else None
