"""The fonts of a written PDF: which glyph a character is, its width, and what ToUnicode says of it.

One face has the text (the one that PyMuPDF carries, so that nothing need be installed), one has the
boxes and ticks, drawn here from polygons and named like Microsoft's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import pymupdf

from tests.documents.pdf import sfnt
from tests.documents.pdf.objects import Objects

Mapped = Literal["right", "none", "wrong", "private", "radicals"]
"""What a ToUnicode map says: the characters; there is none; other characters; those of the private
use area (as of symbol fonts); Kangxi radicals for the Han characters that look alike."""

RADICALS: Final = {
    "一": "⼀",
    "人": "⼈",
    "力": "⼒",
    "工": "⼯",
    "方": "⽅",
    "生": "⽣",
    "高": "⾼",
}
WRONG: Final = 7  # how far off a wrong map's characters are

_FRAME: Final = (
    [(90, 0), (90, 720), (810, 720), (810, 0)],
    [(140, 50), (760, 50), (760, 670), (140, 670)],
)
_TICK: Final = [(220, 360), (400, 140), (720, 600), (680, 640), (400, 240), (260, 400)]
_CROSS: Final = [
    *((200, 110), (450, 320), (700, 110), (740, 150), (490, 360), (740, 570)),
    *((700, 610), (450, 400), (200, 610), (160, 570), (410, 360), (160, 150)),
]
_FULL: Final = ([(90, 0), (90, 720), (810, 720), (810, 0)],)
SIGNS: Final[dict[str, Sequence[sfnt.Contour]]] = {
    "□": _FRAME,
    "☐": _FRAME,
    "▢": _FRAME,
    "£": _FRAME,  # as Wingdings 2 has them
    "☑": (*_FRAME, _TICK),
    "R": (*_FRAME, _TICK),
    "☒": (*_FRAME, _CROSS),
    "S": (*_FRAME, _CROSS),
    "■": _FULL,
    "¢": _FULL,
    "✔": (_TICK,),
    "✓": (_TICK,),
    "√": (_TICK,),
    "P": (_TICK,),
    "⁻": ([(60, 560), (60, 600), (340, 600), (340, 560)],),
}


TWINS: Final = dict(zip("⁴⁵⁶⁷⁸⁹\u00a0\u2002\u2003\u2009", "456789    ", strict=True))
"""Characters that the text face lacks, and the glyphs that stand in."""


class Shown(NamedTuple):
    """A character as a font shows it: the font's resource name, its code, its width in ems."""

    resource: str
    code: bytes
    width: float


@lru_cache(maxsize=8192)
def _glyph(char: str) -> int:
    """The glyph's number in the text face; 0 where it has none."""
    return _text_face()[0].has_glyph(ord(TWINS.get(char, char)))


@lru_cache(maxsize=1)
def _text_face() -> tuple[pymupdf.Font, sfnt.Face]:
    font = pymupdf.Font("china-s")
    return font, sfnt.Face(font.buffer)


@dataclass(slots=True)
class Font:
    """One font of a PDF, its characters gathered while the pages are drawn."""

    resource: str
    name: str
    signs: bool = False  # the drawn face of boxes and ticks
    mapped: Mapped = "right"
    simple: bool = False  # one byte a character (at most 200 of them), as printer drivers write
    codes: dict[str, int] = field(default_factory=dict)

    def holds(self, char: str) -> bool:
        """Whether the face has the character."""
        return char in SIGNS if self.signs else bool(_glyph(char))

    def is_full(self) -> bool:
        return self.simple and len(self.codes) >= 200

    def show(self, char: str) -> Shown:
        code = self.codes.setdefault(char, self._new_code(char))
        shown = code.to_bytes(1 if self.simple else 2, "big")
        return Shown(self.resource, shown, self.advance(char) / self.units)

    def _new_code(self, char: str) -> int:
        """A symbol's own code in a simple font, as Word writes it; else the next free one, which in
        a CID font is the glyph's number."""
        if self.simple and self.signs:
            return ord(char) & 0xFF
        return len(self.codes) + (33 if self.simple else 1)

    @property
    def units(self) -> int:
        """Font units an em."""
        return sfnt.UNITS if self.signs else _text_face()[1].units

    def advance(self, char: str) -> int:
        """A character's width in font units."""
        if self.signs:
            return 380 if char == "⁻" else 900
        return _text_face()[1].advance(_glyph(char))

    # --- as objects --------------------------------------------------------------------------

    def write(self, objects: Objects) -> int:
        """The font's objects; the number of its dictionary."""
        name = f"/ABCDEF+{self.name}"
        data, flags = self._file(), 4 if self.signs or self.simple else 32
        file = objects.stream(data, f"/Length1 {len(data)}")
        descriptor = objects.add(
            f"<< /Type /FontDescriptor /FontName {name} /Flags {flags}"
            " /FontBBox [0 -220 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -220 /CapHeight 700"
            f" /StemV 80 /FontFile2 {file} 0 R >>"
        )
        unicode = "" if self.mapped == "none" else f"/ToUnicode {self._map(objects)} 0 R"
        widths = {
            code: round(1000 * self.advance(char) / self.units) for char, code in self.codes.items()
        }
        if self.simple:
            first, last = min(widths), max(widths)
            shown = " ".join(str(widths.get(code, 0)) for code in range(first, last + 1))
            return objects.add(
                f"<< /Type /Font /Subtype /TrueType /BaseFont {name} /FirstChar {first}"
                f" /LastChar {last} /Widths [{shown}] /FontDescriptor {descriptor} 0 R {unicode} >>"
            )
        shown = " ".join(map(str, widths.values()))
        descendant = objects.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} /CIDToGIDMap /Identity"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R /DW 1000 /W [1 [{shown}]] >>"
        )
        return objects.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] {unicode} >>"
        )

    def _file(self) -> bytes:
        codes = {0xF000 + code: glyph for glyph, code in enumerate(self.codes.values(), start=1)}
        if self.signs:
            drawn = [
                sfnt.Glyph(sfnt.polygons(SIGNS[char]), self.advance(char)) for char in self.codes
            ]
            glyphs = [sfnt.Glyph(b"", 900), *drawn]
        else:
            glyphs = sfnt.subset(_text_face()[1], [0, *map(_glyph, self.codes)])
        return sfnt.build(glyphs, self.units, codes if self.simple else None)

    def _map(self, objects: Objects) -> int:
        digits = 2 if self.simple else 4
        lines = [
            f"<{code:0{digits}x}> <{_said(char, self.mapped).encode('utf-16-be').hex()}>"
            for char, code in self.codes.items()
        ]
        blocks = "".join(
            f"{len(lines[at : at + 100])} beginbfchar\n"
            + "\n".join(lines[at : at + 100])
            + "\nendbfchar\n"
            for at in range(0, len(lines), 100)
        )
        return objects.stream(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
                f"1 begincodespacerange <{'0' * digits}> <{'f' * digits}> endcodespacerange\n"
                f"{blocks}endcmap end end\n"
            ).encode()
        )


def _said(char: str, mapped: Mapped) -> str:
    """What a map of this kind says that a character is."""
    if mapped == "radicals":
        return RADICALS.get(char, char)
    if mapped == "private":
        return chr(0xF000 + (ord(char) & 0xFF))
    if mapped == "wrong":
        return chr(ord(char) + WRONG)
    return {"ﬁ": "fi", "ﬂ": "fl"}.get(char, char)
