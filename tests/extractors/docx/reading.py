"""Short ways to read what a test wrote."""

from __future__ import annotations

from typing import cast

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
    found = page(body, **parts).blocks
    return "|".join(block.text for block in found if isinstance(block, Paragraph))


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


def places(found: Page) -> list[tuple[str, str]]:
    """(indexed path, text) of all paragraphs; of cells, tables and ticks with "" as text."""
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
    (element,) = cast(list[etree._Element], root.xpath(f".{path}", namespaces=NAMESPACES))
    return element


def raw_text(element: etree._Element) -> str:
    """The characters of an element as they stand in the XML."""
    return "".join(cast(list[str], list(element.itertext())))
