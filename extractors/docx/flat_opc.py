"""Flat OPC (`Word XML document`): a whole package in one XML file, put back into its ZIP.

Part names and paths in it are those of the package, so evidence stands in the file itself.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from extractors import docx
from extractors.docx.parse import DAMAGED, parse_part
from extractors.limits import DEFAULT_LIMITS, Limits, Unreadable
from extractors.page import Page

PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
THE_FILE: Final = "Word XML"


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page of the Word document in a Flat OPC file; raises Unreadable."""
    return docx.read(repacked(data, limits), limits)


def repacked(data: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The package as a ZIP; raises Unreadable."""
    root = parse_part(data, THE_FILE, limits)
    types, made = [], io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part in root.iterchildren(PKG + "part"):
            name = part.get(PKG + "name", "")
            package.writestr(name.lstrip("/"), _content(part))
            type_ = part.get(PKG + "contentType", "")
            types.append(f"<Override PartName={quoteattr(name)} ContentType={quoteattr(type_)}/>")
        package.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}">{"".join(types)}</Types>')
    return made.getvalue()


def _content(part: etree._Element) -> bytes:
    for element in part.iterchildren(PKG + "xmlData"):
        for root in element.iterchildren(etree.Element):
            return etree.tostring(root, encoding="UTF-8", xml_declaration=True, with_tail=False)
    for element in part.iterchildren(PKG + "binaryData"):
        try:
            return base64.b64decode("".join((element.text or "").split()), validate=True)
        except binascii.Error as error:
            raise Unreadable("damaged", DAMAGED.format(part=THE_FILE)) from error
    return b""
