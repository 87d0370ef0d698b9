"""Pieces of WordprocessingML written as bytes, with the prefix that the document has for it."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from extractors.docx.names import NAMESPACES, STRICT
from renderers.correct.refusal import Unplaceable

_PARTED: Final = re.compile(r"([\n\t])")
_SIGNS: Final = {"\n": "br", "\t": "tab"}
W_URIS: Final = frozenset(
    {NAMESPACES["w"]} | {s for s, t in STRICT.items() if t == NAMESPACES["w"]}
)

NO_PREFIX = "the document gives no prefix to the names of Word"


class Markup:
    """Writes elements with the prefix of one document."""

    def __init__(self, root: etree._Element) -> None:
        """Raises Unplaceable for a document whose names of Word have no prefix: their attributes
        couldn't be written."""
        found = (prefix for prefix, uri in root.nsmap.items() if prefix and uri in W_URIS)
        prefix = next(found, None)
        if prefix is None:
            raise Unplaceable(NO_PREFIX)
        self.prefix = prefix

    def element(self, name: str, inside: str = "", **attributes: str) -> str:
        """An element; attributes get the prefix too."""
        written = "".join(
            f" {self.prefix}:{key}={quoteattr(value)}" for key, value in attributes.items()
        )
        if not inside:
            return f"<{self.prefix}:{name}{written}/>"
        return f"<{self.prefix}:{name}{written}>{inside}</{self.prefix}:{name}>"

    def text(self, text: str, name: str = "t") -> str:
        """A text as a run holds it: line ends and tabs as Word's own; `name` is `delText` for a
        deleted one."""
        return "".join(
            self.element(_SIGNS[piece]) if piece in _SIGNS else self._letters(piece, name)
            for piece in _PARTED.split(text)
            if piece
        )

    def run(self, properties: str, content: str) -> str:
        """A run with a `w:rPr` as written, or none."""
        return self.element("r", properties + content)

    def _letters(self, text: str, name: str) -> str:
        tag = f"{self.prefix}:{name}"
        return f'<{tag} xml:space="preserve">{escape(text)}</{tag}>'
