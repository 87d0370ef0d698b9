"""Fonts whose codes nothing maps to characters: what is read of them may be anything.

A font of one byte a character that carries its own glyphs may number them as it likes (printer
drivers count from 33). Without ToUnicode such codes look like ASCII: `!"##$` for 上海某某有. Of
fonts of two bytes the library itself says what it can't tell.
"""

from __future__ import annotations

import re
from typing import Any, Final

SIMPLE: Final = frozenset({"Type1", "MMType1", "TrueType"})
GLYPHS: Final = "Type3"  # drawn by the page's own operators; its glyphs' names are free
NOT_EMBEDDED: Final = "n/a"  # the extension that PyMuPDF names for a font without a file

# Names that only count: `g21`, `G2F`, `a12`; those of the Adobe glyph list and `uni4E00` tell.
_COUNTED: Final = re.compile(r"/[A-Za-z]{1,2}[0-9A-F]*\d[0-9A-F]*(?=[\s/\]]|$)")
_TOLD: Final = re.compile(r"/(?:u|uni)[0-9A-F]{4,6}(?=[\s/\]]|$)")


class Fonts:
    """The fonts of a document; pages that name the same resources have the same."""

    def __init__(self) -> None:
        self._unmapped: dict[str, frozenset[str]] = {}  # resources, as they are written → names

    def unmapped(self, page: Any) -> frozenset[str]:
        """The names of the page's fonts that nothing maps, as the spans of its text have them."""
        kind, resources = page.parent.xref_get_key(page.xref, "Resources")
        if kind == "null":  # those of the pages' common parent, which may be another's than before
            return _unmapped(page)
        if resources not in self._unmapped:
            self._unmapped[resources] = _unmapped(page)
        return self._unmapped[resources]


def _unmapped(page: Any) -> frozenset[str]:
    document = page.parent
    return frozenset(
        f"{GLYPHS} ({number} 0 R)" if kind == GLYPHS else name
        for number, extension, kind, name, *_ in page.get_fonts()
        if (kind == GLYPHS or (kind in SIMPLE and extension != NOT_EMBEDDED))
        and not _is_mapped(document, number, kind)
    )


def _is_mapped(document: Any, font: int, kind: str) -> bool:
    if document.xref_get_key(font, "ToUnicode")[0] != "null":
        return True
    if kind == GLYPHS:
        return False
    encoding, _ = document.xref_get_key(font, "Encoding")
    if encoding == "null":
        return False
    differences = document.xref_get_key(font, "Encoding/Differences")[1]
    return not _COUNTED.search(_TOLD.sub("", differences))
