"""A ZIP package most of whose members never change: they are copied as they were deflated.

The output depends on nothing but its input: every member has the same date, and the members
stand in the order given, unchanged ones first.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

# Level 3 takes the time of level 1 and gives 8 % less; level 6 takes twice the time for 20 % less
# again (benchmarks/bench_render.py, 附件1).
DEFLATE_LEVEL = 3

MAX_SIZE = 64 * 1024 * 1024  # of a part that is looked into; 附件1 has a quarter of a megabyte

_DOS_DATE = (1 << 5) | 1  # 1980-01-01, the first that ZIP can say
_VERSION = 20  # deflate
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package, as it stands in the ZIP."""

    name: str
    method: int  # zipfile.ZIP_STORED or ZIP_DEFLATED
    crc: int
    size: int  # bytes before deflating
    packed: bytes

    def content(self) -> bytes:
        """The file itself; raises zipfile.BadZipFile where it is damaged or larger than it says."""
        if self.size > MAX_SIZE:
            raise zipfile.BadZipFile(f"{self.name} has more than {MAX_SIZE} bytes")
        if self.method == zipfile.ZIP_STORED:
            return self.packed
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.packed, self.size + 1)
        except zlib.error as error:
            raise zipfile.BadZipFile(f"{self.name} is damaged: {error}") from error
        if zlib.crc32(data) != self.crc:
            raise zipfile.BadZipFile(f"{self.name} is damaged")
        return data


def members(data: bytes) -> dict[str, Member]:
    """The members of a ZIP by name, in its order, not inflated; raises zipfile.BadZipFile."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            return {info.filename: _member(archive, data, info) for info in infos}
    except (NotImplementedError, struct.error) as error:  # packed in an unknown way; cut off
        raise zipfile.BadZipFile(str(error)) from error


def deflate(name: str, content: bytes) -> Member:
    """A member of that content."""
    squeeze = zlib.compressobj(DEFLATE_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeeze.compress(content) + squeeze.flush()
    return Member(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)


class Frame:
    """The members of a package that stay the same, laid out once."""

    def __init__(self, unchanged: Iterable[Member]) -> None:
        self._body = b""
        self._directory = b""
        self._count = 0
        for member in unchanged:
            self._directory += _central(member, len(self._body))
            self._body += _local(member)
            self._count += 1

    def filled(self, changed: Mapping[str, bytes]) -> bytes:
        """The package with the changed members (name → content) behind the others."""
        body, directory, offset = [self._body], [self._directory], len(self._body)
        for name, content in changed.items():
            member = deflate(name, content)
            directory.append(_central(member, offset))
            body.append(_local(member))
            offset += len(body[-1])
        entries = b"".join(directory)
        count = self._count + len(changed)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(entries), offset, 0)
        return b"".join((*body, entries, end))


def _member(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & 1:
        raise zipfile.BadZipFile(f"{info.filename} is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return deflate(info.filename, archive.read(info))
    header = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size + header[-2] + header[-1]
    packed = data[start : start + info.compress_size]
    return Member(info.filename, info.compress_type, info.CRC, info.file_size, packed)


def _local(member: Member) -> bytes:
    name = member.name.encode()
    header = _LOCAL.pack(b"PK\3\4", _VERSION, *_shared(member), len(name), 0)
    return header + name + member.packed


def _central(member: Member, offset: int) -> bytes:
    name = member.name.encode()
    shared = _shared(member)
    rest = (len(name), 0, 0, 0, 0, 0, offset)
    return _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *shared, *rest) + name


def _shared(member: Member) -> tuple[int, ...]:
    """The fields that both headers have, from the flags to the size."""
    utf8 = 0 if member.name.isascii() else 0x800
    return (utf8, member.method, 0, _DOS_DATE, member.crc, len(member.packed), member.size)
