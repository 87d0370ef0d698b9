"""Kinds of files by their bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest

from extractors.docx import read
from extractors.limits import Unreadable
from extractors.ole import MAGIC, streams
from extractors.sniff import KINDS, sniff
from tests.extractors.docx.builder import CONTENT_TYPES, docx, p, zipped

WORD = docx(p("a"))
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(main: str) -> bytes:
    return zipped({"[Content_Types].xml": CONTENT_TYPES.replace(MAIN, main), "x/main.xml": "<x/>"})


def locked(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP whose members are flagged as locked with a password (APPNOTE.TXT 4.4.4, bit 0)."""
    data = bytearray(zipped(files))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(header)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(header, at + 4)
    return bytes(data)


def compound(*names: str, word_flags: int = 0) -> bytes:
    """An OLE container with streams of those names, each of one sector."""
    header = bytearray(512)
    header[:8] = MAGIC
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)  # the directory's first sector
    struct.pack_into("<I", header, 76, 0)  # the allocation table is sector 0
    table = struct.pack("<I", 0xFFFFFFFD) + struct.pack("<I", 0xFFFFFFFE) * 127
    directory = b""
    for place, name in enumerate(("Root Entry", *names)):
        encoded = (name + "\0").encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(encoded)] = encoded
        struct.pack_into("<HB", entry, 64, len(encoded), 2 if place else 5)
        struct.pack_into("<I", entry, 116, 2)
        directory += entry
    head = struct.pack("<H8xH", 0xA5EC, word_flags)
    return bytes(header) + table + directory.ljust(512, b"\0") + head.ljust(512, b"\0")


def lock(size: int) -> bytes:
    name = "王小明"
    raw = name.encode("gbk")
    wide = name.encode("utf-16-le")
    return (bytes([len(raw)]) + raw.ljust(53, b" ") + bytes([len(name), 0]) + wide).ljust(
        size, b"\0"
    )


def odt(manifest: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


HTML = "<html><head><meta charset='gb2312'></head><body>表</body></html>"
MHTML = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {}/>'.format(
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    )
)
FLAT = '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
FLAT_ODT = (
    f'<?xml version="1.0"?><office:document xmlns:office="{OFFICE}office:1.0" xmlns:table="{OFFICE}'
    'table:1.0" office:mimetype="application/vnd.oasis.opendocument.{}"><table:table/>'
)

