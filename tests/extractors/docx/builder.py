"""Small Word documents written in raw XML, so that each test shows the very markup it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from extractors.docx.names import NAMESPACES

DECLARATIONS = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **NAMESPACES,
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}.document.main+xml"/></Types>'
)

ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}


def _type(kind: str) -> str:
    return kind if "/" in kind else f"{OFFICE}/{kind}"


def relationships(*entries: tuple[str, str, str] | tuple[str, str, str, str]) -> str:
    """A relationships part of (id, kind, target) or (id, kind, target, mode)."""
    links = "".join(
        f'<Relationship Id="{id_}" Type="{_type(kind)}" Target="{target}"'
        + (f' TargetMode="{mode[0]}"' if mode else "")
        + "/>"
        for id_, kind, target, *mode in entries
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def members(
    body: str,
    parts: Mapping[str, str] | None = None,
    links: tuple[tuple[str, ...], ...] = (),
    extra: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The members of a document: `body` is what stands in `w:body`; `parts` gives the inner XML of
    other parts by kind of relationship; `links` and `extra` more relationships and members."""
    parts = parts or {}
    entries = [(f"rId{kind}", kind, f"{kind}.xml") for kind in parts]
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": (
            f"{HEAD}<w:document {DECLARATIONS}><w:body>{body}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": relationships(*entries, *links),  # type: ignore[arg-type]
        **{
            f"word/{kind}.xml": f"{HEAD}<w:{ROOTS[kind]} {DECLARATIONS}>{inner}</w:{ROOTS[kind]}>"
            for kind, inner in parts.items()
        },
        **(extra or {}),
    }


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """The members as a ZIP."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(
    body: str,
    parts: Mapping[str, str] | None = None,
    links: tuple[tuple[str, ...], ...] = (),
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A Word document, see `members`."""
    return zipped(members(body, parts, links, extra))


def run(text: str, properties: str = "") -> str:
    """A `w:r` with that text; `properties` is the inner XML of its `w:rPr`."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A `w:p`; a piece that is no markup becomes a run."""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    runs = (piece if piece.startswith("<") else run(piece) for piece in content)
    return f"<w:p>{ppr}{''.join(runs)}</w:p>"


def tc(*content: str, properties: str = "", width: int | None = 1000) -> str:
    """A `w:tc`; pieces that are no markup become paragraphs."""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width is not None else ""
    inner = "".join(piece if piece.startswith("<") else p(piece) for piece in content) or p()
    return f"<w:tc><w:tcPr>{size}{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A `w:tr` of cells; a piece that is no markup becomes a cell."""
    trpr = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{trpr}{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    """A `w:tbl` with the widths of its grid in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def checkbox(content: str, checked: str = "0", tag: str | None = None, inner: str = "") -> str:
    """A check box content control around `content`."""
    name = f'<w:tag w:val="{tag}"/>' if tag is not None else ""
    return (
        f'<w:sdt><w:sdtPr>{name}<w14:checkbox><w14:checked w14:val="{checked}"/>{inner}'
        f"</w14:checkbox></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
