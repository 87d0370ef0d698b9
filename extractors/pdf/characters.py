"""What a character of a PDF stands for: radicals, ligatures and vertical forms folded, symbols of
symbol fonts, and what a font maps to nothing.

PDF fonts say which glyph to draw; what it means is a table beside it that programs fill in badly.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from extractors.docx.symbols import symbol

# LibreOffice 7 draws `w:sym` of Wingdings 2 in this font, with Wingdings' letters as the text.
DRAWS_OTHERS: Final = "OpenSymbol"

# Fonts of pictures alone: a letter of theirs that no table knows is no letter.
PICTURES: Final = frozenset({"Wingdings", "Wingdings 2", "Webdings"})

GARBLED: Final = 0.3  # how sure a character is that its font maps to nothing

_FONTS: Final = json.loads(files(__package__).joinpath("symbols.json").read_text("utf-8"))
_RADICALS: Final[dict[str, str]] = json.loads(
    files(__package__).joinpath("radicals.json").read_text("utf-8")
)

# Characters as they are set in lines from top to bottom, and as they are written.
_UPRIGHT: Final = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…—–_（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)

# Control characters and marks without width: no text. A soft hyphen is looked at in its line.
_NOTHING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\ufeff]")
# Radicals, ligatures, and the ideographs that KS X 1001 has once a reading (U+F900-FA0B): drawn by
# the glyph of the usual one, which a map may call by either. Those behind them look otherwise.
_FOLDED: Final = re.compile("[\u2f00-\u2fd5\uf900-\ufa0b\ufb00-\ufb06]")
_HYPHENS: Final = "\u2010\u2011"  # one glyph with `-` in most fonts
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")


class Character(NamedTuple):
    """What a glyph says; `ticked` of a box that a symbol font draws, else None."""

    text: str
    confidence: float = 1.0
    ticked: bool | None = None


@lru_cache(maxsize=16384)
def character(code: str, font: str, mapped: bool = True) -> Character:
    """What a character set in a font of that name (with or without its subset's prefix) says;
    `mapped`: whether anything maps the font's codes to characters."""
    known = _symbol(code, font)
    if known is not None:
        return known
    said = _said(code)
    return said if mapped else said._replace(confidence=GARBLED)


def _said(code: str) -> Character:
    """What a character says in a font that is none of symbols."""
    if _NOTHING.match(code):
        return Character("")
    if code in _RADICALS:  # ⼾ among them: simplified fonts draw 户 by it, NFKC has 戶
        return Character(_RADICALS[code])
    if _FOLDED.match(code):
        return Character(unicodedata.normalize("NFKC", code))
    if code in _UPRIGHT:
        return Character(_UPRIGHT[code])
    if code in _HYPHENS:
        return Character("-")
    return Character(code, GARBLED if means_nothing(code) else 1.0)


def means_nothing(code: str) -> bool:
    """Whether a character is none: of the private use area, or the one for what is unknown."""
    return _PRIVATE.match(code) is not None


class Characters(dict[str, Character]):
    """What the characters set in one font say, each worked out when it is first met."""

    def __init__(self, font: str, mapped: bool) -> None:
        self._font, self._mapped = font, mapped
        self.has_parts = False  # whether any of those met says more than one letter, or none

    def __missing__(self, code: str) -> Character:
        if len(self) >= MOST_CODES:
            self.clear()
        said = self[code] = character(code, self._font, self._mapped)
        self.has_parts = self.has_parts or len(said.text) != 1
        return said


MOST_CODES: Final = 8192  # kept a font: more than a document's text has


@lru_cache(maxsize=64)
def characters(font: str, mapped: bool = True) -> Characters:
    """What the characters of a font say, by their codes."""
    return Characters(font, mapped)


def _symbol(code: str, font: str) -> Character | None:
    """What a symbol font draws; in the PDFs of LibreOffice boxes are OpenSymbol's private codes, in
    those of Word letters or private codes of Wingdings."""
    name = _base_name(font)
    key = _FONTS["fonts"].get(name)
    if key is not None:
        found = symbol(key.lower(), ord(code))
        if found is None and key == DRAWS_OTHERS:
            found = symbol("wingdings 2", ord(code))
        if found is None:
            return Character(code, GARBLED) if key in PICTURES and code.isprintable() else None
        return Character(found.character, ticked=found.ticked)
    if name in _FONTS["dingbats"]["fonts"]:
        shown = _FONTS["dingbats"]["letters"].get(code, code)
        return Character(shown)
    return None


@lru_cache(maxsize=256)
def _base_name(font: str) -> str:
    """`ABCDEF+Wingdings2` and `Wingdings 2,Bold` without what subsets and styles add."""
    name = re.sub(r"^[A-Z]{6}\+", "", font).partition(",")[0].strip().lower()
    return name if name in _FONTS["fonts"] else re.sub(r"[-_]?(vk|regular|normal)$", "", name)
