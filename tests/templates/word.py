"""A reader of the templates' XML that shares nothing with the readers it helps to test.

It prints a template as a blank would: each tag gives way to its hint or printed label.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from tests.templates.notice import MARKS, Line, spaced

FOLDER = Path(__file__).parents[2] / "templates" / "jiebang2024"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

Names = dict[str, str]  # what the loops' variables print

_TAG = re.compile(r"\{\{ (.+?) \}\}")
_BLOCK = re.compile(r"\{%(?:p|tr) (.+?) %\}")
_LOOP = re.compile(r"for (\w+) in ([\w.\[\]]+)(?: \| (\w+)(?:\((.*)\))?)?")


def part(template: str, name: str = "word/document.xml") -> etree._Element:
    """The root of one part of a template in templates/jiebang2024/."""
    with zipfile.ZipFile(FOLDER / template) as package:
        return etree.fromstring(package.read(name))


def body(template: str) -> etree._Element:
    return next(iter(part(template)))


def tables(template: str) -> list[etree._Element]:
    return list(part(template).iter(W + "tbl"))


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute in Word's name space, "" where the element or the attribute is missing."""
    return "" if element is None else element.get(W + name, "")


def grid(table: etree._Element) -> list[int]:
    """The widths of a table's grid columns, in twips."""
    return [int(value(column, "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]


def cells(row: etree._Element) -> list[tuple[int, int, etree._Element]]:
    """The cells of a row, each with its first grid column and the one behind its last."""
    found, at = [], 0
    for cell in row.iterfind(W + "tc"):
        end = at + int(value(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)
        found.append((at, end, cell))
        at = end
    return found


def blank(template: str) -> list[Line]:
    """What a blank prints, paragraph by paragraph and row by row, empty paragraphs left out."""
    return [line for line in _print(list(body(template)), {}) if line != ""]


def text(paragraph: etree._Element) -> str:
    """A paragraph's text with its tags; a note's mark is a superscript digit."""
    return "".join(_pieces(paragraph))


def words(element: etree._Element, kind: str = "t") -> str:
    """The text of an element's `w:t`, or of other elements of its that hold text."""
    return "".join(piece.text or "" for piece in element.iter(W + kind))


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    in_reference = False
    for element in paragraph.iter():
        if element.tag == W + "instrText":
            in_reference = "NOTEREF" in (element.text or "")
        elif element.tag == W + "fldChar" and value(element, "fldCharType") == "end":
            in_reference = False
        elif element.tag == W + "footnoteReference":
            yield MARKS[int(value(element, "id")) - 1]
        elif element.tag == W + "t":
            shown = element.text or ""
            yield MARKS[int(shown) - 1] if in_reference else shown
        elif element.tag == W + "br":
            yield "\n"
        elif element.tag == W + "tab" and element.get(W + "pos") is None:  # no tab stop
            yield "\t"


def _print(elements: Sequence[etree._Element], names: Names) -> Iterator[Line]:
    """The lines that body children or table rows print, their loops run."""
    for element, inner in _expand(elements, names):
        if element.tag == W + "tbl":
            yield from _print(element.findall(W + "tr"), inner)
        elif element.tag == W + "tr":
            row = (_cell(cell, inner) for _, _, cell in cells(element))
            yield tuple(cell for cell in row if cell)
        elif element.tag == W + "p":
            yield spaced(_fill(text(element), inner))


def _cell(cell: etree._Element, names: Names) -> str:
    paragraphs = _expand(cell.findall(W + "p"), names)
    return spaced("\n".join(_fill(text(paragraph), inner) for paragraph, inner in paragraphs))


def _expand(
    elements: Sequence[etree._Element], names: Names
) -> Iterator[tuple[etree._Element, Names]]:
    at = 0
    while at < len(elements):
        tag = block_tag(elements[at])
        if tag is None:
            yield elements[at], names
            at += 1
            continue
        end = _end(elements, at)
        for inner in _rounds(tag):
            yield from _expand(elements[at + 1 : end], {**names, **inner})
        at = end + 1


def block_tag(element: etree._Element) -> str | None:
    """What the loop or condition says that stands for this paragraph or row, if one does."""
    if element.tag == W + "tbl":
        return None
    marker = "tr" if element.tag == W + "tr" else "p"
    content = "".join(text(paragraph) for paragraph in element.iter(W + "p"))
    match = _BLOCK.fullmatch(content.strip())
    return match[1] if match and content.strip().startswith("{%" + marker + " ") else None


def _end(elements: Sequence[etree._Element], start: int) -> int:
    depth = 0
    for at in range(start, len(elements)):
        tag = block_tag(elements[at]) or ""
        depth += tag.startswith(("for ", "if ")) - tag.startswith("end")
        if depth == 0:
            return at
    raise AssertionError(f"nothing ends {block_tag(elements[start])}")


def _rounds(tag: str) -> list[Names]:
    """What the variables of a loop print in each of a blank's rounds."""
    if tag.startswith("if not "):
        return [{}]
    loop = _LOOP.fullmatch(tag)
    assert loop, tag
    variable, _, kind, arguments = loop.groups()
    if kind == "paragraphs":
        return [{variable: (arguments or '""').strip('"')}]
    if kind == "rows":
        least, numbered, mark = (*(arguments.split(", ")), '""')[:3]
        return [
            {f"{variable}.no": str(no) if no <= int(numbered) else mark.strip('"')}
            for no in range(1, int(least) + 1)
        ]
    return [{"loop.index": "1"}] if kind == "blocks" else []


def _fill(wording: str, names: Names) -> str:
    return _TAG.sub(lambda tag: _printed(tag[1], names), wording)


def _printed(tag: str, names: Names) -> str:
    """What a tag prints where the record has no answer."""
    shown = re.search(r'\| (?:hint|label)\("(.*)"\)$', tag)
    return shown[1] if shown else names.get(tag, "")
