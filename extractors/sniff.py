"""What kind of file some bytes are: told by the bytes, never by the file's name."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, cast

from extractors import ole
from extractors.limits import DEFAULT_LIMITS, ReasonCode, Unreadable
from extractors.zips import FAULTS, METHODS, open_zip

KINDS: Final[dict[str, dict[str, Any]]] = json.loads(
    files(__package__).joinpath("kinds.json").read_text("utf-8")
)

HEAD_BYTES: Final = 4096
MOST_CONTROLS: Final = 100  # one control character in so many may stray into a text

# First bytes → key of kinds.json. Longer ones stand first where one begins another.
MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"II+\x00", "image"),
    (b"MM\x00+", "image"),
    (b"GIF8", "other-image"),
    (b"BM", "other-image"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    # Headers that two common document-protection systems of Chinese companies put before a file.
    (b"%TSD-Header-###%", "protected"),
    (b"b\x14#e", "protected"),
)
SAFENET: Final = b"E-SafeNet"

# Content type of a package's main part → key of kinds.json.
MAIN_TYPES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroenabled.main+xml", "docx"),
    (b"ms-word.template.macroenabledtemplate.main+xml", "docx"),
    (b"spreadsheetml.", "xlsx"),
    (b"ms-excel.", "xlsx"),
    (b"presentationml.", "pptx"),
    (b"ms-powerpoint.", "pptx"),
)
MAIN_PART: Final = b"word/document.xml"
MOST_TYPES_BYTES: Final = 4 * 1024 * 1024

# Streams of an OLE container → key of kinds.json, the telling ones first.
STREAMS: Final[tuple[tuple[str, str], ...]] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "mail"),
)
WORD_97: Final = 0xA5EC  # wIdent of the FIB ([MS-DOC] 2.5.2)
WORD_ENCRYPTED: Final = 0x0100

LOCK_BYTES: Final = frozenset({162, 165})  # Word's and Excel's owner files


@dataclass(frozen=True, slots=True)
class Kind:
    """A file's kind as `source.kind` names it (None for what is none of ours), and, where it is no
    document to read here, the reason with a message in Chinese that says what to do.

    `key` is that of kinds.json, `convert` LibreOffice's word for a kind that it must convert."""

    kind: str | None
    reason: ReasonCode | None = None
    message: str | None = None
    key: str = ""
    says: str = ""
    convert: str | None = None

    def check(self) -> None:
        """Raises Unreadable with the reason, if there is one."""
        if self.reason is not None:
            raise Unreadable(self.reason, self.message or "")


def sniff(data: bytes, name: str) -> Kind:
    """The kind of the file. Its name only helps the message to say why it surprises."""
    key = _key(data)
    entry = KINDS[key]
    reason = entry.get("reason")
    if reason is None:
        return Kind(entry["kind"], None, None, key, entry["says"], entry.get("convert"))
    surprise = "文件名以 .docx 结尾，内容却是" if name.lower().endswith(".docx") else "这是"
    message = f"{surprise}{entry['says']}。{entry['cure']}"
    return Kind(entry.get("kind"), cast(ReasonCode, reason), message, key)


def _key(data: bytes) -> str:
    """The key of kinds.json that the bytes are."""
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return _zip(data)
    if data.startswith(ole.MAGIC):
        return _ole(data)
    for magic, key in MAGIC:
        if data.startswith(magic):
            return key
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "other-image"
    if SAFENET in data[:64]:
        return "protected"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _is_lock(data):
        return "lock"
    if not data.strip(b"\0"):
        return "zeros"
    return _text(data)


def _zip(data: bytes) -> str:
    try:
        archive = open_zip(data, DEFAULT_LIMITS.members)
        if archive is None:
            # Too many members to open; if it is a Word file, its reader says so.
            return "docx" if MAIN_PART in data else "zip"
        return "encrypted" if _zip_encrypted(archive) else _package(archive)
    except FAULTS:
        # A Word file whose directory is lost may still be read: its reader says.
        return "docx" if MAIN_PART in data else "broken-zip"


