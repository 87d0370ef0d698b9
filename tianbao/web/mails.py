"""What a mail says, as text: HTML is taken for what its words are, and never shown as a page."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from typing import Final

MOST: Final = 200_000  # characters
HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")


def text_of(data: bytes) -> str:
    """A mail's headers and its text, at most MOST characters. Runs in a child process."""
    mail = email.message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)
    heads = [f"{name}: {mail[name]}" for name in HEADERS if mail[name]]
    body = mail.get_body(("plain", "html"))
    return "\n".join([*heads, "", _said(body)])[:MOST]


def _said(body: EmailMessage | None) -> str:
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    text = data.decode(_charset(body), errors="replace")
    if body.get_content_subtype() != "html":
        return text
    from lxml import html

    tree = html.fromstring(text or "<p></p>")
    for unseen in tree.xpath("//script|//style|//head"):
        unseen.drop_tree()
    for broken in tree.xpath("//br|//p|//div|//tr|//li"):
        broken.tail = "\n" + (broken.tail or "")
    said: str = tree.text_content()
    return said


def _charset(body: EmailMessage) -> str:
    """The charset that a body names; gb2312 says less than is meant (docs: 936 is GB18030)."""
    charset = (body.get_content_charset() or "utf-8").lower()
    if charset in ("gb2312", "gbk", "cp936", "x-gbk"):
        return "gb18030"
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset
