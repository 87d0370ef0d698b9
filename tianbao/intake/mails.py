"""A mail as the internet sends it (RFC 5322): its header, bodies and attachments."""

from __future__ import annotations

import email
import email.policy
import mimetypes
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Final, NamedTuple

from tianbao.intake import limits, uuencoding
from tianbao.intake.bodies import Bodies, quoted
from tianbao.intake.finds import Enough, Finds, Header, Trail, below
from tianbao.intake.headers import base64, decoded, first, line, parameter, when
from tianbao.intake.signatures import signed_content

Opener = Callable[[Finds, bytes, Trail, int], None]

LINES: Final = ("From", "To", "Cc", "Date", "Subject")  # of a header that people read

# Parts that mail systems add, and that no sender means to hand in.
SYSTEM: Final = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "text/x-amp-html",
        "text/calendar",
    }
)
SEALED: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
# Suffixes of parts without a name; the standard table gives .jpe, and depends on the machine.
SUFFIXES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/zip": ".zip",
}


class File(NamedTuple):
    """An attachment before anything is said of it."""

    name: str
    data: bytes
    content_id: str
    attached: bool  # the sender attached it, as against: placed it in the text
    type: str


def parse(data: bytes) -> Message:
    return email.message_from_bytes(data, policy=email.policy.compat32)


def parse_header(data: bytes) -> Message:
    """The header alone, which is there even where the rest is made to break a parser."""
    ends = [at for at in (data.find(b"\r\n\r\n"), data.find(b"\n\n")) if at >= 0]
    return parse(data[: min(ends, default=len(data))])


def header(message: Message) -> Header:
    """What is kept of a mail's header."""
    received = line(first(message, "received")).rpartition(";")[2]
    sent = when(first(message, "date"))
    return Header(
        message_id=line(first(message, "message-id"))[:500] or None,
        sender=line(first(message, "from"))[:500] or None,
        subject=line(first(message, "subject"))[:500] or None,
        sent_at=sent,
        received_at=when(received) or sent,
    )


def letter(data: bytes) -> tuple[dict[str, str], Bodies]:
    """What a mail says: its header lines by their names, "" for one that isn't there, and its
    bodies, those within a signature too."""
    message = parse(data)
    found = Mail(Finds(Path()), ())
    found.read(message)
    return {name: line(first(message, name.lower())) for name in LINES}, found.bodies


def unpack(finds: Finds, message: Message, path: Trail, depth: int, open_file: Opener) -> None:
    """Everything in a mail: attachments go to `open_file`, bodies are looked through. Raises Enough
    where there are too many parts, once those up to the limit are taken."""
    found = Mail(finds, path)
    enough = found.read(message)
    shown = found.bodies.shown_pictures()
    before = len(finds.leaves)
    for link in found.bodies.clouds():
        finds.refuse("cloud-attachment", (*path, link), link=link)
    for inner, name in found.mails:
        _forwarded(finds, inner, below(path, name), depth + 1, open_file)
    for file in found.files:
        if decorates(file, shown):
            finds.left_out += 1
        else:
            open_file(finds, file.data, below(path, file.name), depth)
    if enough is not None:
        raise enough
    if len(finds.leaves) == before:
        without_document(finds, found.bodies, path)


def without_document(finds: Finds, bodies: Bodies, path: Trail) -> None:
    """A mail that has no document: its form may stand in its body."""
    form = bodies.form()
    if form is not None:
        finds.add(form, (*path, "正文.html"))
    elif not any(each.path[: len(path)] == path for each in finds.refusals):
        finds.refuse("no-document", path, text=quoted(bodies.text()))


def _forwarded(finds: Finds, message: Message, path: Trail, depth: int, open_file: Opener) -> None:
    if depth > limits.DEEPEST:
        finds.refuse("too-deep", path)
        return
    if path in finds.skipped:
        return
    with finds.opening(path):
        unpack(finds, message, path, depth, open_file)


def decorates(file: File, shown: set[str]) -> bool:
    """Whether a file is a small picture that the body shows: a logo in a signature."""
    return (
        file.type.startswith("image/")
        and file.content_id in shown
        and len(file.data) <= limits.SIGNATURE
    )