def _zip_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether an office package was locked with an archiver's password (APPNOTE.TXT 4.4.4, bit 0):
    a whole archive of other files is just an archive."""
    locked = {info.filename.lower() for info in archive.infolist() if info.flag_bits & 1}
    return bool(locked & {"[content_types].xml", MAIN_PART.decode()})


def _package(archive: zipfile.ZipFile) -> str:
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    if "mimetype" in names and b"opendocument.text" in _first(archive, names["mimetype"]):
        return "encrypted" if _odt_encrypted(archive, names) else "odt"
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names:
        types = _first(archive, names["[content_types].xml"]).lower()
        for mark, key in MAIN_TYPES:
            if mark in types:
                return key
    # With its content types lost it is still a Word file: the reader says what is amiss.
    return "docx" if "word/document.xml" in names else "zip"


def _odt_encrypted(archive: zipfile.ZipFile, names: dict[str, str]) -> bool:
    """Whether the manifest gives any part a key (OpenDocument 1.3, part 2, 4.4)."""
    manifest = names.get("meta-inf/manifest.xml")
    return manifest is not None and b"encryption-data" in _first(archive, manifest)


def _first(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).compress_type not in METHODS:
        return b""
    with archive.open(name) as member:
        return member.read(MOST_TYPES_BYTES)


def _ole(data: bytes) -> str:
    streams = ole.streams(data)
    if not streams:
        return "broken-ole"
    for name, key in STREAMS:
        if name in streams:
            return "encrypted" if key == "doc" and _word_encrypted(streams[name]) else key
    return "ole"


def _word_encrypted(head: bytes) -> bool:
    """The flag that Word 97–2003 sets for a file with a password ([MS-DOC] 2.5.2, fEncrypted)."""
    if len(head) < 12 or int.from_bytes(head[:2], "little") != WORD_97:
        return False
    return bool(int.from_bytes(head[10:12], "little") & WORD_ENCRYPTED)


def _is_lock(data: bytes) -> bool:
    """An owner file: the length of a user's name, the name, padding, the name again in UTF-16."""
    return (
        len(data) in LOCK_BYTES
        and 0 < data[0] <= 54
        and data[1 + data[0] : 54].strip(b" \0") == b""
    )


# A prefixed name (`<table:table`) is another language's.
HTML: Final = re.compile(r"<(!doctype\s+html|html|head|body|table|meta)\b(?!:)", re.IGNORECASE)
FLAT_ODT: Final = re.compile(r"<[\w.-]*:?document\s[^>]*oasis:names:tc:opendocument:xmlns:office")
MAIL_HEADER: Final = re.compile(
    r"(mime-version|from|to|subject|received|date|content-type|message-id|return-path"
    r"|x-[a-z-]+|delivered-to):",
    re.IGNORECASE,
)


def _text(data: bytes) -> str:
    head = _decode(data[:HEAD_BYTES])
    if head is None:
        return "unknown"
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if "schemas.microsoft.com/office/word/2003/wordml" in head:
            return "wordml"
        if "schemas.microsoft.com/office/2006/xmlPackage" in head:
            return "flat-opc"
        if FLAT_ODT.search(head) and "application/vnd.oasis.opendocument.text" in head:
            return "flat-odt"
        if HTML.search(start):
            return "html"
        return "xml" if start.startswith("<?xml") else "text"
    if MAIL_HEADER.match(start):
        web = re.search(r"multipart/related", head, re.IGNORECASE)
        return "mhtml" if web or HTML.search(head) else "mail"
    return "text"


def _decode(head: bytes) -> str | None:
    """The beginning of a text in UTF-8, UTF-16 or GB 18030; None when it is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head:
        return None
    text = head.decode("utf-8", "ignore")
    if len(text.encode()) < len(head) - 3:
        text = head.decode("gb18030", "replace")
        if text.count("\ufffd") > 2:
            return None
    controls = sum(character < " " and character not in "\t\r\n\f" for character in text)
    return None if controls * MOST_CONTROLS > len(text) else text
