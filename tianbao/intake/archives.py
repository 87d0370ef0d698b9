"""ZIP by the standard library; 7z, RAR, tar and the rest by libarchive. Nothing is ever extracted
to a path: members are read into memory, up to their limits."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any, Final

from extractors.zips import CENTRAL_HEADER, FAULTS
from tianbao.intake import limits
from tianbao.intake.finds import Finds, Trail, below
from tianbao.intake.headers import decoded
from tianbao.intake.kinds import is_litter, is_volume
from tianbao.intake.mails import Opener

PIECE: Final = 2**20
LOCKED: Final = 1  # bit of a ZIP member's flags (APPNOTE.TXT 4.4.4)
UTF8: Final = 0x800
# First bytes → libarchive's word for the format; all else is a tar, or one compressed file.
FORMATS: Final = {
    b"Rar!\x1a\x07\x01": "rar5",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7zip",
    b"MSCF": "cab",
}
COMPRESSED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
MOST_ENTRIES: Final = 65_536  # of a ZIP's directory, which is read whole


def unpack_zip(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    """The members of a ZIP. Names are UTF-8 where they are it, else GBK, whatever their flag."""
    if data.count(CENTRAL_HEADER) > MOST_ENTRIES:
        finds.refuse("too-many", path, most=limits.MOST_PARTS)
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS:
        finds.refuse("damaged", path)
        return
    members = [each for each in archive.infolist() if not each.is_dir()]
    locked = False
    for info in members:
        finds.count(path)
        inside = below(path, _zip_name(info))
        if is_litter(inside[len(path) :]):
            finds.left_out += 1
        elif info.flag_bits & LOCKED:
            locked = True
        else:
            _zip_member(finds, archive, info, inside, depth, open_file)
    if locked:
        finds.refuse("archive-encrypted", path)
    elif not members:
        finds.refuse("empty-archive", path)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name; without the flag zipfile takes its bytes for code page 437, which loses nothing."""
    if info.flag_bits & UTF8:
        return info.orig_filename
    return decoded(info.orig_filename.encode("cp437", "replace"))


def _zip_member(
    finds: Finds,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    path: Trail,
    depth: int,
    open_file: Opener,
) -> None:
    try:
        with archive.open(info) as stream:
            data = _read(finds, stream, path, info.compress_size)
    except NotImplementedError:
        finds.refuse("archive-kind", path)
    except FAULTS:
        finds.refuse("damaged", path)
    else:
        if data is not None:
            open_file(finds, data, path, depth)


def _read(finds: Finds, stream: IO[bytes], path: Trail, packed: int) -> bytes | None:
    return _gather(finds, iter(lambda: stream.read(PIECE), b""), path, packed)


def _gather(finds: Finds, pieces: Iterator[bytes], path: Trail, packed: int) -> bytes | None:
    """The bytes of a member; None, with the refusal noted, when they are too many. `packed` is how
    many bytes they took."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > limits.RATIO_FROM and len(data) > limits.RATIO * max(packed, 1):
            finds.refuse("archive-bomb", path)
            return None
        if len(data) > limits.LARGEST:
            finds.refuse("too-large", path, most=limits.LARGEST // limits.MEBIBYTE)
            return None
        finds.weigh(len(piece), path)
    return bytes(data)


def unpack_archive(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    """The members of whatever libarchive reads; one compressed file alone is a member too."""
    from libarchive.exception import ArchiveError  # type: ignore[import-untyped]

    try:
        if not _members(finds, data, path, depth, open_file):
            finds.refuse("empty-archive", path)
    except ArchiveError as error:
        finds.refuse(_reason(error, path[-1]), path)


def _reason(error: Exception, name: str) -> str:
    """Why an archive can't be opened: libarchive reads neither what is encrypted nor volumes."""
    if re.search(r"encrypt|passphrase", str(error), re.IGNORECASE):
        return "archive-encrypted"
    return "archive-volume" if is_volume(name) else "damaged"


def _members(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> int:
    """Opens what is in the archive, and how many members that are."""
    packed = not data.startswith(tuple(FORMATS))
    seen = 0
    for entry, name in _compressed(data, path[-1]) if packed else _entries(data, _format(data)):
        seen += 1
        finds.count(path)
        _member(finds, entry, name, len(data), path, depth, open_file)
    return seen


def _format(data: bytes) -> str:
    return next(name for magic, name in FORMATS.items() if data.startswith(magic))


def _entries(data: bytes, form: str) -> Iterator[tuple[Any, str]]:
    """Each member with its name. The format is given: libarchive would find the ZIP that a Word
    file is within a RAR that only stores it."""
    import libarchive  # type: ignore[import-untyped]

    with libarchive.memory_reader(data, format_name=form, header_codec="gb18030") as archive:
        for entry in archive:
            name = entry.pathname
            yield entry, decoded(name) if isinstance(name, bytes) else str(name or "")


def _compressed(data: bytes, name: str) -> Iterator[tuple[Any, str]]:
    """The members of a tar, compressed or not; else the file that was compressed by itself
    (`表.docx.gz`)."""
    from libarchive.exception import ArchiveError

    seen = False
    try:
        for each in _entries(data, "tar"):
            seen = True
            yield each
    except ArchiveError:
        if seen or not data.startswith(COMPRESSED):
            raise
        own = re.sub(r"\.(gz|bz2|xz|zst|lzma)$", "", name, flags=re.IGNORECASE)
        for entry, _ in _entries(data, "raw"):
            yield entry, own


def _member(
    finds: Finds,
    entry: Any,
    name: str,
    packed: int,
    path: Trail,
    depth: int,
    open_file: Opener,
) -> None:
    inside = below(path, name)
    if entry.isdir:
        return
    if is_litter(inside[len(path) :]):
        finds.left_out += 1
    elif entry.issym or entry.islnk:
        finds.refuse("link", inside)
    elif not entry.isreg and entry.filetype:
        finds.refuse("not-regular", inside)
    else:
        data = _gather(finds, entry.get_blocks(), inside, packed)
        if data is not None:
            open_file(finds, data, inside, depth)
