"""Where mails and files come from: files, folders, mailboxes, IMAP servers → items, one after
another, none of them held longer than it takes."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tianbao.errors import WrongCall
from tianbao.intake import limits, mboxes
from tianbao.intake.kinds import HEADERS, is_litter, is_mail
from tianbao.sources.documents import shown

POLL: Final = 2.0  # seconds between two looks at a folder
STILL: Final = 5.0  # seconds that a file must not have changed before it is taken
Problem = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Item:
    """A mail, an archive or a file to take in.

    `key` is what the server calls a mail, `problem` a refusal's code with what it says instead of
    the bytes, `committed` is called once everything of it is in the store.
    """

    source: str
    name: str
    data: bytes | Path | None
    is_mail: bool = False
    key: str | None = None
    problem: Problem | None = None
    committed: Callable[[], None] | None = None
    temporary: bool = False  # `data` is a file that nobody needs afterwards

    @property
    def size(self) -> int:
        if isinstance(self.data, Path):
            return self.data.stat().st_size
        return len(self.data or b"")


def check(sources: Sequence[str]) -> None:
    """Raises WrongCall naming every source that is not there or none that we know."""
    wrong = []
    for source in sources:
        if is_server(source):
            continue
        if "://" in source:
            wrong.append(f"{source}: name a file, a folder or imaps://user@host/folder.")
        elif not source or not Path(source).exists():
            wrong.append(f"{shown(Path(source)) if source else 'a name'}: not found.")
    if wrong:
        raise WrongCall("\n".join(wrong))


def is_server(source: str) -> bool:
    return source.startswith(("imap://", "imaps://"))


def of_path(path: Path, scratch: Path) -> Iterator[Item]:
    """The items of a file or a folder; a Maildir is a folder whose files are mails."""
    if not path.is_dir():
        yield from of_file(path, scratch)
        return
    for file in files(path):
        yield from of_file(file, scratch)


def files(folder: Path) -> Iterator[Path]:
    """All files below a folder, sorted; of a Maildir not those that are still being delivered.
    Hidden folders are those of a Maildir's folders (`.Sent`), or none of ours."""
    for place, folders, names in os.walk(folder):
        if {"cur", "new"} <= set(folders):
            folders[:] = [name for name in folders if name != "tmp"]
        inner = Path(place)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") or (inner / name / "cur").is_dir()
        )
        yield from (inner / name for name in sorted(names) if not name.startswith("."))


def of_file(path: Path, scratch: Path) -> Iterator[Item]:
    """A mailbox gives an item a mail, anything else is one. A file that can't be read is one
    too, with the reason."""
    source = shown(Path(os.path.abspath(path)))
    name = shown(Path(path.name))
    if is_litter([name]):
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Item(source, name, None, problem=("not-regular", {}))
            return
        with open(path, "rb") as stream:
            head = stream.read(HEADERS)
        if head.startswith(b"From ") and is_mail(head[head.find(b"\n") + 1 :]):
            yield from of_mailbox(path, source, name, scratch)
        else:
            yield Item(source, name, path if _is_large(path) else path.read_bytes())
    except OSError as error:
        yield Item(source, name, None, problem=("unreadable", {"error": error.strerror}))


def _is_large(path: Path) -> bool:
    return path.stat().st_size > 8 * limits.MEBIBYTE


def of_mailbox(path: Path, source: str, name: str, scratch: Path) -> Iterator[Item]:
    """The mails of an mbox; what is held of it is one mail."""
    with open(path, "rb") as scanned, open(path, "rb") as read:
        for start, end in mboxes.spans(scanned):
            read.seek(start)
            if end - start <= limits.LARGEST:
                yield Item(source, name, mboxes.unquoted(read.read(end - start)), is_mail=True)
            else:
                copy = _copied(read, end - start, scratch)
                yield Item(source, name, copy, is_mail=True, temporary=True)


def _copied(stream: IO[bytes], size: int, scratch: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=scratch, delete=False) as target:
        while size > 0 and (piece := stream.read(min(size, 2**20))):
            target.write(piece)
            size -= len(piece)
    return Path(target.name)


class Watched:
    """Folders and files that are looked at again and again: a file is taken once its size and time
    have been still, and again when it changed."""

    def __init__(self, paths: Sequence[Path], scratch: Path) -> None:
        self._paths = paths
        self._scratch = scratch
        self._taken: dict[Path, tuple[int, int]] = {}
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}

    def items(self) -> Iterator[Item]:
        """What has become still since the last call."""
        for path in self._still():
            yield from of_file(path, self._scratch)

    def _still(self) -> Iterator[Path]:
        # Not the system's time, which is put back and forth.
        now = time.monotonic()
        for path in self._files():
            try:
                told = path.stat()
            except OSError:
                continue
            state = told.st_size, told.st_mtime_ns
            if self._taken.get(path) == state:
                continue
            before, since = self._seen.get(path, (None, now))
            if before != state:
                self._seen[path] = state, now
            elif now - since >= STILL:
                del self._seen[path]
                self._taken[path] = state
                yield path

    def _files(self) -> Iterator[Path]:
        for path in self._paths:
            if path.is_dir():
                yield from files(path)
            elif path.exists():
                yield path
