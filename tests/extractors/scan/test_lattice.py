"""What a line's lattice says."""

from __future__ import annotations

import math

import numpy as np

from extractors.scan.engine import characters
from extractors.scan.lattice import Lattice, joined, lattice, letters, letters_among, log_likelihood


def line(*frames: dict[str, float]) -> Lattice:
    """A lattice of frames, each with the probabilities of some characters; "" is none."""
    known = characters()
    output = np.full((len(frames), len(known)), 1e-9, np.float32)
    for frame, given in enumerate(frames):
        for character, probability in given.items():
            output[frame, known.index(character)] = probability
    return lattice(output)


NONE = {"": 0.99}


def test_repeats_and_blanks_make_one_reading() -> None:
    read = letters(line({"上": 0.9}, {"上": 0.8}, NONE, {"海": 0.7}, NONE, {"海": 0.95}))
    assert "".join(letter.text for letter in read) == "上海海"
    assert [(letter.first, letter.last) for letter in read] == [(0, 1), (3, 3), (5, 5)]
    assert round(read[0].probability, 2) == 0.9


def test_an_alphabet_is_asked_for_its_own_characters() -> None:
    looks_like = line({"O": 0.6, "0": 0.35}, NONE, {"l": 0.5, "1": 0.45})
    assert "".join(letter.text for letter in letters(looks_like)) == "Ol"
    found = letters_among(looks_like, "0123456789")
    assert "".join(letter.text for letter in found) == "01"
    assert round(min(letter.probability for letter in found), 2) == 0.35


def test_a_text_is_as_likely_as_all_ways_to_spread_it() -> None:
    two = line({"中": 0.5, "": 0.5}, {"中": 0.5, "": 0.5})
    assert math.isclose(math.exp(log_likelihood(two, "中")), 0.75, rel_tol=1e-4)
    assert log_likelihood(line({"中": 1.0}), "中中") == -math.inf


def test_the_likelier_name_is_told_though_it_was_misread() -> None:
    misread = line({"自": 0.6, "白": 0.39}, NONE, {"车": 0.9}, NONE, {"身": 0.9})
    assert log_likelihood(misread, "白车身") > log_likelihood(misread, "黑车身")


def test_two_lines_are_read_as_one() -> None:
    both = joined([line({"3": 0.9}), line({"X": 0.9})])
    assert "".join(letter.text for letter in letters(both)) == "3X"


def test_a_traditional_character_gives_way_to_a_likely_simplified_one() -> None:
    [letter] = letters(line({"決": 0.6, "决": 0.3}))
    assert (letter.text, letter.probability) == ("决", 0.8)
    [kept] = letters(line({"喆": 0.99, "吉": 0.001}))
    assert kept.text == "喆"
