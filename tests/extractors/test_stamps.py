"""Seals and signatures: each for one place, with the right name."""

from __future__ import annotations

from extractors.items import whole
from extractors.page import Box, Line, Mark, Paragraph, Spot
from extractors.pattern import Hole
from extractors.stamps import missing, placed
from extractors.values import Taken
from forms.registry import get

FORM = get("application")
NAME, BUREAU = "上海启岚数字制造技术有限公司", "上海市浦东新区科技和经济委员会"
APPLICANT = (104.0, 484.0, 516.0, 502.0)  # lines of the cover, closer than a seal is wide
RECOMMENDER = (104.0, 519.0, 468.0, 537.0)
SIGNATORY = (104.0, 600.0, 300.0, 616.0)


def answer(path: str, text: str, box: Box, before: str = "") -> Taken:
    lines = (Line(0, len(text), 1, box, (), "ocr"),)
    piece = whole(Paragraph(text, "第1页", lines=lines))
    return Taken(path, Hole(path, "text", before=before), (piece,), 1.0, 1.0, around=(piece,))


COVER = [
    answer("cover.applicant", f"{NAME}(加盖公章)", APPLICANT),
    answer("cover.recommender", f"{BUREAU}(加盖公章)", RECOMMENDER),
]


def seal(x: float, y: float, text: str | None = None) -> Mark:
    box = (x - 57, y - 57, x + 57, y + 57)
    return Mark("seal", "第1页", "", text, Spot(1, box), 40.0)


def told(marks: list[Mark], answers: list[Taken]) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in missing(marks, FORM, answers)]


def test_a_seal_that_reaches_over_two_lines_is_for_the_one_at_its_middle() -> None:
    below = seal(300, 528)
    assert [mark.near for mark in placed([below], FORM, COVER)] == ["cover.recommender"]
    assert told([below], COVER) == [("seal-missing", "cover.applicant")]


def test_two_seals_are_for_two_lines_however_they_overlap() -> None:
    two = [seal(300, 500), seal(250, 512)]
    assert sorted(mark.near or "" for mark in placed(two, FORM, COVER)) == [
        "cover.applicant",
        "cover.recommender",
    ]
    assert told(two, COVER) == []


def test_a_seal_that_says_another_name_is_told() -> None:
    wrong = seal(300, 493, "北京汇川智能装备股份有限公司")
    assert told([wrong, seal(300, 530, BUREAU)], COVER) == [("seal-differs", "cover.applicant")]


def test_slips_in_reading_a_seal_are_no_other_name() -> None:
    slip = seal(300, 493, "上海启凤数字制造技木有限公司")
    assert told([slip, seal(300, 530, "浦东新区科技")], COVER) == []


def test_handwriting_is_a_signature_where_one_is_asked_for_and_nothing_elsewhere() -> None:
    unsigned = answer("applicant.pledge.signatory", "", SIGNATORY, "法定代表人签章：")
    assert told([], [unsigned]) == [("signature-missing", "applicant.pledge.signatory")]
    pen = Mark("handwriting", "第1页", "", None, Spot(1, (190.0, 595.0, 260.0, 620.0)))
    away = Mark("handwriting", "第1页", "", None, Spot(1, (190.0, 95.0, 260.0, 120.0)))
    assert told([pen], [unsigned]) == []
    assert told([away], [unsigned]) == [("signature-missing", "applicant.pledge.signatory")]
    found = [(mark.kind, mark.near) for mark in placed([pen, away], FORM, [unsigned])]
    assert found == [("signature", "applicant.pledge.signatory")]
