"""Symbol fonts: what a code means depends on the font's exact name (symbols.json is the data).

Codes come with and without the prefix F0 (`F052`, `0052`) and as plain letters set in the font
(`R`); the last byte is the code. OpenSymbol, LibreOffice's own, draws the same boxes at other codes
of Unicode's private use (E4C4): these count in full.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

TICKED: Final = "☑"
EMPTY: Final = "☐"

_DATA: Final = json.loads(files(__package__).joinpath("symbols.json").read_text("utf-8"))

TICKED_BOXES: Final = frozenset(_DATA["boxes"]["ticked"])
EMPTY_BOXES: Final = frozenset(_DATA["boxes"]["empty"])


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a code of a symbol font shows: a character, and for a box whether it is ticked."""

    character: str
    ticked: bool | None = None


def _table(font: str) -> dict[int, Symbol]:
    ticks = _DATA["ticks"].get(font, {})
    characters = _DATA["characters"].get(font, {})
    return {
        **{int(code, 16): Symbol(character) for code, character in characters.items()},
        **{int(code, 16): Symbol(TICKED if on else EMPTY, on) for code, on in ticks.items()},
    }


_FONTS: Final = {font.lower(): _table(font) for font in {*_DATA["ticks"], *_DATA["characters"]}}


@lru_cache(maxsize=64)
def symbol_font(name: str) -> str:
    """The font's key when it is a symbol font, else "".

    LibreOffice writes lists (`Wingdings 2;Symbol`): the first font counts.
    """
    key = name.partition(";")[0].strip().lower()
    return key if key in _FONTS else ""


def symbol(font: str, code: int) -> Symbol | None:
    """What `code` shows in the font of that key; None when it is not known."""
    table = _FONTS[font]
    return table.get(code) or table.get(code & 0xFF)


def in_symbol_font(character: str) -> bool:
    """Whether a character is one that a symbol font draws: a Latin one, or one of private use."""
    return "!" <= character <= "ÿ" or "\ue000" <= character <= "\uf8ff"
