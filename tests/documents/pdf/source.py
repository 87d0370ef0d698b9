"""A Word document's XML as blocks to set: paragraphs of spans, and tables; the accepted view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml import etree

from tests.documents.ooxml import W14, M, W

Element = etree._Element

BODY: Final = 10.5  # points, 五号
TICKED: Final = {"52", "53", "54", "50", "FE", "FD", "FC"}  # w:sym of either Wingdings
TRANSPARENT: Final = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink"}
HAN: Final = "一二三四五六七八九十"


class Span(NamedTuple):
    """Characters of one look. `box` is the state of a box that stands here as a symbol or control,
    whose character is ☑ or □."""

    text: str
    bold: bool = False
    underlined: bool = False
    raised: bool = False
    box: bool | None = None
    note: int = 0


class Para(NamedTuple):
    """A paragraph; `path` is the field that it answers, where it is marked with one."""

    spans: tuple[Span, ...]
    size: float = BODY
    path: str = ""
    centred: bool = False
    ends_page: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


class Cell(NamedTuple):
    """A cell; x0 and x1 in points from the table's left; `merge` is "", "start" or "go"."""

    x0: float
    x1: float
    blocks: tuple[Para | Grid, ...]
    merge: str
    path: str
    kind: str


class Row(NamedTuple):
    cells: tuple[Cell, ...]
    kind: str


class Grid(NamedTuple):
    """A table."""

    rows: tuple[Row, ...]


Block = Para | Grid


@dataclass(slots=True)
class Source:
    """Reads one document; counts the paragraphs that Word numbers."""

    notes: dict[int, str]
    counted: int = 0

    def blocks(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            name = _name(child)
            if name == "p":
                yield self.paragraph(child)
            elif name == "tbl":
                yield self.grid(child)
            elif name in TRANSPARENT:
                yield from self.blocks(child)

    # --- tables ------------------------------------------------------------------------------

    def grid(self, table: Element) -> Grid:
        columns = [_number(each, "w") for each in table.iterfind("w:tblGrid/w:gridCol", NS)]
        return Grid(tuple(self.row(row, columns) for row in _inside(table, "tr")))

    def row(self, row: Element, columns: list[int]) -> Row:
        at = _number(row.find("w:trPr/w:gridBefore", NS), "val")
        cells = []
        for cell in _inside(row, "tc"):
            span = _number(cell.find("w:tcPr/w:gridSpan", NS), "val") or 1
            x0, x1 = (sum(columns[:edge]) / 20 for edge in (at, at + span))
            at += span
            merge = cell.find("w:tcPr/w:vMerge", NS)
            state = "" if merge is None else "start" if merge.get(w("val")) == "restart" else "go"
            blocks = tuple(self.blocks(cell))
            cells.append(Cell(x0, x1, blocks, state, _mark(cell, "path"), _mark(cell, "kind")))
        return Row(tuple(cells), _mark(row, "kind"))

    # --- paragraphs --------------------------------------------------------------------------

    def paragraph(self, paragraph: Element) -> Para:
        spans = [span for run in _inside(paragraph, "r") for span in self.run(run)]
        number = self.number(paragraph)
        if number:
            spans.insert(0, Span(number))
        size = paragraph.find(".//w:sz", NS)
        jc = paragraph.find("w:pPr/w:jc", NS)
        return Para(
            tuple(_joined(spans)),
            BODY if size is None else min(_number(size, "val") / 2, 22),
            _mark(paragraph, "path"),
            jc is not None and jc.get(w("val")) == "center",
            paragraph.find('w:r/w:br[@w:type="page"]', NS) is not None,
        )

    def number(self, paragraph: Element) -> str:
        style = paragraph.find("w:pPr/w:numPr/w:numId", NS)
        if style is None or _number(style, "val") != 1:
            return ""
        self.counted += 1
        return f"{HAN[self.counted - 1]}、"

    def run(self, run: Element) -> Iterator[Span]:
        look = run.find("w:rPr", NS)
        if look is not None and look.find("w:vanish", NS) is not None:
            return
        bold = look is not None and look.find("w:b", NS) is not None
        lined = look is not None and look.find("w:u", NS) is not None
        raised = look is not None and look.find("w:vertAlign", NS) is not None
        symbols = "Wingdings" in ("" if look is None else etree.tostring(look, encoding="unicode"))
        for child in run:
            name = _name(child)
            if name == "t":
                text = child.text or ""
                if symbols and text in ("R", "£"):
                    yield Span("☑" if text == "R" else "□", box=text == "R")
                else:
                    yield Span(text, bold, lined, raised)
            elif name == "sym":
                ticked = (child.get(w("char")) or "")[-2:].upper() in TICKED
                yield Span("☑" if ticked else "□", box=ticked)
            elif name == "fldChar" and child.find("w:ffData/w:checkBox", NS) is not None:
                ticked = _number(child.find("w:ffData/w:checkBox/w:checked", NS), "val") == 1
                yield Span("☑" if ticked else "□", box=ticked)
            elif name == "footnoteReference":
                number = _number(child, "id")
                yield Span(str(number), raised=True, note=number)
            elif name in _PLAIN and child.get(w("type")) != "page":
                yield Span(_PLAIN[name], bold, lined)


_PLAIN: Final = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
NS: Final = {"w": W, "w14": W14, "m": M}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _number(element: Element | None, name: str) -> int:
    return 0 if element is None else int(float(element.get(w(name)) or 0))


def _mark(element: Element, name: str) -> str:
    return element.get(f"{{{M}}}{name}") or ""


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """The children of this name, those in content controls and accepted changes among them."""
    for child in parent:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in TRANSPARENT:
            yield from _inside(child, wanted)


def _joined(spans: list[Span]) -> Iterator[Span]:
    """The spans, neighbours of one look made one."""
    kept: Span | None = None
    for span in spans:
        if kept is not None and kept[1:] == span[1:] and span.box is None:
            kept = kept._replace(text=kept.text + span.text)
            continue
        if kept is not None:
            yield kept
        kept = span
    if kept is not None:
        yield kept


def read(root: Element, parts: dict[str, bytes]) -> tuple[list[Block], dict[int, str]]:
    """The blocks of a document's body, and its footnotes by their numbers."""
    notes = {}
    part = parts.get("word/footnotes.xml")
    if part:
        for note in etree.fromstring(part).iterfind("w:footnote", NS):
            text = "".join(each.text or "" for each in note.iter(w("t")))
            if _number(note, "id") > 0:
                notes[_number(note, "id")] = text.strip()
    return list(Source(notes).blocks(root[0])), notes
