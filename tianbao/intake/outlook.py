"""Mails as Outlook saves them (.msg, [MS-OXMSG]) and wraps them (winmail.dat, [MS-OXTNEF])."""

from __future__ import annotations

import contextlib
import struct
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tianbao.intake import limits
from tianbao.intake.bodies import Bodies
from tianbao.intake.finds import Finds, Header, Trail, below
from tianbao.intake.headers import decoded
from tianbao.intake.mails import File, Opener, decorates, parse, without_document
from tianbao.intake.mails import header as internet_header

# Properties of [MS-OXPROPS]
SUBJECT: Final = 0x0037
HEADERS: Final = 0x007D
SENDER_NAME: Final = 0x0C1A
SENDER_ADDRESS: Final = (0x5D01, 0x0C1F)
TO: Final = 0x0E04
CC: Final = 0x0E03
SENT: Final = 0x0039
DELIVERED: Final = 0x0E06
MESSAGE_ID: Final = 0x1035
BODY: Final = 0x1000
HTML: Final = 0x1013
NAMES: Final = (0x3707, 0x3704, 0x3001)
DATA: Final = 0x3701
METHOD: Final = 0x3705
TYPE: Final = 0x370E
CONTENT_ID: Final = 0x3712
LINKS: Final = (0x370D, 0x3708)

ROW: Final = struct.Struct("<HHI8s")  # a property's type, number, flags, and value if that is short
EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)  # of a time in steps of 100 ns

# Types of properties ([MS-OXCDATA] 2.11.1)
STRING8: Final = 0x001E
STRING: Final = 0x001F
BINARY: Final = 0x0102

BY_REFERENCE: Final = frozenset({2, 3, 4, 7})  # values of METHOD: the file is elsewhere
EMBEDDED: Final = "__substg1.0_3701000D"  # the storage of a mail within a mail
TOP_OFFSET: Final = 32  # bytes before the properties of a message
EMBEDDED_OFFSET: Final = 24  # of one within another

TNEF_HEADER: Final = 6  # bytes before the first attribute
TNEF_ATTRIBUTE: Final = 11  # bytes of an attribute beside its data


