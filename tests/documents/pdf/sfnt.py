"""TrueType files for embedding: a subset of a face, and small faces drawn from polygons.

Only what a PDF's FontFile2 needs (ISO 32000-1, 9.9); glyphs are numbered anew from 0, `.notdef`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Contour = Sequence[tuple[int, int]]

UNITS: Final = 1000  # of the drawn faces' em
_CHECKSUM: Final = 0xB1B0AFBA


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph's entry in `glyf` (empty for a blank one) and its advance in font units."""

    outline: bytes
    advance: int

    @property
    def left(self) -> int:
        """The left side bearing: the outline's least x."""
        return struct.unpack_from(">h", self.outline, 2)[0] if self.outline else 0


def polygons(contours: Sequence[Contour]) -> bytes:
    """A simple glyph of straight contours."""
    points = [point for contour in contours for point in contour]
    if not points:
        return b""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    ends, count = [], 0
    for contour in contours:
        count += len(contour)
        ends.append(count - 1)
    head = struct.pack(">5h", len(contours), min(xs), min(ys), max(xs), max(ys))
    data = head + struct.pack(f">{len(ends)}H", *ends) + b"\0\0" + b"\1" * count
    return _even(data + _deltas(xs) + _deltas(ys))


def _deltas(values: Sequence[int]) -> bytes:
    steps = [value - before for before, value in zip([0, *values], values, strict=False)]
    return struct.pack(f">{len(steps)}h", *steps)


def _even(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


class Face:
    """A TrueType face's glyphs, read from its file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        self.tables = {
            data[place : place + 4]: struct.unpack_from(">2I", data, place + 8)
            for place in range(12, 12 + 16 * count, 16)
        }
        self.units: int = struct.unpack_from(">H", data, self.tables[b"head"][0] + 18)[0]
        self.long: bool = bool(struct.unpack_from(">h", data, self.tables[b"head"][0] + 50)[0])
        self.metrics: int = struct.unpack_from(">H", data, self.tables[b"hhea"][0] + 34)[0]

    def outline(self, number: int) -> bytes:
        at, _ = self.tables[b"loca"]
        if self.long:
            start, end = struct.unpack_from(">2I", self.data, at + 4 * number)
        else:
            start, end = (
                2 * half for half in struct.unpack_from(">2H", self.data, at + 2 * number)
            )
        base, _ = self.tables[b"glyf"]
        return self.data[base + start : base + end]

    def advance(self, number: int) -> int:
        at, _ = self.tables[b"hmtx"]
        advance: int = struct.unpack_from(">H", self.data, at + 4 * min(number, self.metrics - 1))[
            0
        ]
        return advance


def subset(face: Face, numbers: Sequence[int]) -> list[Glyph]:
    """The glyphs of these numbers in this order, then those that they are composed of."""
    order = list(numbers)
    glyphs = []
    for number in order:  # grows while composites name their parts
        outline = bytearray(face.outline(number))
        for place in _components(outline):
            part = struct.unpack_from(">H", outline, place)[0]
            if part not in order:
                order.append(part)
            struct.pack_into(">H", outline, place, order.index(part))
        glyphs.append(Glyph(_even(bytes(outline)), face.advance(number)))
    return glyphs


def _components(outline: bytes) -> list[int]:
    """Where a composite glyph names its parts (OpenType, `glyf`); none in a simple one."""
    if not outline or struct.unpack_from(">h", outline, 0)[0] >= 0:
        return []
    places, at, more = [], 10, True
    while more:
        flags = struct.unpack_from(">H", outline, at)[0]
        places.append(at + 2)
        at += 4 + (4 if flags & 0x0001 else 2)
        at += 2 if flags & 0x0008 else 4 if flags & 0x0040 else 8 if flags & 0x0080 else 0
        more = bool(flags & 0x0020)
    return places


def build(glyphs: Sequence[Glyph], units: int, codes: Mapping[int, int] | None = None) -> bytes:
    """A TrueType file of the glyphs; `codes` (code → glyph) makes a symbol cmap (3, 0)."""
    places, at = [], 0
    for glyph in glyphs:
        places.append(at)
        at += len(glyph.outline)
    places.append(at)
    count, widest = len(glyphs), max(glyph.advance for glyph in glyphs)
    tables = {
        b"glyf": b"".join(glyph.outline for glyph in glyphs) or b"\0\0\0\0",
        b"head": struct.pack(
            ">4I2H2Q4h2H3h",
            *(0x00010000, 0x00010000, 0, 0x5F0F3CF5, 3, units, 0, 0),
            *(0, -units // 4, widest, units, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(
            ">I3hH11hH", 0x00010000, 880, -220, 0, widest, *(0, 0, widest, 1), *[0] * 7, count
        ),
        b"hmtx": b"".join(struct.pack(">Hh", glyph.advance, glyph.left) for glyph in glyphs),
        b"loca": struct.pack(f">{count + 1}I", *places),
        b"maxp": struct.pack(">I14H", 0x00010000, count, 4000, 200, 4000, 200, 1, *[0] * 6, 9, 3),
    }
    if codes:
        tables[b"cmap"] = _symbol_map(codes)
    return _file(tables)


def _symbol_map(codes: Mapping[int, int]) -> bytes:
    """A cmap of format 4 with one segment a code."""
    ordered = sorted(codes)
    ends = [*ordered, 0xFFFF]
    deltas = [(codes[code] - code) & 0xFFFF for code in ordered] + [1]
    size = len(ends)
    body = struct.pack(">4H", 2 * size, 0, 0, 0)
    body += struct.pack(f">{size}H", *ends) + b"\0\0" + struct.pack(f">{size}H", *ends)
    body += struct.pack(f">{size}H", *deltas) + b"\0\0" * size
    table = struct.pack(">3H", 4, 6 + len(body), 0) + body
    return struct.pack(">4HI", 0, 1, 3, 0, 12) + table


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    at = 12 + 16 * len(tables)
    directory, bodies = b"", b""
    for tag in sorted(tables):
        data = _even(tables[tag])
        sums = sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
        directory += tag + struct.pack(">3I", sums, at + len(bodies), len(tables[tag]))
        bodies += data
    head = struct.pack(">I4H", 0x00010000, len(tables), 0, 0, 0)
    return head + directory + bodies
