"""Web pages that Word and WPS wrote (`.htm`, or named `.doc`) as one that any program reads alike:
UTF-8, nothing in it that runs, and nothing that would be fetched.

Chinese pages that say gb2312 are code page 936 and more: they are read as GB 18030, in which ㎡ and
rare names are letters too. MHTML is unpacked here, for LibreOffice reads it as plain text.
"""

from __future__ import annotations

import base64
import codecs
import email
import email.policy
import re
from email.header import decode_header, make_header
from email.message import Message
from typing import Final, TypeAlias

from lxml import etree, html

from extractors.docx.symbols import EMPTY as EMPTY_BOX
from extractors.docx.symbols import TICKED
from extractors.limits import Unreadable

DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
CHINESE: Final = frozenset(
    {"gb2312", "gbk", "gb_2312-80", "cp936", "ms936", "x-gbk", "windows-936"}
)
HEAD_BYTES: Final = 4096
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Elements that run, fetch or frame something; what Word writes for itself stands in comments.
DROPPED: Final = ("script", "link", "base", "object", "embed", "applet", "iframe", "frame", "meta")
REFERENCES: Final = ("src", "background", "lowsrc", "dynsrc", "data", "poster", "srcset")
UNSHOWN: Final = frozenset({"hidden", "password", "file", "image"})  # kinds of `input`
MOST_PARTS: Final = 2_000
LARGEST_PICTURE: Final = 8 * 1024 * 1024

EMPTY = "网页文件中没有内容。请在 Word 或 WPS 中打开原文件，另存为 .docx 后重新提交。"
NO_PAGE = (
    "单个文件网页（MHTML）中没有网页。请在 Word 或 WPS 中打开原文件，另存为 .docx 后重新提交。"
)

Part: TypeAlias = "Message[str, str]"
Pictures = dict[str, str]  # an address within the file → a data: address


def plain_html(data: bytes) -> bytes:
    """The page in UTF-8; raises Unreadable for one without content."""
    return _cleaned(decoded(data, None), {})


def unpacked_mhtml(data: bytes) -> bytes:
    """The page of an MHTML file in UTF-8, its pictures within it; raises Unreadable."""
    message = email.message_from_bytes(
        data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.compat32
    )
    parts = [part for _, part in zip(range(MOST_PARTS), message.walk(), strict=False)]
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    if not pages:
        raise Unreadable("damaged", NO_PAGE)
    charset = pages[0].get_content_charset()
    return _cleaned(decoded(_content(pages[0]), charset), _pictures(parts))


def decoded(data: bytes, charset: str | None) -> str:
    """The text of a page by its byte order mark, else the charset that it or its mail part says,
    else UTF-8 or GB 18030, whichever it is."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = DECLARED.search(data[:HEAD_BYTES])
    named = (declared[1].decode("ascii") if declared else charset or "").lower()
    for encoding in ("gb18030" if named in CHINESE else named, "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode(named if _is_known(named) else "gb18030", "replace")


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding))
    except LookupError:
        return False


def _content(part: Part) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _cleaned(text: str, pictures: Pictures) -> bytes:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", EMPTY) from error
    etree.strip_elements(root, *DROPPED, with_tail=False)
    for control in list(root.iter("input", "select", "textarea")):
        _as_text(control)
    for element in root.iter(etree.Element):
        for name in REFERENCES:
            address = str(element.attrib.pop(name, ""))
            if name == "src" and (known := pictures.get(_address(address))):
                element.set(name, known)
    body: str = html.tostring(root, encoding="unicode")
    head = '<!DOCTYPE html><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    return (head + body).encode("utf-8")


def _as_text(control: etree._Element) -> None:
    """Puts what a form's control shows in its place: a box, a text, the chosen option of a list."""
    span = etree.Element("span")
    span.text, span.tail = _shown(control), control.tail
    parent = control.getparent()
    if parent is not None:
        parent.replace(control, span)


def _shown(control: etree._Element) -> str:
    kind = control.get("type", "text").lower()
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if "selected" in each.attrib] or options[:1]
        return "、".join("".join(map(str, each.itertext())).strip() for each in chosen)
    if control.tag == "textarea":
        return "".join(map(str, control.itertext()))
    if kind in ("checkbox", "radio"):
        return TICKED if "checked" in control.attrib else EMPTY_BOX
    return control.get("value", "") if kind not in UNSHOWN else ""


def _pictures(parts: list[Part]) -> Pictures:
    found: Pictures = {}
    for part in parts:
        kind = part.get_content_type()
        if not kind.startswith("image/"):
            continue
        data = _content(part)
        if len(data) > LARGEST_PICTURE:
            continue
        address = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        names = (part.get("Content-Location"), f"cid:{(part.get('Content-ID') or '').strip('<>')}")
        for name in filter(None, names):
            found[_address(str(make_header(decode_header(name))))] = address
    return found


def _address(text: str) -> str:
    """The last step of an address: Word writes the same picture's now whole, now relative."""
    return text.strip().replace("\\", "/").rpartition("/")[2]
