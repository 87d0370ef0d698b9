"""The second reader of characters: held against the first, and asked where a page is doubtful."""

from __future__ import annotations

import random
from typing import Any

import pymupdf
import pytest

import extractors.pdf.document as document
from extractors.extract import extract
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.second import BY, Second, compared, read_again
from extractors.pdf.sheets import contents
from tests.documents.measure import load_records, specimen_of
from tests.documents.pdf.manners import MANNERS
from tests.documents.pdf.typeset import typeset
from tests.documents.submissions import FOLDER

UPRIGHT = Turn(0, 0, 595, 842)


def glyph(text: str, confidence: float = 1.0) -> Glyph:
    return Glyph(text, 100, 110, 90, 102, 100, 10.5, "SimSun", None, confidence=confidence)


def after(first: Glyph, text: str) -> Glyph:
    """The character after the second reader read that text in its place."""
    [found] = compared([first], [Second(text, (100, 90, 110, 102))], UPRIGHT)
    return found


def test_what_both_read_alike_is_sure() -> None:
    assert after(glyph("上"), "上").confidence >= 0.9


def test_what_they_read_differently_is_doubted() -> None:
    found = after(glyph("上"), "士")
    assert found.text == "上"
    assert found.confidence < 0.6


def test_what_only_the_second_could_read_is_taken_from_it_and_says_so() -> None:
    found = after(glyph("\ue000", 0.3), "上")
    assert (found.text, found.by) == ("上", BY)
    assert 0.6 < found.confidence < 0.9


@pytest.mark.parametrize("stem", ["p01-word", "p02-wps", "p03-printer-driver", "p04-browser"])
def test_both_read_the_same_characters_in_the_same_places(stem: str) -> None:
    data = (FOLDER / f"{stem}.pdf").read_bytes()
    pages = pymupdf.open(stream=data, filetype="pdf")
    for number in (1, 3):
        held = contents(pages[number - 1], number, tagged=False)
        checked = compared(held.glyphs, read_again(data, number), held.turn)
        apart = [each.text for each in checked if each.confidence < 0.9 and each.ticked is None]
        assert len(held.glyphs) > 50
        assert apart == []


def a_doubtful_form() -> tuple[bytes, dict[str, Any]]:
    """A form whose fonts map Latin letters and digits to nothing, and its record."""
    name = "a07-biomedical-accident"
    rng = random.Random(name)
    made = specimen_of(name, load_records([name])[name], "plain", rng)
    return typeset(made, MANNERS["latin-unmapped"], rng).data, made.record


def test_a_form_with_unmapped_letters_gives_nothing_wrong_and_sure() -> None:
    data, record = a_doubtful_form()
    [result] = extract(data, "a.pdf")
    sure = {path for path, entry in result["fields"].items() if entry["confidence"] >= 0.9}
    assert "applicant.name" in sure
    assert result["record"]["applicant"]["name"] == record["applicant"]["name"]
    assert "applicant.contact.email" not in sure


def test_on_a_doubtful_page_a_second_reading_that_differs_lowers_the_confidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, _ = a_doubtful_form()

    def differing(data: bytes, number: int) -> list[Second]:
        return [each._replace(text="某") for each in read_again(data, number)]

    monkeypatch.setattr(document, "read_again", differing)
    [result] = extract(data, "a.pdf")
    assert result["fields"]
    assert all(entry["confidence"] < 0.9 for entry in result["fields"].values())
    assert "needs-review" in {problem["code"] for problem in result["problems"]}
