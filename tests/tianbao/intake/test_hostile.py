"""Mails and archives made to break what opens them: each ends with a reason."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from tests.tianbao.intake.helpers import HEAD, WORD, codes, found, mail, multipart, paths, zipped
from tianbao.intake import limits
from tianbao.intake.naming import clean


def test_a_bomb_is_not_unpacked(tmp_path):
    bomb = zipped([("zero.docx", bytes(40 * 2**20)), ("甲.docx", WORD)])
    finds = found(bomb, tmp_path, "a.zip")
    assert codes(finds) == ["archive-bomb"]
    assert paths(finds) == ["a.zip/甲.docx"]


def test_the_whole_of_an_archive_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 100_000)
    members = [(f"{number}.txt", bytes(30_000)) for number in range(9)]
    finds = found(zipped(members), tmp_path)
    assert codes(finds) == ["archive-bomb"]
    assert len(finds.leaves) == 3


def test_names_that_lead_elsewhere_are_only_names(tmp_path):
    names = ["../../etc/passwd", "/etc/passwd", "C:\\windows\\甲.docx", "a/../../b.docx"]
    finds = found(zipped((name, b"x") for name in names), tmp_path, "a.zip")
    shown = ["etc/passwd", "etc/passwd", "windows/甲.docx", "a/b.docx"]
    assert paths(finds) == [f"a.zip/{each}" for each in shown]
    assert {each.name for each in tmp_path.iterdir()} == {"at"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("甲\u202excod.exe", ("甲xcod.exe",)),
        ("甲\r\n\x00乙.docx", ("甲 乙.docx",)),
        ("", ("未命名",)),
        ("..", ("未命名",)),
        ("\udcff.docx", (".docx",)),
    ],
)
def test_a_name_is_made_safe_to_show(name, shown):
    assert clean(name) == shown


def test_a_name_of_4000_characters_keeps_its_suffix():
    (name,) = clean("长" * 4000 + ".docx")
    assert len(name) <= 200
    assert name.endswith(".docx")


def test_archives_within_archives_end_somewhere(tmp_path):
    data = WORD
    for _ in range(12):
        data = zipped([("内.zip", data)])
    assert codes(found(data, tmp_path)) == ["too-deep"]


def test_mails_within_mails_end_somewhere(tmp_path):
    inner = mail(0, ("甲.docx", WORD))
    for number in range(1, 12):
        outer = mail(number)
        outer.add_attachment(inner)
        inner = outer
    assert codes(found(inner.as_bytes(), tmp_path)) == ["too-deep"]


def test_endless_multiparts_end_somewhere(tmp_path):
    heads = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each)
        for each in range(3000)
    )
    assert "too-deep" in codes(found(HEAD + heads, tmp_path, is_mail=True))


def test_10000_attachments_are_too_many(tmp_path):
    part = b"Content-Type: application/pdf\r\n\r\n%PDF-1.4"
    finds = found(multipart(*[part] * 10_000), tmp_path)
    assert codes(finds) == ["too-many"]
    assert len(finds.leaves) == limits.MOST_PARTS  # what the message says


def test_a_header_of_10_megabytes_is_cut(tmp_path):
    data = b"Subject: " + b"x" * 10_000_000 + b"\r\n" + mail(1, ("甲.docx", WORD)).as_bytes()
    finds = found(data, tmp_path, is_mail=True)
    assert len(finds.header.subject) == 500
    assert paths(finds) == ["甲.docx"]


@pytest.mark.parametrize("end", [100, 1000, -100])
def test_half_an_archive_is_damaged(tmp_path, end):
    data = zipped([("甲.docx", WORD)], zipfile.ZIP_STORED)[:end]
    # What is left of a ZIP without its directory is a document that its reader refuses.
    finds = found(data, tmp_path, "a.zip")
    assert len(finds.leaves) + len(finds.refusals) == 1


def test_an_archive_that_lies_about_a_size_is_damaged(tmp_path):
    data = bytearray(zipped([("甲.txt", b"x" * 5000)]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    finds = found(bytes(data), tmp_path)
    assert codes(finds) == ["damaged"]


def test_a_link_in_a_tar_is_not_followed(tmp_path):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        link = tarfile.TarInfo("甲.docx")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    finds = found(target.getvalue(), tmp_path)
    assert (codes(finds), finds.leaves) == (["link"], [])


@pytest.mark.parametrize(
    "data",
    [
        b"\x78\x9f\x3e\x22" + b"\xff" * 49,
        b"Rar!\x1a\x07\x01\x00" + bytes(100),
        b"7z\xbc\xaf\x27\x1c" + bytes(100),
        b"\x1f\x8b" + bytes(100),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
    ids=["tnef", "rar", "7z", "gzip", "ole"],
)
def test_bytes_that_only_begin_well_cost_nothing_but_themselves(tmp_path, data):
    finds = found(mail(1, ("坏", data), ("甲.docx", WORD)).as_bytes(), tmp_path)
    assert "甲.docx" in paths(finds)
    assert len(finds.leaves) + len(finds.refusals) == 2
