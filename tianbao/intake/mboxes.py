"""Mailboxes in one file (RFC 4155): the mails in it, one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Final

HEADER_LINE: Final = re.compile(rb"(>From |[!-9;-~]{1,76}[ \t]*:)")
QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
LINE: Final = 2**16  # bytes of a line that are looked at as one


def spans(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Where each mail begins and ends, its `From ` line left out.

    A mail begins at a `From ` after an empty line and before a header line: the body may hold a
    line that begins like it, as few writers quote it.
    """
    start: int | None = None
    separator = 0  # where the `From ` line begins that the next line makes a beginning, or not
    at, held, empty, whole = 0, False, True, True
    while line := stream.readline(LINE):
        if held:
            held = False
            if HEADER_LINE.match(line):
                if start is not None:
                    yield start, separator
                start = at
        if whole and empty and line.startswith(b"From "):
            held, separator = True, at
        elif start is None and line.strip():
            start = at
        empty = whole and not line.strip()
        whole = line.endswith(b"\n")
        at += len(line)
    if start is not None:
        yield start, at


def mails(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of each mail of a mailbox in memory."""
    for start, end in list(spans(stream)):
        stream.seek(start)
        yield unquoted(stream.read(end - start))


def unquoted(mail: bytes) -> bytes:
    """A mail as it was before it came into the mailbox: `>From ` is `From ` again, the empty line
    at its end is the mailbox's."""
    told = QUOTED.sub(rb"\1", mail) if b">From " in mail else mail
    for end in (b"\r\n\r\n", b"\n\n"):
        if told.endswith(end):
            return told[: -len(end) // 2]
    return told
