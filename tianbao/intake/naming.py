"""Names that others chose, made safe to show. They are never used as paths."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 200  # characters of one name
DEEPEST: Final = 20  # folders shown of a path inside an archive
UNNAMED: Final = "未命名"

# U+202E and its like make `exe.docx` of `xcod.exe`; the others are drawn as nothing at all.
BIDI: Final = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def clean(name: str) -> tuple[str, ...]:
    """The names of the folders and of the file in `name`, without `..`, drive and root."""
    # A limit before the work: a name of megabytes is split no further than its end.
    steps = re.split(r"[/\\]+", name[-LONGEST * DEEPEST :])
    shown = [plain(step) for step in steps if step.strip() not in ("", ".", "..")]
    if shown and re.fullmatch(r"[A-Za-z]:", shown[0]):
        shown = shown[1:]
    return tuple(shown[-DEEPEST:]) or (UNNAMED,)


def plain(text: str) -> str:
    """One name, without controls and marks that turn the direction of writing, shortened in its
    middle so that its suffix stays."""
    told = BIDI.sub("", text)
    told = "".join(" " if unicodedata.category(each) in ("Cc", "Cs") else each for each in told)
    told = " ".join(told.split())
    if len(told) > LONGEST:
        told = f"{told[: LONGEST - 21]}…{told[-20:]}"
    return told or UNNAMED
