"""What a mail says, as a person reads it."""

from __future__ import annotations

import pytest

from extractors.limits import Unreadable
from tests.tianbao.intake.helpers import HEAD, WORD, mail, multipart
from tests.tianbao.intake.test_outlook import PNG, file, msg
from tianbao.intake.letters import text_of

GBK = "申报材料".encode("gb18030")


def test_who_when_what_about_and_what_it_says():
    assert text_of(mail(7, ("甲.docx", WORD), body="请查收\n谢谢").as_bytes()) == (
        "From: 张三 <zhang@applicant.example>\nTo: office@district.example\n"
        "Date: Sat, 01 Jun 2024 10:00:00 +0800\nSubject: 申报材料7\n\n请查收\n谢谢"
    )


def test_raw_gbk_is_read_in_the_header_and_the_text():
    data = b"From: " + GBK + b" <a@b.example>\r\nSubject: " + GBK + b"\r\n\r\n" + GBK
    assert text_of(data) == "From: 申报材料 <a@b.example>\nSubject: 申报材料\n\n申报材料"


def test_html_is_its_words_and_none_of_it_runs():
    html = (
        "<style>p {}</style><p>请<b>查收</b></p><img src=https://a.example/x><script>x()</script>"
    )
    part = b"Content-Type: text/html; charset=gb2312\r\n\r\n" + html.encode("gb18030")
    told = text_of(HEAD + part)
    assert "请查收" in told
    assert "<" not in told.partition("\n\n")[2]
    assert "a.example" not in told


@pytest.mark.parametrize(
    "part",
    [
        b'Content-Type: text/html; charset="\x00"\r\n\r\n<p>ok',
        b"Content-Type: text/html\r\n\r\n<?xml version='1.0' encoding='utf-8'?><p>ok",
        b"Content-Type: text/plain; charset=none\r\n\r\nok",
    ],
)
def test_what_is_written_amiss_is_read_all_the_same(part):
    assert text_of(HEAD + part).endswith("ok")


def test_a_mail_without_a_text_has_none():
    assert text_of(multipart(b"Content-Type: text/html\r\n\r\n<!-- -->")).endswith("\n\n")


def test_a_mail_that_outlook_saved_says_what_it_says():
    told = text_of(msg(file("logo.png", PNG), subject="申报", body="材料明天寄出"))
    assert told == (
        "From: 张三 <zhang@applicant.example>\nDate: 2024-06-01 02:00+00:00\nSubject: 申报\n\n"
        "材料明天寄出"
    )


def test_a_saved_mail_that_is_cut_off_says_why_it_says_nothing():
    with pytest.raises(Unreadable, match="已损坏"):
        text_of(msg(body="材料明天寄出")[:700])
