"""The OLE container of Word 97–2003 ([MS-CFB]): which streams it holds, no more than that."""

from __future__ import annotations

import struct
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES: Final = 512
ENTRY_BYTES: Final = 128
END: Final = 0xFFFFFFFA  # sector numbers from here on are signs, not sectors
MOST_SECTORS: Final = 4096  # of the directory: half a million bytes name every stream of a document
STREAM: Final = 2


def streams(data: bytes) -> dict[str, bytes]:
    """The names of the container's streams, each with the first bytes of its contents.

    What can't be followed is left out; a header that makes no sense gives nothing.
    """
    if len(data) < HEADER_BYTES or not data.startswith(MAGIC):
        return {}
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return {}
    size = 1 << shift
    found = {}
    for sector in _chain(data, struct.unpack_from("<I", data, 48)[0], size):
        block = _sector(data, sector, size)
        for start in range(0, len(block) - ENTRY_BYTES + 1, ENTRY_BYTES):
            entry = block[start : start + ENTRY_BYTES]
            length, kind = struct.unpack_from("<HB", entry, 64)
            if kind == STREAM and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le", "replace")
                found[name] = _sector(data, struct.unpack_from("<I", entry, 116)[0], size)[:64]
    return found


def _sector(data: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    return data[start : start + size]


def _chain(data: bytes, first: int, size: int) -> list[int]:
    """The sectors that follow `first` in the allocation table, ends at a circle."""
    chain: list[int] = []
    sector = first
    while sector < END and sector not in chain and len(chain) < MOST_SECTORS:
        chain.append(sector)
        sector = _next(data, sector, size)
    return chain


def _next(data: bytes, sector: int, size: int) -> int:
    per_sector = size // 4
    table, place = divmod(sector, per_sector)
    if table >= 109:  # further tables hang on a chain of their own: files of more than 7 MB
        return END
    table_sector = struct.unpack_from("<I", data, 76 + 4 * table)[0]
    entry = (table_sector + 1) * size + 4 * place
    return struct.unpack_from("<I", data, entry)[0] if entry + 4 <= len(data) else END
