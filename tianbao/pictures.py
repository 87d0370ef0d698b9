"""Documents whose pages are pictures: what reading them may take, and folders of them."""

from __future__ import annotations

import re
from pathlib import Path

from tianbao.documents import below
from tianbao.work import Limits

# A page that is a picture takes 3 to 5 s of a processor, and at least 50 KB of its file.
SECONDS = 60.0
PER_MEBIBYTE = 60.0  # seconds more
MEMORY = 3 * 2**30
HEADS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II", b"MM", b"RIFF")


def limits_of(path: Path, usual: Limits) -> Limits:
    """What reading a file, or a folder of pictures, may take: more than usual where its pages may
    be pictures."""
    try:
        if not path.is_dir() and not may_be_picture(path):
            return usual
        sizes = [file.stat().st_size for file in ([path] if path.is_file() else below(path))]
    except OSError:
        return usual
    seconds = SECONDS * max(1, len(sizes)) + PER_MEBIBYTE * sum(sizes) / 2**20
    return Limits(max(seconds, usual.seconds), MEMORY)


def may_be_picture(path: Path) -> bool:
    """Whether a file begins as those do whose pages may be pictures."""
    with open(path, "rb") as stream:
        return stream.read(1024).lstrip().startswith(HEADS)


def in_page_order(folder: Path) -> list[Path]:
    """The files of a folder by name, numbers in names by their value: 2.jpg before 10.jpg."""

    def order(path: Path) -> list[tuple[int, str]]:
        parts = re.split(r"(\d+)", path.relative_to(folder).as_posix())
        return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]

    return sorted(below(folder), key=order)
