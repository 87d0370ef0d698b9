"""A ZIP whose directory is lost or false (cut short, overwritten): its members found by their own
headers. Only those that are whole, by their checksum, are taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from extractors.limits import Limits, Unreadable
from extractors.zips import METHODS

LOCAL: Final = struct.Struct("<4s5H3I2H")
SIGNATURE: Final = b"PK\x03\x04"
DESCRIPTOR: Final = b"PK\x07\x08"
ENCRYPTED: Final = 0x1
SIZES_BEHIND: Final = 0x8  # the checksum and the sizes stand behind the data
UTF_8: Final = 0x800


class Header(NamedTuple):
    """A member as its own header has it (APPNOTE.TXT 4.3.7)."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    start: int  # of the data


def salvaged(data: bytes, limits: Limits, too_large: str) -> bytes:
    """A sound ZIP of the whole members in `data`, none twice.

    Raises Unreadable, with the message `too_large`, where they are more than the limits allow.
    """
    made, names, left = io.BytesIO(), set(), limits.total_bytes
    with zipfile.ZipFile(made, "w") as package:
        for header in _headers(data):
            content = _content(data, header, min(left, limits.member_bytes))
            if content is None or header.name.lower() in names:
                continue
            names.add(header.name.lower())
            left -= len(content)
            if left < 0 or len(names) > limits.members:
                raise Unreadable("too-large", too_large)
            package.writestr(header.name, content)
    return made.getvalue()


def _headers(data: bytes) -> Iterator[Header]:
    at = data.find(SIGNATURE)
    while 0 <= at <= len(data) - LOCAL.size:
        _, _, flags, method, _, _, crc, packed, _, name, extra = LOCAL.unpack_from(data, at)
        start = at + LOCAL.size + name + extra
        raw = data[at + LOCAL.size : at + LOCAL.size + name]
        text = raw.decode("utf-8" if flags & UTF_8 else "gb18030", "replace")
        text = text.partition("\0")[0]  # as zipfile ends names
        if method in METHODS and not flags & ENCRYPTED and text and not text.endswith("/"):
            yield Header(text, flags, method, crc, packed, start)
        at = data.find(SIGNATURE, at + len(SIGNATURE))


def _content(data: bytes, header: Header, most: int) -> bytes | None:
    """The member, None for one that is not whole or larger than `most`."""
    if header.method == zipfile.ZIP_STORED:
        content = data[header.start : header.start + header.packed]
        return content if len(content) <= most and zlib.crc32(content) == header.crc else None
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(data[header.start :], most)
    except zlib.error:
        return None
    if not inflater.eof:
        return None
    crc = _crc_behind(inflater.unused_data) if header.flags & SIZES_BEHIND else header.crc
    return content if zlib.crc32(content) == crc else None


def _crc_behind(rest: bytes) -> int:
    """The checksum in the descriptor behind a member's data, whose signature may be left out."""
    start = len(DESCRIPTOR) if rest.startswith(DESCRIPTOR) else 0
    return int.from_bytes(rest[start : start + 4], "little")
