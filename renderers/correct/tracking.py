"""Tracked changes (17.13.5): what is inserted and deleted, by whom and when."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from lxml import etree

from extractors.docx.names import W_ID, full
from renderers.correct.markup import Markup

INSERTED: Final = frozenset({full("w:ins"), full("w:moveTo")})
_CHANGES: Final = r"<{w}:(?:ins|del|moveFrom|moveTo)\b[^>]*/>"
_OLD: Final = r"<{w}:(rPrChange|pPrChange|sectPr)\b(?:[^>]*/>|.*?</{w}:\1>)"


class Tracking:
    """Writes the marks of tracked changes; each gets a number that no other mark has."""

    def __init__(self, author: str, date: str, markup: Markup, root: etree._Element) -> None:
        """`date` as Word writes it, `2024-05-20T08:00:00Z`."""
        self._author = author
        self._date = date
        self._markup = markup
        taken = {element.get(W_ID) for element in root.iter(etree.Element)}
        self._free = (str(n) for n in count(1) if str(n) not in taken)

    def mark(self, kind: str, inside: str = "") -> str:
        """A `w:ins` or `w:del`, around runs or empty in properties."""
        return self._markup.element(
            kind, inside, id=next(self._free), author=self._author, date=self._date
        )

    def renewed(self, xml: bytes) -> bytes:
        """What was written for one place for another one, its changes with their own numbers."""
        changes = rf"<{self._markup.prefix}:(?:ins|del|rPrChange|pPrChange)\b[^>]*>"
        return re.sub(changes, lambda tag: self.again(tag[0]), xml.decode()).encode()

    def again(self, tag: str) -> str:
        """A start tag of somebody's change with a number of its own, to open it a second time."""
        name = f"{self._markup.prefix}:id"
        return re.sub(rf'(\b{name}=)("[^"]*"|\'[^\']*\')', rf'\1"{next(self._free)}"', tag)


def without_changes(properties: str, prefix: str) -> str:
    """Paragraph or run properties without what was changed in them, and without a section."""
    for pattern in (_OLD, _CHANGES):
        properties = re.sub(pattern.format(w=prefix), "", properties, flags=re.DOTALL)
    return properties


def with_mark(properties: str, mark: str, prefix: str) -> str:
    """Paragraph properties (a `w:pPr` as written, "" for none) with a change of the paragraph's
    own mark in their `w:rPr`."""
    w = prefix
    if not properties or re.fullmatch(rf"<{w}:pPr\b[^>]*/>", properties):
        return f"<{w}:pPr><{w}:rPr>{mark}</{w}:rPr></{w}:pPr>"
    own = list(re.finditer(rf"<{w}:rPr\b[^>]*?(/?)>", properties))
    inner = next((m for m in own if f"<{w}:pPrChange" not in properties[: m.start()]), None)
    if inner and inner[1]:
        at = inner.start(), inner.end(), f"<{w}:rPr>{mark}</{w}:rPr>"
    elif inner:
        at = inner.end(), inner.end(), mark
    else:
        last = re.search(rf"<{w}:(?:sectPr|pPrChange)\b|</{w}:pPr>$", properties)
        assert last is not None
        at = last.start(), last.start(), f"<{w}:rPr>{mark}</{w}:rPr>"
    return properties[: at[0]] + at[2] + properties[at[1] :]
