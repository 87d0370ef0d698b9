"""What a mail says, as text: HTML is taken for what its words are, and never shown as a page."""

from __future__ import annotations

import email
from email.message import EmailMessage, MIMEPart
from email.policy import default
from typing import Final

MOST: Final = 200_000  # characters
UNSEEN: Final = ("script", "style", "head")
BREAKS: Final = ("br", "p", "div", "tr", "li")
HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")


def text_of(data: bytes) -> str:
    """A mail's headers and its text, at most MOST characters. Runs in a child process."""
    mail = email.message_from_bytes(data, policy=default)
    assert isinstance(mail, EmailMessage)
    heads = [f"{name}: {mail[name]}" for name in HEADERS if mail[name]]
    body = mail.get_body(("plain", "html"))
    return "\n".join([*heads, "", _said(body)])[:MOST]


def _said(body: MIMEPart | None) -> str:
    if body is None:
        return ""
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    text = data.decode(_charset(body), errors="replace")
    if body.get_content_subtype() != "html":
        return text
    from lxml import etree, html

    tree = html.fromstring(text or "<p></p>")
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    for element in tree.iter(*BREAKS):
        element.tail = "\n" + (element.tail or "")
    return "".join(map(str, tree.itertext()))


def _charset(body: MIMEPart) -> str:
    """The charset that a body names; who says gb2312 means the larger GB 18030."""
    charset = (body.get_content_charset() or "utf-8").lower()
    if charset in ("gb2312", "gbk", "cp936", "x-gbk"):
        return "gb18030"
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset
