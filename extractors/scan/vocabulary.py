"""Words of the forms' own vocabularies in what was read: 李 of 数字李生 is a slip."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from extractors.scan.lattice import Lattice, Letter

LONG: Final = 4  # characters that stand together in a vocabulary
SURE: Final = 0.9  # a letter read more surely is none of them
NEAR: Final = 3.0  # log probability by which the vocabulary's letter may be behind

Gap = tuple[str, str]  # what stands before and behind a letter in those characters


def termed(line: Sequence[Letter], lattice: Lattice) -> list[Letter]:
    """The letters with those that a word of a vocabulary has in the place of an unsure one, where
    the network finds it nearly as likely. They are no surer for it."""
    return [
        letter if letter.probability >= SURE else _termed(line, at, lattice)
        for at, letter in enumerate(line)
    ]


def _termed(line: Sequence[Letter], at: int, lattice: Lattice) -> Letter:
    letter = line[at]
    for gap in _gaps(line, at):
        for other in _known().get(gap, ()):
            log = float(lattice.log_of(other)[letter.first : letter.last + 1].max())
            if other != letter.text and log > math.log(letter.probability) - NEAR:
                return replace(letter, text=other, probability=math.exp(log))
    return letter


def _gaps(line: Sequence[Letter], at: int) -> Iterator[Gap]:
    for first in range(max(0, at - LONG + 1), min(at, len(line) - LONG) + 1):
        texts = [letter.text for letter in line[first : first + LONG]]
        yield "".join(texts[: at - first]), "".join(texts[at - first + 1 :])


@lru_cache(maxsize=1)
def _known() -> dict[Gap, tuple[str, ...]]:
    """The letters that stand between others in the names of the forms' lists."""
    from forms.registry import forms

    names = {
        name for form in forms() for path in form.leaves() for name in form.codec(path).options
    }
    found: dict[Gap, dict[str, None]] = {}
    for name in sorted(names):
        for first in range(len(name) - LONG + 1):
            term = name[first : first + LONG]
            for at, letter in enumerate(term):
                found.setdefault((term[:at], term[at + 1 :]), {})[letter] = None
    return {gap: tuple(letters) for gap, letters in found.items()}
