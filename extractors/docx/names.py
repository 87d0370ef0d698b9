"""Names of the XML that Word writes (ECMA-376, transitional), precomputed for the walk."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Final

from lxml import etree

# Prefixes as Word writes them; an element's indexed path uses them whatever the file's own are.
NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}

# ECMA-376 part 1 (strict) gives the same elements other namespaces.
STRICT: Final = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": NAMESPACES["w"],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"],
    "http://purl.oclc.org/ooxml/officeDocument/math": NAMESPACES["m"],
    "http://purl.oclc.org/ooxml/drawingml/main": NAMESPACES["a"],
}

RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"
FORM_STAMP: Final = "{urn:tianbao:form}form"


def full(name: str) -> str:
    """`w:p` → `{http://…/main}p`."""
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def short(tag: str) -> str:
    """`{http://…/main}p` → `w:p`; a name of a foreign namespace as a test on its local part."""
    uri, _, local = tag[1:].partition("}")
    prefix = PREFIXES.get(uri)
    return f"{prefix}:{local}" if prefix else f"*[local-name()='{local}']"


PREFIXES: Final = {uri: prefix for prefix, uri in NAMESPACES.items()}

W_VAL: Final = full("w:val")
W_ID: Final = full("w:id")
R_ID: Final = full("r:id")

# The children of an element at once: an iterator over them takes lxml twice as long.
children: Final[Callable[[etree._Element], list[etree._Element]]] = itemgetter(slice(None))

FALSE: Final = frozenset({"0", "false", "off"})


def is_on(value: str | None) -> bool:
    """The truth of an on/off property (ECMA-376 17.17.4): on when its value is left out."""
    return value is None or value not in FALSE


# 10 digits hold every measure; a longer run of them is hostile.
DECIMAL: Final = re.compile(r"\s*([+-]?\d{1,10})(?:\.\d*)?\s*", re.ASCII)


def whole(value: str | None, default: int = 0) -> int:
    """A whole number as attributes write it; `default` for what is none (`auto`, absent).

    WPS writes decimals here and there (`w:w="2130.5"`): the fraction is cut.
    """
    if value is None:
        return default
    if len(value) < 11:
        try:
            return int(value)
        except ValueError:
            pass
    match = DECIMAL.fullmatch(value)
    return int(match[1]) if match else default
