"""Characters of mail addresses that look alike."""

from __future__ import annotations

import pytest

from extractors.scan.addresses import settled
from extractors.scan.lattice import Lattice, letters_among
from tests.extractors.scan.test_lattice import NONE, line

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@._-"
RIVALS = {"1": "lI", "l": "1I", "I": "l1", "0": "oO", "O": "o0", "o": "0O"}


def shown(text: str, ahead: float) -> Lattice:
    """A line that says that text, each character so much likelier than those that look like it."""
    given = ({each: 0.5, **dict.fromkeys(RIVALS.get(each, ""), 0.5 / ahead)} for each in text)
    return line(*(each for frame in given for each in (frame, NONE)))


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("lu.w@Ihjs02.example", "lu.w@lhjs02.example"),  # all others are small
        ("lu.w@1hjs02.example", "lu.w@lhjs02.example"),
        ("gao_1ei355@sz.example", "gao_lei355@sz.example"),
        ("wei96l@sz.example", "wei961@sz.example"),
        ("z0u@sz2O6.example", "zou@sz206.example"),
        ("weil96@sz.example", "weil96@sz.example"),  # either may be
        ("IT@SZ.example", "IT@SZ.example"),
    ],
)
def test_what_stands_beside_tells_them_apart(read: str, said: str) -> None:
    lattice = shown(read, 10)
    found = settled(letters_among(lattice, ALPHABET), lattice)
    assert "".join(letter.text for letter in found) == said


def test_what_the_network_is_far_surer_of_stays() -> None:
    lattice = shown("b0b@sz.example", 1000)
    found = settled(letters_among(lattice, ALPHABET), lattice)
    assert "".join(letter.text for letter in found) == "b0b@sz.example"
