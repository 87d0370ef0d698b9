"""What is in a mail."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from tests.tianbao.intake.helpers import (
    HEAD,
    OTHER,
    WORD,
    bytes_of,
    codes,
    found,
    mail,
    multipart,
    paths,
    zipped,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def test_several_applications_in_a_mail_are_several_leaves(tmp_path):
    finds = found(mail(1, ("甲.docx", WORD), ("乙.docx", OTHER)).as_bytes(), tmp_path)
    assert paths(finds) == ["甲.docx", "乙.docx"]
    assert bytes_of(finds) == [WORD, OTHER]
    assert not finds.refusals


def test_a_mail_says_who_sent_it_and_when(tmp_path):
    header = found(mail(7, ("甲.docx", WORD)).as_bytes(), tmp_path).header
    assert (header.message_id, header.sender) == (
        "<7@applicant.example>",
        "张三 <zhang@applicant.example>",
    )
    assert header.subject == "申报材料7"
    assert header.sent_at.isoformat() == "2024-06-01T02:00:00+00:00"


def test_a_forwarded_mail_is_opened_and_stands_in_the_path(tmp_path):
    outer = mail(2)
    outer.add_attachment(mail(1, ("材料.zip", zipped([("内/甲.docx", WORD)]))))
    assert paths(found(outer.as_bytes(), tmp_path)) == ["申报材料1/材料.zip/内/甲.docx"]


def test_a_forwarded_mail_in_base64_is_opened_too(tmp_path):
    inner = base64.encodebytes(mail(1, ("甲.docx", WORD)).as_bytes())
    part = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + inner
    assert [path.rpartition("/")[2] for path in paths(found(multipart(part), tmp_path))] == [
        "甲.docx"
    ]


def test_a_mail_attached_as_a_file_is_told_by_its_bytes(tmp_path):
    outer = mail(2, ("转发.dat", mail(1, ("甲.docx", WORD)).as_bytes()))
    assert paths(found(outer.as_bytes(), tmp_path)) == ["转发.dat/甲.docx"]


def with_picture(picture: bytes, *, shown: bool) -> bytes:
    message = EmailMessage()
    message["From"] = "zhang@applicant.example"
    message["To"] = "office@district.example"
    message.set_content("见附件")
    html = '<p>张三<img src="cid:logo"></p>' if shown else "<p>张三</p>"
    message.add_alternative(html, subtype="html")
    message.get_payload()[1].add_related(picture, "image", "png", cid="<logo>")
    message.add_attachment(WORD, maintype="application", subtype="msword", filename="甲.docx")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("picture", "shown", "leaves"),
    [(PNG, True, 1), (PNG, False, 2), (PNG + bytes(200_000), True, 2)],
)
def test_a_small_picture_that_the_text_shows_is_no_document(tmp_path, picture, shown, leaves):
    finds = found(with_picture(picture, shown=shown), tmp_path)
    assert len(finds.leaves) == leaves
    assert finds.left_out == 2 - leaves


def test_a_form_in_the_body_alone_is_a_document(tmp_path):
    message = mail(1)
    message.add_alternative("<table><tr><td>单位名称<td>甲公司</table>", subtype="html")
    finds = found(message.as_bytes(), tmp_path)
    assert paths(finds) == ["正文.html"]
    assert "甲公司" in bytes_of(finds)[0].decode("utf-8-sig")


def test_a_mail_without_anything_is_told_with_its_text(tmp_path):
    message = mail(1, body="材料明天寄出")
    message.add_alternative("<script>alert(1)</script><p>材料明天寄出", subtype="html")
    (refusal,) = found(message.as_bytes(), tmp_path).refusals
    assert refusal.code == "no-document"
    assert "材料明天寄出" in refusal.message


def test_a_script_is_shown_as_the_text_that_it_is(tmp_path):
    body = b"Content-Type: text/html; charset=utf-8\r\n\r\n<script>alert(1)</script>"
    (refusal,) = found(HEAD + body, tmp_path, is_mail=True).refusals
    assert "alert(1)" in refusal.message
    assert "<script>" not in refusal.message


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<a href="https://mail.qq.com/cgi-bin/ftnExs_download?k=1">申报书.zip</a>', "申报书.zip"),
        (
            '<p>申报书.zip (1.2G)</p><a href="https://wx.mail.qq.com/ftn/download?k=1">进入下载页面</a>',
            "申报书.zip (1.2G)",
        ),
        (
            '<a href="https://dashi.163.com/html/cloud-attachment-download/?key=1">下载</a>',
            "https://dashi.163.com/html/cloud-attachment-download/?key=1",
        ),
        (
            '<a href="https://mail.163.com/large-attachment-download/index.html?p=1" '
            'download="盖章件.pdf">下载</a>',
            "盖章件.pdf",
        ),
        ('<a href="https://1drv.ms/b/s!1">扫描件.pdf</a>', "扫描件.pdf"),
        ("<p>链接：盖章件 https://pan.baidu.com/s/1abc 提取码 1234</p>", "盖章件"),
    ],
)
def test_a_link_to_a_large_attachment_is_named(tmp_path, html, name):
    message = mail(1, ("甲.docx", WORD))
    message.get_payload()[0].add_alternative(html, subtype="html")
    (refusal,) = found(message.as_bytes(), tmp_path).refusals
    assert refusal.code == "cloud-attachment"
    assert name in refusal.message


def test_a_link_in_plain_text_is_named_by_its_line(tmp_path):
    body = "申报书扫描件.rar\nhttps://mail.qq.com/cgi-bin/ftnExs_download?k=1\n"
    (refusal,) = found(mail(1, ("甲.docx", WORD), body=body).as_bytes(), tmp_path).refusals
    assert "申报书扫描件.rar" in refusal.message


def test_other_links_are_none_of_our_business(tmp_path):
    body = "https://www.gov.example/notice\nhttps://mail.qq.com/"
    assert not found(mail(1, ("甲.docx", WORD), body=body).as_bytes(), tmp_path).refusals


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (b"Content-Type: message/partial; id=1; number=1; total=2\r\n\r\nx", "mail-part"),
        (
            b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nx",
            "mail-encrypted",
        ),
        (b"Content-Type: multipart/mixed\r\n\r\nx", "damaged"),
    ],
)
def test_what_can_not_be_opened_has_its_reason(tmp_path, part, code):
    assert code in codes(found(multipart(part), tmp_path))


def test_an_attachment_without_a_name_gets_one(tmp_path):
    part = b"Content-Type: application/pdf\r\n\r\n%PDF-1.4 x"
    assert paths(found(multipart(part), tmp_path)) == ["附件1.pdf"]
