"""Web pages as Word and WPS write them."""

from __future__ import annotations

import pytest

from extractors.limits import Unreadable
from extractors.web_page import decoded, plain_html, unpacked_mhtml
from tests.documents.kinds import mhtml

PIXEL = b"\x89PNG\r\n\x1a\npicture"


def page(body: str, charset: str = "gb2312") -> bytes:
    head = f"<meta http-equiv=Content-Type content='text/html; charset={charset}'>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode("gb18030")


def text(data: bytes) -> str:
    return data.decode("utf-8")


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "gb18030", "x-gbk"])
def test_gb2312_is_read_as_gb18030(charset):
    assert "120㎡，𠮷野" in text(plain_html(page("120㎡，𠮷野", charset)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_what_says_no_charset_is_told_by_its_bytes(encoding):
    page = "<p>单位名称㎡</p>"
    assert decoded(page.encode(encoding), None).lstrip("\ufeff") == page


def test_a_charset_that_is_not_the_true_one_gives_way():
    assert decoded("<meta charset=utf-8><p>单位</p>".encode("gb18030"), None).endswith("单位</p>")
    assert decoded("<meta charset=nothing><p>单位</p>".encode(), None).endswith("单位</p>")


def test_the_page_says_that_it_is_utf_8_and_nothing_else():
    made = text(plain_html(page("表")))
    assert made.count("charset") == 1
    assert "charset=utf-8" in made


@pytest.mark.parametrize(
    "hostile",
    [
        "<script src='http://evil.example/a.js'>alert(1)</script>",
        "<link rel=File-List href='http://evil.example/x.xml'>",
        "<img src='http://evil.example/pixel.png'>",
        "<img src='file:///etc/passwd'>",
        "<iframe src='http://evil.example/'></iframe>",
        "<object data='http://evil.example/'></object>",
        "<base href='http://evil.example/'>",
        "<table background='http://evil.example/b.png'><tr><td>a</table>",
    ],
)
def test_nothing_is_left_that_runs_or_would_be_fetched(hostile):
    made = text(plain_html(page(f"甲{hostile}乙")))
    assert "evil.example" not in made
    assert "etc/passwd" not in made
    assert "甲" in made
    assert "乙" in made


def test_what_word_writes_for_itself_leaves_the_text_alone():
    body = "<p class=MsoNormal><![if !supportLists]>1.<![endif]>单位<o:p></o:p></p>"
    made = text(plain_html(page(f"<!--[if gte mso 9]><xml>x</xml><![endif]-->{body}")))
    assert "1." in made
    assert "单位" in made


def test_a_single_file_page_is_unpacked_with_its_pictures():
    body = "<p>单位㎡</p><img src='申报书.files/image001.png'><img src='http://evil.example/a.png'>"
    made = text(unpacked_mhtml(mhtml(page(body), {"申报书.files/image001.png": PIXEL})))
    assert "单位㎡" in made
    assert made.count('src="data:image/png;base64,') == 1
    assert "evil.example" not in made


def test_a_single_file_page_without_a_page_is_damaged():
    broken = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    with pytest.raises(Unreadable) as refusal:
        unpacked_mhtml(broken)
    assert refusal.value.code == "damaged"


@pytest.mark.parametrize("data", [b"<html>", b"<" * 5000, b"<p>" * 20000, bytes(range(256))])
def test_whatever_it_is_it_gives_a_page(data):
    assert b"charset=utf-8" in plain_html(data)


def test_a_page_without_content_is_damaged():
    with pytest.raises(Unreadable) as refusal:
        plain_html(b"")
    assert refusal.value.code == "damaged"


@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ("<input type=checkbox checked>民营", "☑"),
        ("<INPUT TYPE='radio'>民营", "☐"),
        ("<input value='上海某公司'>", "上海某公司"),
        ("<input type=hidden value='x'>空", ">空"),
        ("<select><option>甲<option selected>乙</select>", ">乙<"),
        ("<textarea>单位简介</textarea>", "单位简介"),
    ],
)
def test_what_the_controls_of_a_page_show_is_text(control, shown):
    made = text(plain_html(page(f"<p>{control}后</p>")))
    assert shown in made
    assert "后" in made
    assert not any(tag in made for tag in ("<input", "<select", "<textarea", "甲"))
