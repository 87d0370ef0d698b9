"""Form controls and input fields of an OpenDocument text as the text that they show: LibreOffice,
when it saves a DOCX, drops the controls, and the ticks with them, and writes what is in an input
field four times."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from extractors.docx.package_zip import Package
from extractors.docx.parse import parse_part
from extractors.docx.symbols import EMPTY, TICKED
from extractors.limits import DEFAULT_LIMITS

FORM: Final = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
INPUT: Final = TEXT + "text-input"
SPAN: Final = TEXT + "span"
CONTENT: Final = "content.xml"
MARKS: Final = (b"<draw:control", b"<text:text-input")

# What says that a box is ticked now, else at first (19.3.13, 19.3.15 of ODF 1.3 part 3).
STATES: Final = {
    f"{FORM}checkbox": (f"{FORM}current-state", f"{FORM}state", "checked"),
    f"{FORM}radio": (f"{FORM}current-selected", f"{FORM}selected", "true"),
}
TEXTS: Final = frozenset(FORM + name for name in ("text", "textarea", "combobox", "formatted-text"))


def controls_as_text(data: bytes) -> bytes:
    """The document with the text of its controls and input fields in their places; itself where it
    has none.

    Raises Unreadable.
    """
    package = Package(data, DEFAULT_LIMITS)
    content = package.read(CONTENT) if CONTENT in package else b""
    shown = flat_controls_as_text(content)
    return data if shown is content else _zipped(package, shown)


def flat_controls_as_text(data: bytes) -> bytes:
    """The same of a document, or the content of one, that is one XML file (.fodt)."""
    if not any(mark in data for mark in MARKS):
        return data
    root = parse_part(data, CONTENT, DEFAULT_LIMITS)
    shown = {
        str(control.get(FORM + "id") or control.get(XML_ID, "")): _shown(control)
        for control in root.iter(*STATES, *TEXTS)
    }
    for place in list(root.iter(DRAW + "control")):
        _replace(place, shown.get(place.get(DRAW + "control", ""), ""))
    for field in root.iter(INPUT):
        field.tag = SPAN
        field.attrib.clear()
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _shown(control: etree._Element) -> str:
    tag = str(control.tag)
    if tag in TEXTS:
        return str(control.get(FORM + "current-value") or control.get(FORM + "value", ""))
    now, first, ticked = STATES[tag]
    state = control.get(now, control.get(first, ""))
    return (TICKED if state == ticked else EMPTY) + control.get(FORM + "label", "")


def _replace(place: etree._Element, text: str) -> None:
    """Has text stand in the place of a control; a span, for what stands behind it is its tail."""
    span = etree.Element(SPAN)
    span.text, span.tail = text, place.tail
    parent = place.getparent()
    if parent is not None:
        parent.replace(place, span)


def _zipped(package: Package, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in package.names():  # `mimetype` stays the first
            archive.writestr(name, content if name == CONTENT else package.read(name))
    return made.getvalue()
