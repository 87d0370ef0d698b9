"""Files that stand uuencoded in the text of a mail (POSIX.1-2017, uuencode), as old mailers put
them."""

from __future__ import annotations

import binascii
import re
from typing import Final, NamedTuple

BEGIN: Final = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
END: Final = re.compile(rb"^[` ]?\r?\nend[ \t]*\r?$", re.MULTILINE)


class Inside(NamedTuple):
    """A file in a text: its name as it was sent, and its bytes."""

    name: bytes
    data: bytes


def parted(body: bytes) -> tuple[bytes, list[Inside]]:
    """A text without the files in it, and these. What only begins like one stays text."""
    left, found, at, searched = [], [], 0, 0
    for end in END.finditer(body):
        begins = list(BEGIN.finditer(body, searched, end.start()))
        data = _decoded(body[begins[-1].end() : end.start()]) if begins else None
        if data is not None:
            left.append(body[at : begins[-1].start()])
            found.append(Inside(begins[-1][1].strip(), data))
            at = end.end()
        searched = end.end()
    return b"".join([*left, body[at:]]), found


def _decoded(text: bytes) -> bytes | None:
    try:
        return b"".join(map(_line, text.splitlines()))
    except binascii.Error:
        return None


def _line(line: bytes) -> bytes:
    # Some encoders put a check or spaces behind what the first character counts.
    length = ((line[0] - 32) & 63) * 4 // 3 + 2 if line else 0
    return binascii.a2b_uu(line[:length])
