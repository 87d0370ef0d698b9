"""What is in an archive."""

from __future__ import annotations

import binascii
import io
import shutil
import struct
import subprocess
import tarfile
import zipfile

import libarchive
import pytest

from tests.tianbao.intake.helpers import OTHER, WORD, bytes_of, codes, found, paths, zipped

GBK = "申报书.docx".encode("gb18030")


def zip_with_raw_name(name: bytes, *, flag: int = 0) -> bytes:
    """A ZIP whose member has a name in bytes that zipfile itself wouldn't write."""
    placeholder = "x" * len(name)
    data = bytearray(zipped([(placeholder, WORD)], zipfile.ZIP_STORED))
    data = bytearray(bytes(data).replace(placeholder.encode(), name))
    return bytes(data)


def test_names_in_gbk_are_read(tmp_path):
    assert paths(found(zip_with_raw_name(GBK), tmp_path, "a.zip")) == ["a.zip/申报书.docx"]


def test_names_in_utf8_without_the_flag_are_read(tmp_path):
    data = zip_with_raw_name("申报书.docx".encode())
    assert paths(found(data, tmp_path, "a.zip")) == ["a.zip/申报书.docx"]


def test_names_with_the_flag_are_read(tmp_path):
    assert paths(found(zipped([("镕.docx", WORD)]), tmp_path, "a.zip")) == ["a.zip/镕.docx"]


def test_archives_in_archives_are_opened(tmp_path):
    data = zipped([("甲/内.zip", zipped([("申报书.docx", WORD)])), ("乙.docx", OTHER)])
    finds = found(data, tmp_path, "材料.zip")
    assert paths(finds) == ["材料.zip/甲/内.zip/申报书.docx", "材料.zip/乙.docx"]
    assert bytes_of(finds) == [WORD, OTHER]


def test_a_word_file_is_a_zip_that_is_left_whole(tmp_path):
    finds = found(WORD, tmp_path, "甲.zip")
    assert (paths(finds), bytes_of(finds)) == (["甲.zip"], [WORD])


def test_what_systems_leave_behind_is_counted_and_left_out(tmp_path):
    litter = ["__MACOSX/._甲.docx", "a/Thumbs.db", ".DS_Store", "desktop.ini"]
    finds = found(zipped([("甲.docx", WORD), *((name, b"x") for name in litter)]), tmp_path)
    assert (len(finds.leaves), finds.left_out, finds.refusals) == (1, 4, [])


def test_an_encrypted_zip_is_named(tmp_path):
    (tmp_path / "甲.docx").write_bytes(WORD)
    zipper = shutil.which("zip")
    assert zipper, "the tests need zip"
    subprocess.run([zipper, "-qP", "secret", "a.zip", "甲.docx"], cwd=tmp_path, check=True)
    finds = found((tmp_path / "a.zip").read_bytes(), tmp_path, "材料.zip")
    assert codes(finds) == ["archive-encrypted"]
    assert "材料.zip" in finds.refusals[0].message


def test_an_empty_archive_is_told(tmp_path):
    assert codes(found(zipped([]), tmp_path)) == ["empty-archive"]


def seven_zip(files: list[tuple[str, bytes]]) -> bytes:
    pieces: list[bytes] = []

    def write(piece: bytes) -> int:
        pieces.append(bytes(piece))
        return len(piece)

    target = io.BytesIO()
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".7z") as file:
        with libarchive.file_writer(file.name, "7zip") as archive:
            for name, data in files:
                archive.add_file_from_memory(name, len(data), data)
        target.write(file.read())
    return target.getvalue()