OURS = [
    (WORD, "docx"),
    (package("application/vnd.ms-word.document.macroEnabled.main+xml"), "docx"),
    (package(MAIN.replace(".document.", ".template.")), "docx"),
    (package("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "docx"),
    (zipped({"word/document.xml": "<x/>"}), "docx"),
    (compound("WordDocument", "1Table"), "doc"),
    (compound("WordDocument", "Workbook"), "doc"),
    (b"{\\rtf1\\ansi", "rtf"),
    (odt(), "odt"),
    (FLAT_ODT.format("text").encode(), "odt"),
    (HTML.encode("gbk"), "html"),
    (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML PUBLIC>", "html"),
    (HTML.encode("utf-16"), "html"),
    (HTML.replace("表", "表\x02格" + "项" * 99).encode(), "html"),
    (MHTML, "html"),
    (WORD_2003.encode(), "wordml"),
    (FLAT.encode(), "wordml"),
    (b"%PDF-1.7\n", "pdf"),
    (b"\0" * 100 + b"%PDF-1.4", "pdf"),
    (b"\x89PNG\r\n\x1a\n\0", "image"),
    (b"\xff\xd8\xff\xe0\0", "image"),
    (b"II*\0\x08", "image"),
    (b"MM\0*\0", "image"),
    (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
]

OTHERS = [
    (b"", "empty-file"),
    (zipped({"申报书.docx": "x"})[:-40], "damaged"),
    (MAGIC + b"\0" * 100, "damaged"),
    (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    (compound("WordDocument", word_flags=0x0100), "encrypted"),
    (locked({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<x/>"}), "encrypted"),
    (locked({"申报书.docx": WORD}), "unsupported-kind"),
    (odt("<manifest:encryption-data/>"), "encrypted"),
    (bytes(5000), "damaged"),
    (b"%TSD-Header-###%\0\0", "encrypted"),
    (b"\x01\x02E-SafeNet\0\0LOCK", "encrypted"),
    (lock(162), "unsupported-kind"),
    (lock(165), "unsupported-kind"),
    (
        package("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "unsupported-kind",
    ),
    (compound("Workbook"), "unsupported-kind"),
    (compound("PowerPoint Document"), "unsupported-kind"),
    (compound("Contents"), "unsupported-kind"),
    (zipped({"OFD.xml": "<x/>"}), "unsupported-kind"),
    (zipped({"a/申报书.docx": WORD}), "unsupported-kind"),
    (b"Rar!\x1a\x07\0", "unsupported-kind"),
    (b"From: a@b.example\r\nSubject: x\r\n\r\n", "unsupported-kind"),
    (b"GIF89a", "unsupported-kind"),
    ("揭榜单位：上海某公司".encode(), "unsupported-kind"),
    (b"<?xml version='1.0'?><a/>", "unsupported-kind"),
    (FLAT_ODT.format("spreadsheet").encode(), "unsupported-kind"),
    (bytes(range(256)) * 20, "unsupported-kind"),
]


# What LibreOffice must convert first, and its word for it.
CONVERTED = {
    "doc": "doc",
    "rtf": "rtf",
    "odt": "odt",
    "flat-odt": "fodt",
    "html": "html",
    "mhtml": "html",
}


@pytest.mark.parametrize(("data", "kind"), OURS, ids=range(len(OURS)))
def test_kinds_of_ours(data: bytes, kind: str) -> None:
    found = sniff(data, "a.bin")
    assert found.kind == kind
    assert found.reason is None
    assert found.convert == CONVERTED.get(found.key)


@pytest.mark.parametrize(("data", "reason"), OTHERS, ids=range(len(OTHERS)))  # bytes hold the time
def test_what_is_none_of_ours_has_its_reason(data: bytes, reason: str) -> None:
    found = sniff(data, "a.docx")
    assert (found.kind, found.reason) == (None, reason)
    assert found.message is not None
    assert found.message.endswith("。")
    with pytest.raises(Unreadable) as refusal:
        found.check()
    assert refusal.value.code == reason


def test_a_word_document_of_too_many_members_is_too_large_and_no_archive() -> None:
    data = docx(p("a"), extra={f"word/{number}.xml": "" for number in range(10_001)})
    sniff(data, "a.docx").check()
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.code == "too-large"


def test_a_word_document_passes() -> None:
    sniff(WORD, "a.docx").check()


def test_the_name_never_decides() -> None:
    for name in ("a.docx", "a.pdf", "~$a.docx", ""):
        assert sniff(WORD, name).kind == "docx"


def test_the_message_says_when_the_name_is_another_kind_s() -> None:
    old = compound("Workbook")
    assert "文件名以 .docx 结尾" in (sniff(old, "a.DOCX").message or "")
    assert "文件名" not in (sniff(old, "a.doc").message or "")


def test_an_old_document_that_holds_a_zip_is_an_old_document() -> None:
    data = compound("WordDocument") + zipped({"theme/theme1.xml": "<a/>"})
    assert zipfile.is_zipfile(io.BytesIO(data))
    assert sniff(data, "a.docx").kind == "doc"


def test_a_directory_in_a_circle_ends() -> None:
    data = bytearray(compound("WordDocument"))
    struct.pack_into("<I", data, 512 + 4, 1)  # sector 1 follows itself
    assert set(streams(bytes(data))) == {"WordDocument"}


@pytest.mark.parametrize("size", [8, 511, 512, 600, 1024, 1500])
def test_a_container_cut_anywhere(size: int) -> None:
    found = sniff(compound("WordDocument")[:size], "a.doc")
    assert found.reason == "damaged" or found.convert == "doc"


def test_every_kind_says_what_to_do() -> None:
    for entry in KINDS.values():
        assert "reason" not in entry or entry["cure"].endswith("。")
