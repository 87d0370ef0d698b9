"""An independent, plain look at printed XML, for the tests of printing."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def tree(xml: str) -> etree._Element:
    return etree.fromstring(xml.encode())


def text_of(element: etree._Element) -> str:
    """The text below an element, tabs and line ends as such, page ends left out."""
    return "".join(map(_shown, element.iter()))


def _shown(element: etree._Element) -> str:
    if element.tag == W + "t":
        return element.text or ""
    if element.tag == W + "br" and element.get(W + "type") != "page":
        return "\n"
    return "\t" if element.tag == W + "tab" and element.getparent().tag == W + "r" else ""


def lines(xml: str) -> list[str]:
    """The text of every paragraph, in order."""
    return [text_of(paragraph) for paragraph in tree(xml).iter(W + "p")]


def rows(xml: str, table: int) -> list[list[str]]:
    """The texts of a table's cells (paragraphs joined by line ends), row by row."""
    found = list(tree(xml).iter(W + "tbl"))[table]
    return [
        ["\n".join(text_of(p) for p in cell.iter(W + "p")) for cell in row.iter(W + "tc")]
        for row in found.iter(W + "tr")
    ]


def ticks(xml: str) -> dict[str, tuple[str, str]]:
    """Check boxes by their tag: what w14:checked says, and the glyph."""
    found = {}
    for control in tree(xml).iter(W + "sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            state = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").get(W14 + "val")
            found[tag.get(W + "val")] = state, text_of(control.find(W + "sdtContent"))
    return found
