"""Packages that are damaged or hostile: a reason, soon, and nothing worse."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping

import pytest

from extractors.docx import read
from extractors.limits import Limits, Unreadable
from extractors.page import Paragraph
from tests.extractors.docx.builder import docx, members, p, relationships, zipped

GOOD = docx(p("好"))


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data, limits or Limits())
    assert "。" in refusal.value.message
    assert str(refusal.value) == refusal.value.message
    return refusal.value.code


def without(*names: str) -> dict[str, str | bytes]:
    return {name: text for name, text in members(p("a")).items() if name not in names}


def test_no_byte() -> None:
    assert reason(b"") == "empty-file"


@pytest.mark.parametrize("kept", [1, 30, len(GOOD) // 4])
def test_cut_short(kept: int) -> None:
    assert reason(GOOD[:kept]) == "damaged"


def test_no_zip_at_all() -> None:
    assert reason(b"PK\x03\x04" + b"x" * 1000) == "damaged"


def test_a_zip_of_something_else() -> None:
    assert reason(zipped({"a.txt": "a"})) == "damaged"


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels"])
def test_a_missing_part(name: str) -> None:
    assert reason(zipped(without(name))) == "damaged"


def test_a_part_that_is_named_and_missing() -> None:
    page = read(docx(p("a"), links=(("rId9", "styles", "styles.xml"),)))
    assert ["word/styles.xml" in finding.message for finding in page.findings] == [True]


def test_a_missing_picture_is_no_reason() -> None:
    assert read(docx(p("a"), links=(("rId9", "image", "media/1.png"),))).blocks


def test_relationships_in_a_circle() -> None:
    loop = (
        ("rId1", "header", "document.xml"),
        ("rId2", "styles", "../word/document.xml"),
    )
    page = read(docx(p("a"), links=loop))
    assert [finding.code for finding in page.findings] == ["repaired"]


def test_a_part_that_is_its_own_relationship_part() -> None:
    files = members(p("a"))
    files["_rels/.rels"] = relationships(("rId1", "officeDocument", "_rels/.rels"))
    assert reason(zipped(files)) == "damaged"


def test_a_target_outside_the_package() -> None:
    files = members(p("a"))
    files["_rels/.rels"] = relationships(("rId1", "officeDocument", "../../../etc/passwd"))
    assert reason(zipped(files)) == "damaged"


@pytest.mark.parametrize("type_", ["image/png", "application/vnd.ms-excel.sheet.main+xml"])
def test_a_content_type_that_lies(type_: str) -> None:
    """What a part is, its relationship says."""
    files = members(p("a"))
    types = str(files["[Content_Types].xml"])
    lie = re.sub(r'(document.xml" ContentType=)"[^"]*"', rf'\1"{type_}"', types)
    assert lie != types
    (block,) = read(zipped({**files, "[Content_Types].xml": lie})).blocks
    assert isinstance(block, Paragraph)
    assert block.text == "a"


def test_an_encrypted_member() -> None:
    data = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + offset] |= 1
    assert reason(bytes(data)) == "encrypted"


def test_a_way_of_compression_that_word_does_not_know() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in members(p("a")).items():
            archive.writestr(name, content)
    assert reason(target.getvalue()) == "damaged"


def test_a_name_twice() -> None:
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<x/>")
    assert reason(target.getvalue()) == "damaged"


def test_members_that_share_their_bytes() -> None:
    """The central directory names the same bytes under several names."""
    end = GOOD.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", GOOD, end + 12)
    entry = bytearray(GOOD[start : start + 46 + len("[Content_Types].xml")])
    extra = GOOD[start : start + struct.unpack_from("<H", GOOD, start + 28)[0] + 46]
    entry = bytearray(extra)
    entry[46] = ord("X")
    count = struct.unpack_from("<H", GOOD, end + 10)[0] + 1
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size + len(entry), start, 0)
    assert reason(GOOD[:end] + bytes(entry) + tail) == "damaged"


def test_too_many_members() -> None:
    files = {**members(p("a")), **{f"x/{number}": "" for number in range(50)}}
    assert reason(zipped(files), Limits(members=40)) == "too-large"


def test_a_file_too_large() -> None:
    assert reason(GOOD, Limits(file_bytes=100)) == "too-large"


def test_a_member_that_would_grow_too_large() -> None:
    bomb = docx(p("零" * 3_000_000))
    assert len(bomb) < 100_000
    assert reason(bomb, Limits(member_bytes=5_000_000)) == "too-large"
    assert reason(bomb, Limits(total_bytes=5_000_000)) == "too-large"
    assert reason(bomb, Limits(ratio=100, ratio_from=1_000_000)) == "too-large"
    assert read(bomb).blocks


def test_a_size_that_lies() -> None:
    """zipfile stops at the size that the directory says and finds the sum wrong."""
    data = bytearray(docx(p("零" * 1_000_000)))
    place = 0
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        if data[place + 46 :].startswith(b"word/document.xml"):
            struct.pack_into("<I", data, place + 24, 1000)
    assert reason(bytes(data)) == "damaged"


def test_a_foreign_part_that_is_a_bomb_is_never_opened() -> None:
    files: Mapping[str, str | bytes] = {"word/media/1.bmp": b"\0" * 100_000_000}
    assert read(docx(p("a"), extra=files)).blocks
