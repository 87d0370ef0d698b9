"""Where an answer stands: Word's element paths, and stretches of lines on paper."""

from __future__ import annotations

from extractors.evidence import place_of, places, sureness, way
from extractors.items import Slice, whole
from extractors.page import Line, Mark, Paragraph, Spot

WORD = Paragraph("单位名称：某某公司", "/w:body[1]/w:p[3]")
EDGES = tuple(100.0 + 10 * n for n in range(6))
PAPER = Paragraph(
    "甲乙丙丁戊己庚",
    "第2页",
    lines=(
        Line(0, 5, 2, (100.0, 50.0, 150.0, 60.0), EDGES, "pdf-text", 1.0),
        Line(5, 7, 3, (90.0, 40.0, 110.0, 50.0), (), "ocr", 0.8),
    ),
)


def test_a_place_in_word_is_the_element():
    assert places([whole(WORD)]) == {"part": "word/document.xml", "path": "/w:body[1]/w:p[3]"}
    assert way([whole(WORD)]) == "docx"
    assert sureness([whole(WORD)]) == 1.0


def test_two_stretches_of_one_element_are_one_place():
    assert places([Slice(WORD, 0, 2), Slice(WORD, 5, 7)]) == places([whole(WORD)])


def test_a_stretch_of_a_line_has_its_own_box():
    assert places([Slice(PAPER, 1, 3)]) == {"page": 2, "box": [110.0, 50.0, 130.0, 60.0]}


def test_an_answer_over_two_pages_has_a_place_on_each():
    assert places([Slice(PAPER, 4, 7)]) == [
        {"page": 2, "box": [140.0, 50.0, 150.0, 60.0]},
        {"page": 3, "box": [90.0, 40.0, 110.0, 50.0]},
    ]


def test_several_ways_are_named_by_the_least_sure():
    assert way([whole(PAPER)]) == "ocr"
    assert sureness([whole(PAPER)]) == 0.8
    assert way([Slice(PAPER, 0, 3)]) == "pdf-text"


def test_an_empty_stretch_stands_where_its_line_does():
    assert places([Slice(PAPER, 2, 2)]) == {"page": 2, "box": [120.0, 50.0, 120.0, 60.0]}


def test_a_mark_on_paper_has_page_and_box():
    mark = Mark("seal", "第1页", spot=Spot(1, (1.0, 2.0, 3.0, 4.26)))
    assert place_of(mark) == {"page": 1, "box": [1.0, 2.0, 3.0, 4.3]}
