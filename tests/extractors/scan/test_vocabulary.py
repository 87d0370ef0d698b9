"""Words of the forms' vocabularies in a reading."""

from __future__ import annotations

from extractors.scan.lattice import letters
from extractors.scan.vocabulary import termed
from tests.extractors.scan.test_lattice import NONE, line


def read(*frames: dict[str, float]) -> str:
    found = line(*(each for frame in frames for each in (frame, NONE)))
    return "".join(letter.text for letter in termed(letters(found), found))


def test_an_unsure_letter_gives_way_to_that_of_a_known_word() -> None:
    for unsure in ({"李": 0.51, "孪": 0.48}, {"李": 0.84, "孪": 0.06}):
        assert read({"数": 0.99}, {"字": 0.99}, unsure, {"生": 0.99}) == "数字孪生"


def test_its_own_sureness_is_that_of_the_network() -> None:
    found = line({"数": 0.99}, {"字": 0.99}, {"李": 0.51, "孪": 0.48}, {"生": 0.99})
    assert round(termed(letters(found), found)[2].probability, 2) == 0.48


def test_a_sure_letter_stays_as_does_one_that_the_network_finds_unlikely() -> None:
    for other in ({"李": 0.95, "孪": 0.04}, {"李": 0.8, "孪": 0.01}):
        assert read({"数": 0.99}, {"字": 0.99}, other, {"生": 0.99}) == "数字李生"


def test_in_other_words_an_unsure_letter_stays() -> None:
    assert read({"武": 0.99}, {"李": 0.51, "孪": 0.48}, {"生": 0.99}) == "武李生"