class Mail:
    """The parts of one mail, sorted."""

    def __init__(self, finds: Finds, path: Trail) -> None:
        self.bodies = Bodies()
        self.files: list[File] = []
        self.mails: list[tuple[Message, str]] = []
        self._finds = finds
        self._path = path

    def read(self, message: Message) -> Enough | None:
        """Sorts the parts; of too many those up to the limit, and says so."""
        try:
            for part in self._parts(message, 0):
                self._finds.count(self._path)
                self._sort(part)
        except Enough as enough:
            return enough
        return None

    def _parts(self, part: Message, depth: int) -> Iterator[Message]:
        """The parts that are no multipart, in order; what a signature is wrapped around is one."""
        if part.get_content_type() in SEALED:
            yield from self._sealed(part, depth)
            return
        if part.get_content_maintype() != "multipart":
            yield part
            return
        inner = part.get_payload()
        if not isinstance(inner, list):
            # A multipart without its boundary: the parser leaves it as one text.
            self._finds.refuse("damaged", self._path or ("邮件",))
            return
        if depth >= limits.DEEPEST_PARTS:
            self._finds.refuse("too-deep", self._path)
            return
        for each in inner:
            if isinstance(each, Message):
                yield from self._parts(each, depth + 1)

    def _sealed(self, part: Message, depth: int) -> Iterator[Message]:
        inner = signed_content(payload(part))
        if inner is None:
            self._finds.refuse("mail-encrypted", self._path)
        elif depth >= limits.DEEPEST_PARTS:
            self._finds.refuse("too-deep", self._path)
        else:
            yield from self._parts(parse(inner), depth + 1)

    def _sort(self, part: Message) -> None:
        kind = part.get_content_type()
        name = name_of(part)
        attached = line(first(part, "content-disposition")).lower().startswith("attachment")
        if kind == "message/rfc822" or kind == "message/global":
            self._add_mail(part, name)
        elif kind == "message/partial":
            self._finds.refuse("mail-part", self._path)
        elif kind in SYSTEM:
            self._finds.left_out += 1
        elif kind in ("text/plain", "text/html") and not name and not attached:
            self._add_body(part, kind)
        else:
            self._add_file(part, name, kind, attached)

    def _add_body(self, part: Message, kind: str) -> None:
        charset = parameter(first(part, "content-type"), "charset")
        text, inside = uuencoding.parted(payload(part))
        (self.bodies.html if kind == "text/html" else self.bodies.plain).append(
            decoded(text, charset)
        )
        for each in inside:
            self._finds.count(self._path)
            self.files.append(File(decoded(each.name, charset), each.data, "", True, ""))

    def _add_mail(self, part: Message, name: str | None) -> None:
        inner = part.get_payload()
        message = inner[0] if isinstance(inner, list) and inner else None
        if not isinstance(message, Message):
            self._finds.refuse("damaged", self._path)
            return
        if line(first(part, "content-transfer-encoding")).lower() == "base64":
            # Against RFC 2046, 5.2.1, and seen: the parser took the base64 for the mail's text.
            message = parse(base64(str(message.get_payload())))
        subject = line(first(message, "subject"))
        self.mails.append((message, name or subject or "转发的邮件"))

    def _add_file(self, part: Message, name: str | None, kind: str, attached: bool) -> None:
        data = payload(part)
        if not data and not name:
            self._finds.left_out += 1
            return
        content_id = line(first(part, "content-id")).strip("<> ")
        told = name or f"附件{len(self.files) + 1}{suffix(kind)}"
        self.files.append(File(told, data, content_id, attached, kind))


def name_of(part: Message) -> str | None:
    """The name of an attachment, wherever its mailer put it."""
    return (
        parameter(first(part, "content-disposition"), "filename")
        or parameter(first(part, "content-type"), "name")
        or None
    )


def suffix(kind: str) -> str:
    return SUFFIXES.get(kind) or mimetypes.guess_extension(kind) or ""


def payload(part: Message) -> bytes:
    """The bytes of a part; what can't be decoded stays as it was sent."""
    data = part.get_payload(decode=True)
    if isinstance(data, bytes):
        return data
    inner = part.get_payload()
    return inner.encode("utf-8", "surrogateescape") if isinstance(inner, str) else part.as_bytes()