class Properties:
    """The properties of one object; what can't be read is as if it weren't there.

    Not oxmsg's own: the code page of a mail saved as ANSI stands with the mail alone, and oxmsg
    0.0.2 takes the names of its attachments for Latin 9; a code page that it doesn't know costs it
    every other property too.
    """

    def __init__(self, storage: Any, offset: int) -> None:
        self._storage = storage
        rows: bytes = storage.properties_stream_bytes[offset:]
        whole = rows[: len(rows) // ROW.size * ROW.size]
        self._fixed = {number: value for _, number, _, value in ROW.iter_unpack(whole)}

    def text(self, *numbers: int) -> str:
        for number in numbers:
            wide, narrow = self._stream(number, STRING), self._stream(number, STRING8)
            told = decoded(narrow or b"") if wide is None else wide.decode("utf-16-le", "replace")
            if told := told.rstrip("\0"):
                return told
        return ""

    def binary(self, number: int) -> bytes | None:
        return self._stream(number, BINARY)

    def number(self, number: int) -> int | None:
        value = self._fixed.get(number)
        return None if value is None else int.from_bytes(value[:4], "little")

    def time(self, number: int) -> datetime | None:
        value = self._fixed.get(number)
        if value is None:
            return None
        with contextlib.suppress(OverflowError):
            return EPOCH + timedelta(microseconds=int.from_bytes(value, "little") // 10)
        return None

    def _stream(self, number: int, kind: int) -> bytes | None:
        with contextlib.suppress(KeyError):
            data: bytes = self._storage.property_stream_bytes(number, kind)
            return data
        return None


def unpack_msg(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    """A .msg file, and the mails that are attached to it."""
    storage = _opened(data)
    properties = Properties(storage, TOP_OFFSET)
    if depth == 0:
        finds.header = _header(properties)
    _message(finds, storage, properties, path, depth, open_file)


def letter(data: bytes) -> tuple[dict[str, str], Bodies]:
    """What a .msg file says, as `mails.letter`."""
    properties = Properties(_opened(data), TOP_OFFSET)
    header, sent = _header(properties), properties.time(SENT)
    lines = {
        "From": header.sender or "",
        "To": properties.text(TO),
        "Cc": properties.text(CC),
        "Date": sent.isoformat(" ", "minutes") if sent else "",
        "Subject": header.subject or "",
    }
    return lines, _bodies(properties)


def _opened(data: bytes) -> Any:
    """The outermost storage of a .msg file; raises what olefile and oxmsg raise for a bad one."""
    from olefile import OleFileIO  # type: ignore[import-untyped]
    from oxmsg.storage import Storage

    with OleFileIO(data) as container:
        return Storage.from_ole(container)


def _header(properties: Properties) -> Header:
    """From the internet's header lines where Outlook kept them, else from its own properties."""
    lines = properties.text(HEADERS)
    if lines:
        kept = internet_header(parse(lines.encode("utf-8", "surrogateescape")))
        if kept.message_id and kept.sender:
            return kept
    name, address = properties.text(SENDER_NAME), properties.text(*SENDER_ADDRESS)
    sender = f"{name} <{address}>" if address else name
    sent = properties.time(SENT)
    return Header(
        message_id=properties.text(MESSAGE_ID)[:500] or None,
        sender=sender[:500] or None,
        subject=properties.text(SUBJECT)[:500] or None,
        sent_at=sent,
        received_at=properties.time(DELIVERED) or sent,
    )


def _message(
    finds: Finds,
    storage: Any,
    properties: Properties,
    path: Trail,
    depth: int,
    open_file: Opener,
) -> None:
    bodies = _bodies(properties)
    for link in bodies.clouds():
        finds.refuse("cloud-attachment", (*path, link), link=link)
    shown, before = bodies.shown_pictures(), len(finds.leaves)
    for number, each in enumerate(storage.iter_attachment_storages(), start=1):
        finds.count(path)
        _attachment(finds, each, number, shown, path, depth, open_file)
    if len(finds.leaves) == before:
        without_document(finds, bodies, path)


def _bodies(properties: Properties) -> Bodies:
    bodies = Bodies()
    if plain := properties.text(BODY):
        bodies.plain.append(plain)
    html = properties.binary(HTML)
    if html:
        bodies.html.append(decoded(html))
    elif told := properties.text(HTML):
        bodies.html.append(told)
    return bodies


def _attachment(
    finds: Finds,
    storage: Any,
    number: int,
    shown: set[str],
    path: Trail,
    depth: int,
    open_file: Opener,
) -> None:
    properties = Properties(storage, 8)
    name = properties.text(*NAMES) or f"附件{number}"
    embedded = [each for each in storage.storages if each.name == EMBEDDED]
    data = properties.binary(DATA)
    if embedded:
        _embedded(finds, embedded[0], below(path, name), depth + 1, open_file)
    elif data is not None:
        content_id = properties.text(CONTENT_ID).strip("<> ")
        file = File(name, data, content_id, True, properties.text(TYPE) or _picture(data))
        if decorates(file, shown):
            finds.left_out += 1
        else:
            open_file(finds, data, below(path, name), depth)
    elif properties.number(METHOD) in BY_REFERENCE:
        link = properties.text(*LINKS) or name
        finds.refuse("cloud-attachment", below(path, name), link=f"{name} {link}".strip())
    else:
        finds.refuse("damaged", below(path, name))


def _picture(data: bytes) -> str:
    pictures = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
    return "image/*" if data.startswith(pictures) else ""


def _embedded(finds: Finds, storage: Any, path: Trail, depth: int, open_file: Opener) -> None:
    if depth > limits.DEEPEST:
        finds.refuse("too-deep", path)
        return
    if path in finds.skipped:
        return
    with finds.opening(path):
        properties = Properties(storage, EMBEDDED_OFFSET)
        _message(finds, storage, properties, path, depth, open_file)


def unpack_tnef(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    """The attachments in a winmail.dat; its body stands in the mail around it too."""
    from tnefparse import TNEF  # type: ignore[import-untyped]

    parsed = TNEF(data, do_checksum=False)
    if _is_cut(data) or not parsed.objects:
        finds.refuse("damaged", path)  # what was whole before the cut is taken all the same
    elif not parsed.attachments:
        finds.left_out += 1  # only the mail's fonts and colours are in it
    _tnef(finds, parsed, path, depth, open_file)


def _is_cut(data: bytes) -> bool:
    """Whether the last attribute of a TNEF stream says that it is longer than what is left."""
    at = TNEF_HEADER
    while at + TNEF_ATTRIBUTE <= len(data):
        at += TNEF_ATTRIBUTE + int(struct.unpack_from("<I", data, at + 5)[0])
    return at > len(data)


def _tnef(finds: Finds, parsed: Any, path: Trail, depth: int, open_file: Opener) -> None:
    if depth > limits.DEEPEST:
        finds.refuse("too-deep", path)
        return
    for number, each in enumerate(parsed.attachments, start=1):
        finds.count(path)
        name = _tnef_name(each) or f"附件{number}"
        if hasattr(each, "embed"):
            _wrapped(finds, each.embed, below(path, name), depth + 1, open_file)
        elif each.data:
            open_file(finds, bytes(each.data), below(path, name), depth)
        else:
            finds.refuse("damaged", below(path, name))


def _wrapped(finds: Finds, parsed: Any, path: Trail, depth: int, open_file: Opener) -> None:
    """A mail within a winmail.dat, whose text stands nowhere else."""
    before = len(finds.leaves)
    _tnef(finds, parsed, path, depth, open_file)
    if len(finds.leaves) == before:
        bodies = Bodies()
        for kept, text in ((bodies.plain, parsed.body), (bodies.html, parsed.htmlbody)):
            if text:
                kept.append((decoded(text) if isinstance(text, bytes) else str(text)).rstrip("\0"))
        without_document(finds, bodies, path)


def _tnef_name(attachment: Any) -> str:
    from tnefparse import properties

    long = [
        each.data
        for each in attachment.mapi_attrs
        if each.name == properties.MAPI_ATTACH_LONG_FILENAME
    ]
    name = long[0] if long else attachment._name
    if isinstance(name, list | tuple):
        name = name[0] if name else ""
    return (decoded(name) if isinstance(name, bytes) else str(name)).strip("\0 ")
