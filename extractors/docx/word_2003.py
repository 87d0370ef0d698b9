"""Word 2003 XML (WordprocessingML of 2003, one file) as the package that Word would save of it.

Its elements are those of DOCX under another namespace, few of them otherwise named or nested. They
are put into DOCX's form here: LibreOffice 7.4 takes half a minute for a form and loses rows of its
tables.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from lxml import etree

from extractors import docx
from extractors.docx.names import PRESERVE, R_ID, full
from extractors.docx.parse import DAMAGED, parse_part
from extractors.limits import DEFAULT_LIMITS, Limits, Unreadable
from extractors.page import Finding, Page

OLD: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
AML: Final = "{http://schemas.microsoft.com/aml/2001/core}"
NEW: Final = full("w:")
THE_FILE: Final = "Word XML"
CONVERTED: Final = "原文件是Word 2003 XML文档，已转换为docx后读取；所示位置均指转换后的文件。"

# Elements and attributes that DOCX names otherwise.
NAMES: Final = {
    "vmerge": "vMerge",
    "hmerge": "hMerge",
    "h-ansi": "hAnsi",
    "fareast": "eastAsia",
    "b-cs": "bCs",
    "i-cs": "iCs",
    "sz-cs": "szCs",
    "listPr": "numPr",
    "ilfo": "numId",
    "listDef": "abstractNum",
    "listDefId": "abstractNumId",
    "list": "num",
    "ilst": "abstractNumId",
    "nfc": "numFmt",
}
# The number formats of Word's files by their number ([MS-OSHARED] 2.2.1.3) that lists come with.
NUMBER_FORMATS: Final = {
    "0": "decimal",
    "1": "upperRoman",
    "2": "lowerRoman",
    "3": "upperLetter",
    "4": "lowerLetter",
    "10": "ideographDigital",
    "11": "japaneseCounting",
    "14": "decimalFullWidth",
    "18": "decimalEnclosedCircle",
    "23": "bullet",
    "26": "decimalEnclosedFullstop",
    "27": "decimalEnclosedParen",
    "28": "decimalEnclosedCircleChinese",
    "33": "taiwaneseCounting",
    "35": "taiwaneseCountingThousand",
    "37": "chineseCounting",
    "38": "chineseLegalSimplified",
    "39": "chineseCountingThousand",
}
# Tracked changes: type of the annotation → element round its content.
CHANGES: Final = {"Word.Insertion": "ins", "Word.Deletion": "del"}

HEADERS: Final = {"hdr": "header", "ftr": "footer"}  # its element → kind of part

RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page of a Word 2003 XML file; raises Unreadable."""
    page = docx.read(as_package(data, limits), limits)
    return replace(page, findings=(*page.findings, Finding("converted", CONVERTED)))


