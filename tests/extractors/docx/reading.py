"""Short ways to read what a test wrote."""

from __future__ import annotations

from lxml import etree

from extractors.docx import read
from extractors.docx.names import NAMESPACES
from extractors.page import Cell, Page, Paragraph, Table
from tests.extractors.docx.builder import docx


def page(body: str, **parts: str) -> Page:
    """The page of a document with that body and those parts by kind (`styles="…"`)."""
    return read(docx(body, parts))


def text(body: str, **parts: str) -> str:
    """The text of the document's paragraphs, parted by `|`."""
    return "|".join(block.text for block in page(body, **parts).blocks if is_paragraph(block))


def only(body: str, **parts: str) -> Paragraph:
    """The document's one paragraph."""
    (block,) = page(body, **parts).blocks
    assert isinstance(block, Paragraph)
    return block


def table(body: str) -> Table:
    """The document's one table."""
    (block,) = page(body).blocks
    assert isinstance(block, Table)
    return block


def shape(found: Table) -> list[tuple[int, int, int, int, str]]:
    """(row, column, row span, column span, text) of each cell."""
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in found.cells]


def edges(found: Table) -> list[tuple[float, float]]:
    return [(cell.x0, cell.x1) for cell in found.cells]


def is_paragraph(block: object) -> bool:
    return isinstance(block, Paragraph)


def places(found: Page) -> list[tuple[str, str]]:
    """(indexed path, text) of every paragraph, and of every cell, table and tick, with "" as text."""
    listed: list[tuple[str, str]] = []

    def visit(block: Paragraph | Table | Cell) -> None:
        if isinstance(block, Paragraph):
            listed.append((block.where, block.text))
            listed.extend((tick.where, "") for tick in block.ticks)
        else:
            listed.append((block.where, ""))
            for inner in block.blocks if isinstance(block, Cell) else block.cells:
                visit(inner)

    for block in found.blocks:
        visit(block)
    return listed


def element_at(root: etree._Element, path: str) -> etree._Element:
    """The one element at an indexed path below the root."""
    (element,) = root.xpath(f".{path}", namespaces=NAMESPACES)
    return element
