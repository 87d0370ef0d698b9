"""A small Word writer: tables from absolute widths, runs, ticks, and the package around them.

What it writes carries marks in a namespace of its own (which run is a label, which path a cell
answers), so that the disturbances know what they disturb; `pack` takes them out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M: Final = "urn:tests:marks"
NS: Final = {"w": W, "w14": W14, "m": M, "r": R}
NAMESPACES: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())

STAMP: Final = (2024, 5, 20, 9, 0, 0)  # every member's time, so that packages compare
FULL_WIDTH: Final = 9000  # twentieths of a point between the margins


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its width in twentieths of a point, its paragraphs as XML, and what it is.

    `kind` is label, value, both, group, head, number, title or text; `merge` is "start" or "go" for
    the cells of a vertical merge.
    """

    width: int
    body: str
    kind: str
    path: str = ""
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `kind` says what it is for (pairs, title, heads, item, years, standard, …), `unit`
    which rows belong together."""

    cells: tuple[Cell, ...]
    kind: str
    unit: str = ""


def mark(**marks: str) -> str:
    """The attributes of the marks that are not empty, with a leading space each."""
    return "".join(f" m:{name}={quoteattr(value)}" for name, value in marks.items() if value)


def run(text: str, properties: str = "", **marks: str) -> str:
    """A run; line breaks become `w:br`, tabs `w:tab`."""
    return f"<w:r{mark(**marks)}>{_properties(properties)}{run_text(text)}</w:r>"


def run_text(text: str) -> str:
    pieces = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append("<w:br/>")
        for place, part in enumerate(line.split("\t")):
            if place:
                pieces.append("<w:tab/>")
            if part:
                pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return "".join(pieces)


def _properties(properties: str) -> str:
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def paragraph(*runs: str, properties: str = "", **marks: str) -> str:
    wrapped = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p{mark(**marks)}>{wrapped}{''.join(runs)}</w:p>"


def table(rows: Sequence[Row]) -> str:
    """A ruled table: the grid is the union of all rows' cell edges."""
    edges = sorted({edge for row in rows for edge in _edges(row)})
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = (
        f'<w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    return f"<w:tbl>{head}{''.join(_row(row, edges) for row in rows)}</w:tbl>"


def _edges(row: Row) -> list[int]:
    edges = [0]
    for cell in row.cells:
        edges.append(edges[-1] + cell.width)
    return edges


def _row(row: Row, edges: Sequence[int]) -> str:
    places = _edges(row)
    cells = "".join(
        _cell(cell, edges.index(right) - edges.index(left))
        for cell, left, right in zip(row.cells, places, places[1:], strict=False)
    )
    return f"<w:tr{mark(kind=row.kind, unit=row.unit)}>{cells}</w:tr>"


def _cell(cell: Cell, span: int) -> str:
    properties = f'<w:tcW w:w="{cell.width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if cell.merge:
        properties += '<w:vMerge w:val="restart"/>' if cell.merge == "start" else "<w:vMerge/>"
    body = cell.body or "<w:p/>"
    marks = mark(kind=cell.kind, path=cell.path)
    return f"<w:tc{marks}><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def document(body: str) -> etree._Element:
    """The parsed `w:document` around a body's blocks."""
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"'
        ' w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    )
    return etree.fromstring(
        f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
    )


CONTENT_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
    '<Override PartName="/word/footnotes.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
)
RELATIONSHIPS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
DOCUMENT_RELATIONSHIPS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{R}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId3" Type="{R}/footnotes" Target="footnotes.xml"/>'
    "</Relationships>"
)
STYLES: Final = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/>'
    '<w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="a"/><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style></w:styles>'
)
NUMBERING: Final = (
    f'<w:numbering xmlns:w="{W}">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def footnotes(notes: Mapping[int, str]) -> str:
    """The footnotes part: the two separators Word wants, then the notes by their ids."""
    body = "".join(
        f'<w:footnote w:id="{number}">'
        f'<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f"{run(' ' + text)}</w:p></w:footnote>"
        for number, text in notes.items()
    )
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
        "<w:continuationSeparator/></w:r></w:p></w:footnote>"
    )
    return f"<w:footnotes {NAMESPACES}>{separators}{body}</w:footnotes>"


def parts(notes: Mapping[int, str]) -> dict[str, bytes]:
    """All parts of a package but its document."""
    texts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": footnotes(notes),
    }
    return {name: text.encode() for name, text in texts.items()}


def pack(root: etree._Element, others: Mapping[str, bytes]) -> bytes:
    """The package: the document without marks, and the other parts as they are."""
    clean = etree.fromstring(etree.tostring(root))
    for element in clean.iter():
        for name in [name for name in element.attrib if str(name).startswith(f"{{{M}}}")]:
            del element.attrib[name]
    etree.cleanup_namespaces(clean, keep_ns_prefixes=["w", "w14", "r"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in others.items():
            package.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
        package.writestr(
            zipfile.ZipInfo("word/document.xml", STAMP),
            etree.tostring(clean, xml_declaration=True, encoding="UTF-8", standalone=True),
            zipfile.ZIP_DEFLATED,
        )
    return buffer.getvalue()
