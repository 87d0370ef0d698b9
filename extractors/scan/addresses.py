"""Characters of a mail address that look alike, told by those beside them: in `lin62@lhjs01` the
network reads 1 for l, l for 1 and I for both, each nearly as likely as the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from extractors.scan.lattice import Lattice, Letter

ALIKE: Final = ("1lI", "0oO")
NEARLY: Final = 4.5  # log by which the likelier of two that look alike may be behind


# What stands before and behind a character → what it is.
BESIDE: Final = {"11": "1", "1.": "1", ".1": "1", "aa": "a", ".a": "a"}


def settled(found: Sequence[Letter], lattice: Lattice) -> list[Letter]:
    """The characters of an address. Between figures, and beside one at an end of a word, stands a
    figure; between letters, and before one where a word begins, a letter; where all others are
    small, a small one. A character that the network is far surer of stays."""
    small = not any(each.text.isupper() for each in found if not _group(each.text))
    return [_settled(at, found, lattice, small) for at in range(len(found))]


def _settled(at: int, found: Sequence[Letter], lattice: Lattice, small: bool) -> Letter:
    letter = found[at]
    kind = BESIDE.get(_beside(reversed(found[:at])) + _beside(found[at + 1 :]))
    logs = {
        each: float(lattice.log_of(each)[letter.first])
        for each in _group(letter.text)
        if (not kind or _kind(each) == kind) and not (small and each.isupper())
    }
    if letter.text in logs or not logs:
        return letter
    other = max(logs, key=logs.__getitem__)
    behind = float(lattice.log_of(letter.text)[letter.first]) - logs[other]
    return replace(letter, text=other) if behind < NEARLY else letter


def _group(text: str) -> str:
    return next((group for group in ALIKE if text in group), "")


def _beside(letters: Iterable[Letter]) -> str:
    """What comes first of those that look like no other: a figure, a letter or a word's end."""
    return next((_kind(each.text) for each in letters if not _group(each.text)), ".")


def _kind(text: str) -> str:
    return "1" if text.isdigit() else "a" if text.isalpha() else "."
