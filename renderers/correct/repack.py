"""A package with some parts in other words: every other byte of the ZIP stays as it came."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final, NamedTuple

from renderers.correct.refusal import Unplaceable

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_DESCRIBED: Final = 0x8  # sizes stand behind the data
_UTF8: Final = 0x800
_LARGE: Final = 0xFFFFFFFF
_STORED: Final = zipfile.ZIP_STORED
_DEFLATED: Final = zipfile.ZIP_DEFLATED
_DOS_DATE: Final = (1 << 5) | 1  # 1980-01-01

TOO_LARGE = "the file is a ZIP of more than 4 GiB"


class _Entry(NamedTuple):
    """A member's record in the central directory: its fixed part, and name, extra and comment."""

    fields: tuple[int, ...]
    rest: bytes
    name: str

    @property
    def offset(self) -> int:
        return self.fields[-1]


def repacked(
    data: bytes, changed: Mapping[str, bytes], added: Mapping[str, bytes] | None = None
) -> bytes:
    """The package with other content in the members of `changed`, and further members behind all.

    Order, dates, extra fields and the bytes of all other members stay. `data` is a ZIP that was
    read before; raises Unplaceable for one that can't be written so.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        directory = archive.start_dir
        infos = {info.header_offset: info for info in archive.infolist()}
        comment = archive.comment
    entries = _entries(data, directory, {info.filename: info for info in infos.values()})
    shift = min(infos, default=0) - min((entry.offset for entry in entries), default=0)
    starts = sorted(infos)
    ends = dict(zip(starts, [*starts[1:], directory], strict=True))
    body = [data[: starts[0] if starts else directory]]
    size = len(body[0])
    central: dict[int, bytes] = {}
    for entry in sorted(entries, key=lambda entry: entry.offset):
        start = entry.offset + shift
        name = infos[start].filename
        if name in changed:
            own, fields = _written(data, start, entry, changed[name])
        else:
            own, fields = data[start : ends[start]], entry.fields
        central[start] = _CENTRAL.pack(b"PK\1\2", *fields[:-1], size - shift) + entry.rest
        body.append(own)
        size += len(own)
    records = [central[entry.offset + shift] for entry in entries]
    for name, content in (added or {}).items():
        own, record = _new(name, content, size - shift)
        body.append(own)
        records.append(record)
        size += len(own)
    if size > _LARGE:
        raise Unplaceable(TOO_LARGE)
    whole = b"".join(records)
    count = len(records)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(whole), size - shift, len(comment))
    return b"".join((*body, whole, end, comment))


def _entries(data: bytes, at: int, infos: Mapping[str, zipfile.ZipInfo]) -> list[_Entry]:
    found = []
    for name in infos:
        signature, *fields = _CENTRAL.unpack_from(data, at)
        if signature != b"PK\1\2" or _LARGE in (fields[7], fields[8], fields[-1]):
            raise Unplaceable(TOO_LARGE)
        length = fields[9] + fields[10] + fields[11]
        rest = data[at + _CENTRAL.size : at + _CENTRAL.size + length]
        found.append(_Entry(tuple(fields), rest, name))
        at += _CENTRAL.size + length
    return found


def _written(
    data: bytes, start: int, entry: _Entry, content: bytes
) -> tuple[bytes, tuple[int, ...]]:
    """A member with other content: its local header and data, and the fields of its record."""
    made, needed, flags, method, time, date, *_ = entry.fields
    method = method if method == _STORED else _DEFLATED
    packed = content if method == _STORED else _deflated(content)
    sizes = zlib.crc32(content), len(packed), len(content)
    flags &= ~_DESCRIBED
    local = _LOCAL.unpack_from(data, start)
    names = data[start + _LOCAL.size : start + _LOCAL.size + local[-2] + local[-1]]
    header = _LOCAL.pack(b"PK\3\4", local[1], flags, method, time, date, *sizes, *local[-2:])
    fields = (made, needed, flags, method, time, date, *sizes, *entry.fields[9:])
    return header + names + packed, fields


def _new(name: str, content: bytes, offset: int) -> tuple[bytes, bytes]:
    raw, packed = name.encode(), _deflated(content)
    flags = 0 if name.isascii() else _UTF8
    sizes = zlib.crc32(content), len(packed), len(content)
    shared = (20, flags, _DEFLATED, 0, _DOS_DATE, *sizes, len(raw), 0)
    record = _CENTRAL.pack(b"PK\1\2", 20, *shared, 0, 0, 0, 0, offset)
    return _LOCAL.pack(b"PK\3\4", *shared) + raw + packed, record + raw


def _deflated(content: bytes) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(content) + squeeze.flush()