def rar(name: bytes, data: bytes) -> bytes:
    """A RAR 4 archive of one stored file, as its technote lays it out."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", binascii.crc32(head) & 0xFFFF) + head

    body = struct.pack(
        "<IIBIIBBHI",
        *(len(data), len(data), 2, binascii.crc32(data), 0, 20, 0x30, len(name), 0x20),
    )
    return (
        b"Rar!\x1a\x07\x00"
        + block(0x73, 0, bytes(6))
        + block(0x74, 0x8000, body + name)
        + data
        + block(0x7B, 0x4000, b"")
    )


def rar5(name: str, data: bytes, *, locked: bool = False) -> bytes:
    """A RAR 5 archive of one stored file, as its technote lays it out; `locked` as one whose names
    too are encrypted begins."""

    def number(value: int) -> bytes:
        out = bytearray()
        while value > 0x7F:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes([*out, value])

    def block(kind: int, flags: int, *fields: int | bytes) -> bytes:
        told = (
            each if isinstance(each, bytes) else number(each) for each in (kind, flags, *fields)
        )
        head = b"".join(told)
        head = number(len(head)) + head
        return struct.pack("<I", binascii.crc32(head)) + head

    crc, encoded = struct.pack("<I", binascii.crc32(data)), name.encode()
    file = (len(data), 4, len(data), 0x20, crc, 0, 0, len(encoded), encoded)
    encryption = block(4, 0, 0, 0, b"\x0f" + bytes(16)) if locked else b""
    return (
        b"Rar!\x1a\x07\x01\x00" + encryption + block(1, 0, 0) + block(2, 2, *file) + data
    ) + block(5, 0, 0)


def tar(name: str, data: bytes, mode: str, encoding: str = "utf-8") -> bytes:
    target = io.BytesIO()
    with tarfile.open(
        fileobj=target, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT
    ) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        seven_zip([("甲/申报书.docx", WORD)]),
        tar("甲/申报书.docx", WORD, "w:gz"),
        tar("甲/申报书.docx", WORD, "w", "gb18030"),
        tar("甲/申报书.docx", WORD, "w:xz"),
        rar("甲\\申报书.docx".encode("gb18030"), WORD),
        rar5("甲/申报书.docx", WORD),
    ],
    ids=["7z", "tar.gz", "tar-gbk", "tar.xz", "rar-gbk", "rar5"],
)
def test_other_archives_are_opened(tmp_path, data):
    finds = found(data, tmp_path, "材料")
    assert paths(finds) == ["材料/甲/申报书.docx"]
    assert bytes_of(finds) == [WORD]


def test_an_encrypted_rar_is_named(tmp_path):
    assert codes(found(rar5("甲.docx", WORD, locked=True), tmp_path)) == ["archive-encrypted"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("材料.part1.rar", rar(b"a.docx", WORD)[:5000]),
        ("材料.7z.001", seven_zip([("a.docx", WORD)])[:5000]),
        *(("材料.7z.002", WORD[4000:]), ("材料.z01", b"PK\x07\x08" + WORD[:4000])),
        *(("材料.zip.002", b"no beginning"), ("材料.R00", b"no beginning")),
    ],
)
def test_a_volume_of_an_archive_that_was_split_is_named(tmp_path, name, data):
    finds = found(data, tmp_path, name)
    assert "archive-volume" in codes(finds)
    assert not [leaf for leaf in finds.leaves if leaf.name == name]


def test_a_split_archive_of_one_volume_is_opened(tmp_path):
    assert paths(found(rar(b"a.docx", WORD), tmp_path, "材料.part1.rar")) == [
        "材料.part1.rar/a.docx"
    ]


@pytest.mark.parametrize("names_too", [False, True])
def test_an_encrypted_7z_is_named(tmp_path, names_too):
    finds = found(locked_7z("甲.docx", names_too=names_too), tmp_path, "材料.7z")
    assert codes(finds) == ["archive-encrypted"]
    assert "材料.7z" in finds.refusals[0].message


def locked_7z(name: str, *, names_too: bool) -> bytes:
    """A 7z archive of one file packed by AES, as 7zFormat.txt lays it out; its header, too, where
    the names are hidden."""
    aes = b"\x24\x06\xf1\x07\x01\x02\x53\x0f"
    packed = bytes(16)
    pack_info = b"\x06\x00\x01\x09" + bytes([len(packed)]) + b"\x00"
    folder = b"\x07\x0b\x01\x00\x01" + aes + b"\x0c\x0a\x00"
    if names_too:
        header = b"\x17" + pack_info + folder + b"\x00"
    else:
        checksum = b"\x08\x0a\x01" + bytes(4) + b"\x00"
        encoded = name.encode("utf-16-le") + b"\0\0"
        files = b"\x05\x01\x11" + bytes([len(encoded) + 1]) + b"\0" + encoded + b"\x00"
        header = b"\x01\x04" + pack_info + folder + checksum + b"\x00" + files + b"\x00"
    start = struct.pack("<QQI", len(packed), len(header), binascii.crc32(header))
    signature = b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", binascii.crc32(start))
    return signature + start + packed + header


def test_a_file_that_is_only_compressed_is_a_member(tmp_path):
    import gzip

    finds = found(gzip.compress(WORD), tmp_path, "申报书.docx.gz")
    assert paths(finds) == ["申报书.docx.gz/申报书.docx"]
    assert bytes_of(finds) == [WORD]
