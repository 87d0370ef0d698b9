"""Punctuation as the form has it."""

from __future__ import annotations

import pytest

from extractors.paper.glyphs import Glyph
from extractors.paper.lines import TextLine, lines_of
from extractors.scan.marks import pair


def written(text: str) -> TextLine:
    glyphs = [
        Glyph(each, 10.0 * at, 10.0 * at + 10, 0, 10, 9, 10, "", None, "ocr")
        for at, each in enumerate(text)
    ]
    [found] = lines_of(glyphs)
    return found


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("机（集团)有限", "机（集团）有限"),
        ("机(集团）有限", "机(集团)有限"),
        ("(1）围绕物流", "（1）围绕物流"),  # nothing before the first tells how wide it is
        ("(1)围绕物流", "(1)围绕物流"),
    ],
)
def test_both_brackets_of_a_pair_are_as_wide(read: str, told: str) -> None:
    assert [line.text for line in pair([written(read)])] == [told]


def test_a_pair_over_two_lines_is_one() -> None:
    assert [line.text for line in pair([written("上海（集"), written("团)公司")])] == [
        "上海（集",
        "团）公司",
    ]
