"""The two fonts that fields are written with, embedded in every fillable form.

What is typed into a form may be any character, so the Chinese face is not cut down to those that
are there: the whole of Droid Sans Fallback (Apache License 2.0, it comes with PyMuPDF) holds every
character of GBK and takes 1.7 MB. Its codes are UTF-16, so that any program can write with it and
what is copied is what was typed, for characters that the face lacks too.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from extractors.mupdf import pymupdf
from renderers.fillable.objects import add, add_stream

HAN = "Han"  # names of the fonts in /DR and /DA
BOXES = "Boxes"

EMPTY_BOX, TICKED_BOX = b"\x01", b"\x02"  # characters of the font of boxes

ASCENT, DESCENT = 880, 120  # of lines, in thousandths of the size

_LAST_PLANE = 3  # with characters in use; planes from 4 on have none but private ones

_CMAP_NAME = "Tianbao-UTF16-H"
_IDENTITY = "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_UTF16_SPACE = ["<0000> <D7FF>", "<D800DC00> <DBFFDFFF>", "<E000> <FFFF>"]
_HIGH_BYTES = [high for high in range(0x100) if not 0xD8 <= high <= 0xDF]
_MOST_IN_BLOCK = 100  # entries of a CMap, by its specification (Adobe Technical Note 5014)

_OUTLINE = "90 -60 780 780 re"
_TICK = "260 330 m 440 130 l 720 560 l"
_GLYPHS = {
    "empty": f"50 w {_OUTLINE} S",
    "ticked": f"50 w {_OUTLINE} S 90 w {_TICK} S",
}


@cache
def face() -> Any:
    """The Chinese face."""
    return pymupdf.Font("cjk")


@cache
def advance(character: str) -> float:
    """The width of a character in ems."""
    code = ord(character)
    return float(face().glyph_advance(code)) if face().has_glyph(code) else 1.0


def width(text: str, size: float) -> float:
    """The width of a line in points."""
    return size * sum(map(advance, text))


def encoded(text: str) -> str:
    """A text as a string object for an appearance in the Chinese face."""
    return f"<{text.encode('utf-16-be').hex()}>"


def embed_han(document: Any) -> int:
    """Puts the Chinese face into a document; the number of its object."""
    program = add_stream(document, face().buffer, f"/Length1 {len(face().buffer)}")
    glyphs = array("H", (face().has_glyph(code) for code in range(0x10000)))
    glyphs.byteswap()
    descriptor = add(
        document,
        "<</Type/FontDescriptor/FontName/DroidSansFallback/Flags 4/FontBBox[-1000 -300 1200 1000]"
        f"/ItalicAngle 0/Ascent {ASCENT}/Descent -{DESCENT}/CapHeight 700/StemV 80"
        f"/FontFile2 {program} 0 R>>",
    )
    descendant = add(
        document,
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/DroidSansFallback"
        f"/CIDSystemInfo{_IDENTITY}"
        f"/FontDescriptor {descriptor} 0 R/DW 1000/W[{' '.join(_widths())}]"
        f"/CIDToGIDMap {add_stream(document, glyphs.tobytes())} 0 R>>",
    )
    encoding = add_stream(
        document,
        _cmap(_UTF16_SPACE, "cid", _code_points()),
        f"/Type/CMap/CMapName/{_CMAP_NAME}/CIDSystemInfo{_IDENTITY}",
    )
    unicode = add_stream(document, _cmap(_UTF16_SPACE, "bf", _characters()))
    return add(
        document,
        "<</Type/Font/Subtype/Type0/BaseFont/DroidSansFallback"
        f"/Encoding {encoding} 0 R/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>",
    )


def embed_boxes(document: Any) -> int:
    """Puts the font of the two boxes, ☐ and ☑, into a document; the number of its object."""
    procedures = "".join(
        f"/{name} {add_stream(document, f'1000 0 d0 {drawing}'.encode())} 0 R"
        for name, drawing in _GLYPHS.items()
    )
    unicode = add_stream(document, _cmap(["<00> <FF>"], "bf", ["<01> <02> <2610>"]))
    return add(
        document,
        "<</Type/Font/Subtype/Type3/FontBBox[0 -200 1000 900]/FontMatrix[.001 0 0 .001 0 0]"
        "/FirstChar 1/LastChar 2/Widths[1000 1000]/Resources<<>>"
        "/Encoding<</Type/Encoding/Differences[1/empty/ticked]>>"
        f"/CharProcs<<{procedures}>>/ToUnicode {unicode} 0 R>>",
    )


def _cmap(space: list[str], kind: str, ranges: Iterable[str]) -> bytes:
    """A CMap: from codes to CIDs ("cid") or to Unicode ("bf")."""
    lines = [
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap",
        f"/CIDSystemInfo {_IDENTITY} def/CMapName/{_CMAP_NAME} def/CMapType 1 def",
        f"{len(space)} begincodespacerange",
        *space,
        "endcodespacerange",
    ]
    entries = list(ranges)
    for start in range(0, len(entries), _MOST_IN_BLOCK):
        block = entries[start : start + _MOST_IN_BLOCK]
        lines += [f"{len(block)} begin{kind}range", *block, f"end{kind}range"]
    lines.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _code_points() -> Iterator[str]:
    """Codes to CIDs: a CID is the code point; characters beyond the first plane have no glyph."""
    for high in _HIGH_BYTES:
        yield f"<{high:02X}00> <{high:02X}FF> {high << 8}"


def _characters() -> Iterator[str]:
    """Codes to the characters that they are in UTF-16."""
    for high in _HIGH_BYTES:
        yield f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>"
    for start in range(0x10000, (_LAST_PLANE + 1) << 16, 0x100):
        first, last = (chr(code).encode("utf-16-be").hex() for code in (start, start + 0xFF))
        yield f"<{first}> <{last}> <{first}>"


def _widths() -> Iterator[str]:
    """The widths of /W, in thousandths of the size, of characters that are not an em wide."""
    present = [code for code in range(0x10000) if face().has_glyph(code)]
    narrow = [code for code in present if advance(chr(code)) != 1.0]
    for _, run in groupby(enumerate(narrow), lambda item: item[1] - item[0]):
        codes = [code for _, code in run]
        widths = " ".join(str(round(1000 * advance(chr(code)))) for code in codes)
        yield f"{codes[0]}[{widths}]"
