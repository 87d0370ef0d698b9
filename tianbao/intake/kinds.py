"""What holds other files: told by the bytes, never by the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from extractors import ole
from extractors.sniff import sniff
from tianbao.intake.signatures import is_sealed

Container = Literal["mail", "mbox", "msg", "tnef", "sealed", "zip", "archive"]

TNEF: Final = b"\x78\x9f\x3e\x22"
NO_MEMBERS: Final = b"PK\x05\x06"  # a ZIP that ends where it begins

# First bytes, where they stand → what libarchive reads.
ARCHIVES: Final[tuple[tuple[int, bytes], ...]] = (
    (0, b"Rar!\x1a\x07"),
    (0, b"7z\xbc\xaf\x27\x1c"),
    (0, b"\x1f\x8b"),
    (0, b"BZh"),
    (0, b"\xfd7zXZ\x00"),
    (0, b"\x28\xb5\x2f\xfd"),
    (0, b"MSCF\0\0\0\0"),
    (257, b"ustar"),
)

# What a signed mail begins with where Outlook has saved it as an attachment of itself.
SIGNED: Final = re.compile(rb"\s*content-type:\s*multipart/signed", re.IGNORECASE)

HEADERS: Final = 256 * 1024  # bytes in which a mail's decisive header line is looked for
NAME: Final = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
# A page saved as MHTML has a From (`<Saved by …>`), a Subject and a Date too, but none of these.
DECISIVE: Final = frozenset(
    b"to cc bcc received message-id return-path delivered-to reply-to sender x-mailer "
    b"in-reply-to x-originating-ip dkim-signature".split()
)
# What a header begins with that ends behind HEADERS: a line of megabytes hides the decisive one.
USUAL: Final = frozenset(b"subject date mime-version content-type from".split()) | DECISIVE
ADDRESS: Final = re.compile(rb"[^\s<>@]+@[^\s<>@]+")

# Files that systems leave in folders and archives; nobody sends them.
LITTER: Final = frozenset(
    {"thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini", "__macosx", ".gitkeep", "icon\r"}
)


# One volume of an archive that was split: 材料.part2.rar, .r00, .z01, .zip.001, .7z.002.
VOLUME: Final = re.compile(r"\.(part\d+\.rar|[rz]\d\d|(zip|7z|rar)\.\d{3})$", re.IGNORECASE)


def is_volume(name: str) -> bool:
    """Whether a file's name is that of a part of an archive."""
    return VOLUME.search(name) is not None


def is_litter(names: Iterable[str]) -> bool:
    """Whether a path is of what systems leave behind: `Thumbs.db`, `__MACOSX/._表.docx`."""
    steps = [name.lower() for name in names]
    return any(step in LITTER for step in steps) or steps[-1].startswith("._")


def container(data: bytes, name: str = "") -> Container | None:
    """What kind of container the bytes are; None for a document, or for nothing known."""
    if data.startswith(b"PK"):
        # A .docx, .xlsx or .ofd is a ZIP too; what is broken is for the reader of documents to say.
        return "zip" if data.startswith(NO_MEMBERS) or sniff(data, name).key == "zip" else None
    if data.startswith(ole.MAGIC):
        return "msg" if "__properties_version1.0" in ole.streams(data) else None
    if data.startswith(TNEF):
        return "tnef"
    if is_sealed(data):
        return "sealed"
    if any(data.startswith(magic, at) for at, magic in ARCHIVES):
        return "archive"
    if data.startswith(b"From ") and is_mail(data[data.find(b"\n") + 1 :][:HEADERS]):
        return "mbox"
    return "mail" if SIGNED.match(data) or is_mail(data[:HEADERS]) else None


def is_message(head: bytes) -> bool:
    """Whether a file's beginning is a mail's, the internet's or Outlook's."""
    if head.startswith(ole.MAGIC):
        return "__properties_version1.0" in ole.streams(head)
    return is_mail(head)


def is_mail(head: bytes) -> bool:
    """Whether the bytes begin with the header lines of a mail."""
    names = set()
    for text in head.lstrip(b"\xef\xbb\xbf\r\n").splitlines():
        if not text.strip():
            break
        if text[:1] in b" \t":
            continue
        found = NAME.match(text)
        if found is None:
            return False
        name = found[1].lower()
        names.add(name)
        if name == b"from" and ADDRESS.search(text):
            return True
    else:
        if len(head) > HEADERS // 2:
            return bool(names & USUAL)
    return bool(names & DECISIVE)
