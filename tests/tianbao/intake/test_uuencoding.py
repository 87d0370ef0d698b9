"""Files that stand uuencoded in a mail's text."""

from __future__ import annotations

import binascii

import pytest

from tests.tianbao.intake.helpers import OTHER, WORD, bytes_of, codes, found, paths
from tianbao.intake.uuencoding import parted

MAIL = b"From: zhang@applicant.example\nMessage-ID: <1@applicant.example>\nSubject: x\n\n"


def encoded(name: bytes, data: bytes, end: bytes = b"\n") -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45]).rstrip(b"\n") for at in range(0, len(data), 45)]
    return end.join([b"begin 644 " + name, *lines, b"`", b"end", b""])


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_files_in_a_text_are_documents(tmp_path, end):
    name = "申报书.docx".encode("gb18030")
    body = "您好：\n".encode() + encoded(name, WORD, end) + encoded(b"b.docx", OTHER, end)
    finds = found(MAIL + body, tmp_path, is_mail=True)
    assert paths(finds) == ["申报书.docx", "b.docx"]
    assert bytes_of(finds) == [WORD, OTHER]
    assert codes(finds) == []


@pytest.mark.parametrize(
    "body",
    [
        b"begin 644 a.docx\nthis is no code\n`\nend\n",
        b"begin 644 a.docx\nand nothing more",
        b"`\nend\n",
        b"begin with the form\nand end\n",
    ],
)
def test_what_only_looks_like_one_stays_text(body):
    assert parted(body) == (body, [])


def test_the_text_around_a_file_stays(tmp_path):
    body = b"begin 644 is how it starts\n" + encoded(b"a.txt", b"abc") + b"\nbye\n"
    text, inside = parted(body)
    assert text == b"begin 644 is how it starts\n\n\nbye\n"
    assert inside == [(b"a.txt", b"abc")]


def test_spaces_behind_a_line_are_not_its():
    line = binascii.b2a_uu(b"abcd").rstrip(b"\n")
    body = b"begin 644 a\n" + line + b"   \n`\nend\n"
    assert parted(body)[1] == [(b"a", b"abcd")]
