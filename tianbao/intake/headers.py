"""Header lines as Chinese mailers write them.

RFC 2047 and RFC 2231 are read as they are, and as they are misused: encoded words inside quoted
parameters, one character's bytes parted between two words, names in raw GBK.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import unquote_to_bytes

LONGEST: Final = 64 * 1024  # characters of a header line that are looked at

WORD: Final = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
PARAMETER: Final = re.compile(
    r""";\s*([^\s=;]{1,60}?)(?:\*(\d{1,3}))?(\*)?\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""", re.DOTALL
)
EXTENDED: Final = re.compile(r"([^']{0,40})'[^']{0,40}'(.*)", re.DOTALL)

# Each is code page 936 in practice; characters like ㎡ and 镕 are not in GB 2312 itself.
WIDER: Final = dict.fromkeys(
    ("gb2312", "gb_2312-80", "gbk", "cp936", "936", "gb18030", "euc-cn", "x-gbk"), "gb18030"
)


def decoded(data: bytes, charset: str | None = None) -> str:
    """Text in the charset that it claims, else in UTF-8 or GB 18030, whichever it is."""
    claimed = (charset or "").strip().strip("\"'").lower()
    for name in (WIDER.get(claimed, claimed), "utf-8", "gb18030"):
        if name and name not in ("us-ascii", "unknown-8bit", "default"):
            try:
                return data.decode(name)
            except (LookupError, ValueError):  # a charset with a NUL in its name is a ValueError
                continue
    return data.decode("gb18030" if claimed in WIDER else "utf-8", "replace")


def raw(text: str) -> bytes:
    """The bytes of a line as the parser hands it over."""
    return text.encode("ascii", "surrogateescape") if text.isascii() or _escaped(text) else b""


def _escaped(text: str) -> bool:
    return all(each < "\x80" or "\udc80" <= each <= "\udcff" for each in text)


def line(text: str) -> str:
    """A header line as text: raw bytes decoded, then encoded words, white space as one space."""
    text = str(text)[:LONGEST]
    told = decoded(raw(text)) if not text.isascii() and _escaped(text) else text
    return " ".join(words(told.replace("\r", "").replace("\n", "")).split())


def words(text: str) -> str:
    """The text with its encoded words decoded. Those of one charset that stand side by side are
    decoded as one: mailers part the bytes of a character."""
    out: list[str] = []
    run: list[bytes] = []
    charset, end = "", 0
    for found in WORD.finditer(text):
        between = text[end : found.start()]
        if run and (between.strip() or found[1].lower() != charset):
            out.append(decoded(b"".join(run), charset))
            run = []
        if between.strip() or end == 0:
            out.append(between)
        run.append(_word(found[2], found[3]))
        charset, end = found[1].lower(), found.end()
    if run:
        out.append(decoded(b"".join(run), charset))
    return "".join(out) + text[end:]


def _word(encoding: str, text: str) -> bytes:
    if encoding in "bB":
        return base64(text)
    return binascii.a2b_qp(text.encode("ascii", "replace"), header=True)


def base64(text: str) -> bytes:
    """Base64 with or without its padding, whatever else is in it."""
    plain = re.sub(r"[^A-Za-z0-9+/]", "", text)
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    return binascii.a2b_base64(plain + "=" * (-len(plain) % 4))


def parameter(value: str, wanted: str) -> str | None:
    """A parameter of a header line (`filename`, `name`, `charset`), as the mailer meant it."""
    pieces: dict[int, tuple[str, bool]] = {}
    for name, number, extended, text in PARAMETER.findall(str(value)[:LONGEST]):
        if name.lower() == wanted:
            pieces.setdefault(int(number or 0), (_unquoted(text), bool(extended)))
    if not pieces:
        return None
    if len(pieces) == 1 and not pieces[min(pieces)][1]:
        return line(pieces[min(pieces)][0])
    return _continued([pieces[number] for number in sorted(pieces)])


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        # Windows paths come unescaped: only a quote and a backslash are unescaped.
        return re.sub(r'\\(["\\])', r"\1", text[1:].removesuffix('"'))
    return text


def _continued(pieces: Iterable[tuple[str, bool]]) -> str:
    """RFC 2231: the charset stands in the first piece, each piece is encoded or not."""
    charset, data, any_encoded = "", b"", False
    for number, (text, extended) in enumerate(pieces):
        any_encoded = any_encoded or extended
        if extended and number == 0 and (found := EXTENDED.fullmatch(text)):
            charset, text = found[1], found[2]
        told = raw(text) or text.encode()
        data += unquote_to_bytes(told) if extended else told
    text = decoded(data, charset)
    return " ".join((text if any_encoded else words(text)).split())


def first(message: Message, name: str) -> str:
    """The first header line of that name, as the parser has it; empty where there is none."""
    for each, value in message.raw_items():
        if each.lower() == name:
            return str(value)
    return ""


def when(text: str) -> datetime | None:
    """A date of a header in UTC; None for one that is none."""
    try:
        told = parsedate_to_datetime(line(text))
        moment = (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if 1980 <= moment.year < 2200 else None
