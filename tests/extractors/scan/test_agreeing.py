"""The same name in two places of a form."""

from __future__ import annotations

import pytest

from extractors.evidence import sureness
from extractors.scan.agreeing import agreed
from extractors.values import Taken
from tests.extractors.scan.test_confidence import answer

PATHS = ("applicant.name", "cover.applicant")
NAME = "上海启岚数字科技有限公司"


def read(path: str, text: str, sure: float, doubted: bool = False) -> Taken:
    taken = answer(path, text, doubted=doubted)
    [piece] = taken.slices
    lines = tuple(line._replace(confidence=sure) for line in piece.paragraph.lines)
    return taken._replace(slices=(piece._replace(paragraph=piece.paragraph._replace(lines=lines)),))


def said(*answers: Taken) -> list[str]:
    return [taken.raw for taken in agreed(PATHS, list(answers))]


def test_the_surer_one_gives_back_letters_that_a_seal_hides() -> None:
    cover = read("cover.applicant", "上海启岚数字科技有限公", 0.7, doubted=True)
    both = agreed(PATHS, [cover, read("applicant.name", NAME, 0.98)])
    assert [taken.raw for taken in both] == [NAME, NAME]
    assert sureness(both[0].slices) == 0.7


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("上海启岚数字科技有限公", 0.95),  # it was read surely: the cover says another name
        ("江苏恒远生物制药有限公司", 0.7),
        ("上海启岗数宇科枝有限公司", 0.7),  # the picture clearly says other letters
    ],
)
def test_a_name_that_the_picture_does_not_bear_stays(text: str, sure: float) -> None:
    assert said(read("cover.applicant", text, sure), read("applicant.name", NAME, 0.98)) == [
        text,
        NAME,
    ]


def test_answers_that_name_something_else_stay() -> None:
    office = read("cover.recommender", "上海启岚数字科技有限公", 0.7)
    assert said(office, read("applicant.name", NAME, 0.98)) == [office.raw, NAME]
    assert said(read("cover.applicant", "上海启岚数字", 0.7)) == ["上海启岚数字"]
