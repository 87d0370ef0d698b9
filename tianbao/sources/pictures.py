"""Documents whose pages are pictures: what reading them may take, and folders of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tianbao.isolation.children import Limits
from tianbao.sources.documents import below

# A page that is a picture takes 3 to 5 s of a processor, and at least 50 KB of its file.
SECONDS = 60.0
PER_MEBIBYTE = 60.0  # seconds more
MEMORY = 3 * 2**30
HEAD = 1024  # bytes of a file in which its kind shows
HEADS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II", b"MM", b"RIFF")


def limits_of(path: Path, usual: Limits) -> Limits:
    """What reading a file, or a folder of pictures, may take: more than usual where its pages may
    be pictures."""
    try:
        if path.is_dir():
            return limits_for([file.stat().st_size for file in below(path)], usual)
        with open(path, "rb") as stream:
            head = stream.read(HEAD)
        return limits_for([path.stat().st_size], usual) if may_be_picture(head) else usual
    except OSError:
        return usual


def limits_of_bytes(data: bytes, usual: Limits) -> Limits:
    """The same of a file's bytes."""
    return limits_for([len(data)], usual) if may_be_picture(data[:HEAD]) else usual


def limits_for(sizes: Sequence[int], usual: Limits) -> Limits:
    """What reading files of so many bytes may take whose pages may be pictures."""
    seconds = SECONDS * max(1, len(sizes)) + PER_MEBIBYTE * sum(sizes) / 2**20
    return Limits(max(seconds, usual.seconds), MEMORY)


def may_be_picture(head: bytes) -> bool:
    """Whether a file begins as those do whose pages may be pictures."""
    return head.lstrip().startswith(HEADS)


def in_page_order(folder: Path) -> list[Path]:
    """The files of a folder by name, numbers in names by their value: 2.jpg before 10.jpg."""

    def order(path: Path) -> list[tuple[int, str]]:
        parts = re.split(r"(\d+)", path.relative_to(folder).as_posix())
        return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]

    return sorted(below(folder), key=order)