def as_package(data: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The same document as a DOCX, with the parts that reading looks at; raises Unreadable."""
    root = parse_part(data, THE_FILE, limits)
    bodies = list(root.iterchildren(OLD + "body"))
    if not bodies:
        raise Unreadable("damaged", DAMAGED.format(part=THE_FILE))
    comments, notes = _part("comments"), _part("footnotes")
    _settle_annotations(root, comments)
    _take_notes(bodies[0], notes)
    _unwrap(bodies[0])
    headers = _take_headers(bodies[0])
    parts = {"document": _part("document", bodies[:1]), "comments": comments, "footnotes": notes}
    parts |= headers
    parts["styles"] = _part("styles", _children(root, "styles"))
    parts["numbering"] = _part("numbering", _children(root, "lists"))
    # The grid says how wide a cell is; LibreOffice gives it the width of its first column only.
    # Pictures stand in the text there, where DOCX has no element for them.
    etree.strip_elements(parts["document"], OLD + "tcW", OLD + "binData", with_tail=False)
    for part in parts.values():
        _rename(part)
    return _zipped(parts)


def _part(name: str, children: Iterable[etree._Element] = ()) -> etree._Element:
    part = etree.Element(NEW + name)
    part.extend(children)
    return part


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    return [child for element in root.iterchildren(OLD + name) for child in element]


def _settle_annotations(root: etree._Element, comments: etree._Element) -> None:
    """Tracked changes as elements round their content, comments in a part of their own."""
    for element in list(root.iter(AML + "annotation")):
        kind, id_ = element.get(OLD + "type", ""), element.get(AML + "id", "")
        content = [child for inner in element.iterchildren(AML + "content") for child in inner]
        if kind in CHANGES:
            _replace(element, _made(CHANGES[kind], content))
        elif kind == "Word.Comment":
            comments.append(_made("comment", content, id=id_))
            _replace(element, _made("commentReference", id=id_))
        else:  # bookmarks, and formatting that changed
            _replace(element)


def _take_notes(body: etree._Element, notes: etree._Element) -> None:
    for element in list(body.iter(OLD + "footnote")):
        id_ = str(len(notes) + 1)
        _replace(element, _made("footnoteReference", id=id_))
        notes.append(_made("footnote", list(element), id=id_))


def _take_headers(body: etree._Element) -> dict[str, etree._Element]:
    """The headers and footers that stand within the sections' properties, as parts by name, each
    with a reference in its place."""
    parts: dict[str, etree._Element] = {}
    for section in body.iter(OLD + "sectPr"):
        for element in list(section.iterchildren(*(OLD + tag for tag in HEADERS))):
            tag = etree.QName(element).localname
            name = f"{HEADERS[tag]}{len(parts) + 1}"
            parts[name] = _part(tag, list(element))
            reference = _made(f"{HEADERS[tag]}Reference")
            reference.set(R_ID, _id_of(name))
            _replace(element, reference)
    return parts


def _unwrap(body: etree._Element) -> None:
    """Lets the content of sections, and of elements of other languages round Word's own, stand for
    them; what else is in another language (shapes) stays where it is."""
    # Inner ones first: Word has a wx:sub-section for each heading, sections within sections.
    for element in reversed(list(body.iter(etree.Element))):
        if str(element.tag).startswith((OLD, NEW)) or element.getparent() is None:
            continue
        if any(str(child.tag).startswith(OLD) for child in element):
            _replace(element, *element)


def _replace(element: etree._Element, *by: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    at = parent.index(element)
    parent[at : at + 1] = list(by)


def _made(name: str, content: Iterable[etree._Element] = (), **attributes: str) -> etree._Element:
    made = _part(name, content)
    for key, value in attributes.items():
        made.set(NEW + key, value)
    return made


def _rename(part: etree._Element) -> None:
    for element in part.iter(etree.Element):
        if element.tag == OLD + "nfc":
            number = element.get(OLD + "val", "0")
            element.set(OLD + "val", NUMBER_FORMATS.get(number, "decimal"))
        if element.tag == OLD + "t":
            element.set(PRESERVE, "preserve")  # said once, at the root of the file
        if width := element.get(OLD + "w", ""):
            # LibreOffice writes twentieths of a point with four decimals.
            element.set(OLD + "w", width.partition(".")[0])
        element.tag = _new(str(element.tag))
        for name, value in element.attrib.items():
            if str(name).startswith(OLD):
                del element.attrib[name]
                element.set(_new(str(name)), value)


def _new(name: str) -> str:
    if not name.startswith(OLD):
        return name
    local = name.removeprefix(OLD)
    return NEW + NAMES.get(local, local)


def _zipped(parts: dict[str, etree._Element]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", _content_types(parts))
        package.writestr("_rels/.rels", _relationships([("officeDocument", "word/document.xml")]))
        links = [(name, f"{name}.xml") for name in parts if name != "document"]
        package.writestr("word/_rels/document.xml.rels", _relationships(links))
        for name, part in parts.items():
            package.writestr(f"word/{name}.xml", etree.tostring(part, encoding="UTF-8"))
    return made.getvalue()


def _content_types(parts: Iterable[str]) -> str:
    kinds = {name: "document.main" if name == "document" else _kind(name) for name in parts}
    overrides = (
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    rels = f'<Default Extension="rels" ContentType="{RELS_TYPE}"/>'
    return f'<Types xmlns="{CONTENT_TYPES}">{rels}{"".join(overrides)}</Types>'


def _id_of(part: str) -> str:
    return f"r-{part}"


def _kind(part: str) -> str:
    return part.rstrip("0123456789")


def _relationships(links: list[tuple[str, str]]) -> str:
    items = (
        f'<Relationship Id="{_id_of(name)}" Type="{TYPE}{_kind(name)}" Target="{target}"/>'
        for name, target in links
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(items)}</Relationships>'
