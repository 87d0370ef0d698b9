"""One mail, archive or file → what is in it. Runs in the child process."""

from __future__ import annotations

import contextlib
import io
import locale
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tianbao.intake import archives, limits, mails, mboxes, outlook
from tianbao.intake.finds import Enough, Finds, Trail, below
from tianbao.intake.kinds import container, is_volume
from tianbao.intake.mails import Opener
from tianbao.intake.signatures import is_signed, signed_content

SIGNATURES: Final = frozenset({"p7s", "p7b", "p7c"})  # endings of what holds no content


class Raw(NamedTuple):
    """What is to be unpacked: bytes, or the file that they are in, under the name that it has."""

    data: bytes | Path
    name: str
    is_mail: bool  # it came as a mail, whatever its bytes look like

    def read(self) -> bytes:
        return self.data.read_bytes() if isinstance(self.data, Path) else self.data


def unpack_all(raws: Sequence[Raw], folder: Path) -> list[Finds]:
    """What is in each, in their order. `folder` takes bytes that are too many to hand over."""
    return [unpack(raw, folder) for raw in raws]


def unpack(raw: Raw, folder: Path, skipped: Sequence[Trail] = ()) -> Finds:
    """What is in a mail, an archive or a file; a file that holds no others is a leaf itself, with
    its name as the path. `skipped` are paths in it that are not opened."""
    # Without, libarchive can't give names that are no ASCII.
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    finds = Finds(folder, frozenset(skipped))
    with contextlib.suppress(Enough), finds.opening(()):
        _outermost(finds, raw)
    return finds


def _outermost(finds: Finds, raw: Raw) -> None:
    data = raw.read()
    kind = "mail" if raw.is_mail else container(data, raw.name)
    if kind == "mail":
        # Its own name is no part of what is inside it: the same mail comes under many.
        finds.header = mails.header(mails.parse_header(data))
        mails.unpack(finds, mails.parse(data), (), 0, open_file)
    elif kind == "msg":
        outlook.unpack_msg(finds, data, (), 0, open_file)
    else:
        open_file(finds, data, (raw.name,), -1)


def open_file(finds: Finds, data: bytes, path: Trail, depth: int) -> None:
    """A file at `path`: what is in it if it is a container, else itself."""
    if len(data) > limits.LARGEST:
        finds.refuse("too-large", path, most=limits.LARGEST // limits.MEBIBYTE)
        return
    kind = container(data, path[-1])
    if kind is None and is_volume(path[-1]):
        finds.refuse("archive-volume", path)
        return
    if kind is None:
        finds.add(data, path)
        return
    if depth >= limits.DEEPEST:
        finds.refuse("too-deep", path)
        return
    if path in finds.skipped:
        return
    with finds.opening(path):
        OPENERS[kind](finds, data, path, depth + 1, open_file)


def _mail(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    mails.unpack(finds, mails.parse(data), path, depth, open_file)


def _mbox(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    for number, mail in enumerate(mboxes.mails(io.BytesIO(data)), start=1):
        finds.count(path)
        with finds.opening(path):
            inside = (*path, f"第{number}封")
            mails.unpack(finds, mails.parse(mail), inside, depth, open_file)


def _sealed(finds: Finds, data: bytes, path: Trail, depth: int, open_file: Opener) -> None:
    """A mail or a file that is signed; of a signature alone nobody misses anything."""
    content = signed_content(data)
    stem, _, ending = path[-1].rpartition(".")
    if content is None and ending.lower() in SIGNATURES and is_signed(data):
        finds.left_out += 1
    elif content is None:
        finds.refuse("mail-encrypted", path)
    elif mails.parse(content).keys():
        mails.unpack(finds, mails.parse(content), path, depth, open_file)
    else:
        open_file(finds, content, below(path, stem if ending.lower() == "p7m" else path[-1]), depth)


OPENERS: Final = {
    "mail": _mail,
    "mbox": _mbox,
    "msg": outlook.unpack_msg,
    "tnef": outlook.unpack_tnef,
    "sealed": _sealed,
    "zip": archives.unpack_zip,
    "archive": archives.unpack_archive,
}
