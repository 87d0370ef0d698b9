"""What unpacking finds: leaves, which are documents, and refusals, which say what is none and why.

`Finds` collects them within the limits; it is what goes back from the child process.
"""

from __future__ import annotations

import errno
import json
import logging
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from tianbao.intake import limits
from tianbao.intake.naming import clean

LOG = logging.getLogger(__name__)

# code → what is told, in Chinese: what is wrong, and what to do.
MESSAGES: Final[dict[str, str]] = json.loads(
    files(__package__).joinpath("refusals.json").read_text("utf-8")
)

AT: Final = "at"  # file with the path of what is being opened
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)

Trail = tuple[str, ...]  # names inside a mail or archive, the outermost first


@dataclass(frozen=True, slots=True)
class Leaf:
    """A document: its bytes, or the file that they are in until they are stored."""

    name: str
    path: Trail
    data: bytes | Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is no document to be had; `code` is one of refusals.json."""

    code: str
    message: str
    path: Trail


@dataclass(frozen=True, slots=True)
class Header:
    """What the ledger keeps of a mail; times are UTC."""

    message_id: str | None = None
    sender: str | None = None
    subject: str | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None


class Enough(Exception):
    """A limit for the whole mail or archive is reached; the refusal is noted."""


@dataclass
class Finds:
    """What one mail, archive or file holds. `header` is there where it is a mail."""

    folder: Path  # for bytes that are too many to hand over
    skipped: Collection[Trail] = ()  # what killed the child before
    header: Header | None = None
    leaves: list[Leaf] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    left_out: int = 0  # parts that are no documents, and that nobody misses
    parts: int = 0
    weight: int = 0  # bytes unpacked
    _opened: list[Trail] = field(default_factory=list)

    def count(self, path: Trail) -> None:
        """Counts one more part; raises Enough when there are too many."""
        self.parts += 1
        if self.parts > limits.MOST_PARTS:
            self.refuse("too-many", path[:1], most=limits.MOST_PARTS)
            raise Enough

    def weigh(self, size: int, path: Trail) -> None:
        """Counts unpacked bytes; raises Enough when they are too many."""
        self.weight += size
        if self.weight > limits.MOST_BYTES:
            self.refuse("archive-bomb", path)
            raise Enough

    def add(self, data: bytes, path: Trail) -> None:
        """A document; the last name of its path is its own."""
        kept: bytes | Path = data
        if len(data) > limits.INLINE:
            kept = self.folder / f"{id(self):x}-{len(self.leaves)}"
            kept.write_bytes(data)
        self.leaves.append(Leaf(path[-1], path, kept))

    def refuse(self, code: str, path: Trail, **values: object) -> None:
        names = "/".join(path) or "邮件"
        self.refusals.append(Refusal(code, MESSAGES[code].format(name=names, **values), path))

    @contextmanager
    def opening(self, path: Trail) -> Iterator[None]:
        """Notes what is being opened, for the case that it kills the process; a parser's own
        failure is the reason why it is refused."""
        self._opened.append(path)
        self._note(path)
        try:
            yield
        except (Enough, MemoryError):
            raise
        except RecursionError:
            self.refuse("too-deep", path)
        except Exception as error:  # whatever a parser raises for bytes made to break it
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise
            LOG.info("%s: %s: %s", "/".join(path), type(error).__name__, error)
            self.refuse("damaged", path)
        finally:
            self._opened.pop()
        if self._opened:
            self._note(self._opened[-1])

    def _note(self, path: Trail) -> None:
        # As the first line of what is there: a file that is emptied and written anew ext4 brings to
        # the disk when it is closed, 11 ms for each mail.
        descriptor = os.open(self.folder / AT, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, json.dumps(path).encode() + b"\n")
        finally:
            os.close(descriptor)


def opened_last(folder: Path) -> Trail:
    """What was being opened when the process that unpacked into `folder` was killed."""
    try:
        told = json.loads((folder / AT).read_text("utf-8").partition("\n")[0])
    except (OSError, ValueError):
        return ()
    return tuple(told)


def below(path: Trail, name: str) -> Trail:
    """The path of what stands in `path` under a name that others chose."""
    return (*path, *clean(name))
