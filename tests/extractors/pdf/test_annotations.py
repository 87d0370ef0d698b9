"""Annotations: text typed over a blank is an answer, the rest are marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from extractors.page import Paragraph
from tests.extractors.pdf.paper import Paper, codes, texts


def test_text_typed_over_a_blank_stands_in_its_place() -> None:
    paper = Paper().text(100, 100, "揭榜单位：____________")
    paper.page.add_freetext_annot(
        pymupdf.Rect(152, 88, 300, 106), "上海某公司", fontname=("china-s"), fontsize=10
    )
    assert texts(paper.read()) == ["揭榜单位：上海某公司"]


def test_a_stroke_through_a_box_is_a_tick_that_is_doubted() -> None:
    paper = Paper().text(120, 100, "民营企业").box(106, 91)
    paper.page.add_ink_annot([[(107, 95), (110, 99), (116, 90)]])
    page = paper.read()
    assert texts(page) == ["☑ 民营企业"] or texts(page) == ["☑民营企业"]
    [paragraph] = page.blocks
    assert min(line.confidence for line in paragraph.lines) < 0.9  # type: ignore[union-attr]


def test_a_stroke_elsewhere_is_a_signature() -> None:
    paper = Paper().text(100, 100, "法定代表人签章：")
    paper.page.add_ink_annot([[(200, 90), (240, 110), (260, 85)]])
    [mark] = paper.read().marks
    assert mark.kind == "signature"
    assert mark.spot is not None
    assert mark.spot.page == 1


def test_stamps_comments_files_and_links_are_marks() -> None:
    paper = Paper().text(100, 100, "单位名称")
    paper.page.add_stamp_annot(pymupdf.Rect(300, 300, 400, 350))
    paper.page.add_text_annot((50, 50), "请补充")
    paper.page.add_file_annot((60, 60), b"data", "a.xlsx")
    paper.page.insert_link(
        {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(9, 9, 20, 20), "uri": "https://a.example/"}
    )
    page = paper.read()
    assert sorted(mark.kind for mark in page.marks) == [
        "comment",
        "embedded-file",
        "external-link",
        "picture",
    ]
    assert texts(page) == ["单位名称"]


def test_a_highlight_says_nothing() -> None:
    paper = Paper().text(100, 100, "单位名称")
    paper.page.add_highlight_annot(pymupdf.Rect(100, 90, 140, 102))
    assert paper.read().marks == ()


def test_a_tick_typed_over_a_box_ticks_it_whatever_the_viewer_draws() -> None:
    paper = Paper().text(100, 100, "□民营企业 □中央企业")
    box = pymupdf.Rect(98, 88, 116, 106)
    paper.page.add_freetext_annot(box, "√", fontname="helv", fontsize=9)  # draws `·`
    assert texts(paper.read()) == ["☑民营企业 □中央企业"]


@pytest.mark.parametrize("tick", ["X", "v", "√"])
def test_a_letter_typed_over_a_box_is_a_sure_tick(tick: str) -> None:
    paper = Paper().text(100, 100, "□民营企业")
    box = pymupdf.Rect(98, 88, 116, 106)
    paper.page.add_freetext_annot(box, tick, fontname="helv", fontsize=9)
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "☑民营企业"
    assert min(line.confidence for line in paragraph.lines) >= 0.9


def test_a_tick_typed_beside_a_box_is_one_whatever_the_viewer_draws() -> None:
    paper = Paper().text(100, 100, "□民营企业")
    box = pymupdf.Rect(153, 88, 168, 106)
    paper.page.add_freetext_annot(box, "√", fontname="helv", fontsize=9)  # draws `·`
    assert texts(paper.read()) == ["□民营企业√"]


def test_a_pens_stroke_that_was_made_part_of_the_page_is_a_tick_that_is_doubted() -> None:
    paper = Paper().text(100, 100, "□民营企业")
    paper.page.draw_polyline([(101, 96), (104, 100), (110, 90)], color=(0, 0, 0.6))
    [paragraph] = paper.read().blocks
    assert paragraph.text == "☑民营企业"  # type: ignore[union-attr]
    assert min(line.confidence for line in paragraph.lines) < 0.9  # type: ignore[union-attr]


def test_text_that_is_struck_out_in_a_viewer_is_read_and_doubted() -> None:
    paper = Paper().text(100, 100, "甲公司").text(100, 300, "乙公司")
    paper.page.add_strikeout_annot(pymupdf.Rect(98, 90, 140, 104))
    first, second = paper.read().blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.text == "甲公司"
    assert [line.confidence for line in (*first.lines, *second.lines)] == [0.5, 1.0]
    assert codes(paper) == ["needs-review"]


@pytest.mark.parametrize("kind", ["line", "polyline", "ink", "circle", "redact"])
def test_text_that_is_crossed_out_or_encircled_is_read_and_doubted(kind: str) -> None:
    paper = Paper().text(100, 100, "甲公司甲公司").text(100, 300, "乙公司")
    page, box = paper.page, pymupdf.Rect(97, 88, 166, 105)
    left, right = pymupdf.Point(100, 98), pymupdf.Point(163, 94)
    draw: dict[str, Callable[[], Any]] = {
        "line": lambda: page.add_line_annot(left, right),
        "polyline": lambda: page.add_polyline_annot([left, right]),
        "ink": lambda: page.add_ink_annot([[tuple(left), tuple(right)]]),
        "circle": lambda: page.add_circle_annot(box),
        "redact": lambda: page.add_redact_annot(box),
    }
    draw[kind]()
    first, second = paper.read().blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert [line.confidence for line in (*first.lines, *second.lines)] == [0.5, 1.0]
    assert codes(paper) == ["needs-review"]


def test_a_frame_around_a_passage_says_nothing() -> None:
    paper = Paper().text(100, 100, "甲公司").text(100, 120, "乙公司")
    paper.page.add_rect_annot(pymupdf.Rect(90, 80, 300, 200))
    assert codes(paper) == []


def test_what_is_said_of_a_passage_is_a_comment() -> None:
    paper = Paper().text(100, 100, "单位名称")
    note = paper.page.add_highlight_annot(pymupdf.Rect(100, 90, 140, 102))
    note.set_info(content="应为乙公司")
    note.update()
    [mark] = paper.read().marks
    assert (mark.kind, mark.text) == ("comment", "应为乙公司")


def test_typed_text_that_is_not_shown_is_hidden() -> None:
    paper = Paper().text(100, 100, "单位名称：______")
    typed = paper.page.add_freetext_annot(pymupdf.Rect(150, 88, 300, 104), "上海某公司")
    typed.set_flags(pymupdf.PDF_ANNOT_IS_HIDDEN)
    assert texts(paper.read()) == ["单位名称：______"]
    assert codes(paper) == ["hidden-text"]


@pytest.mark.parametrize("shown", ["???", "上海某司"])
def test_typed_text_that_is_drawn_otherwise_is_doubted(shown: str) -> None:
    paper = Paper().text(100, 100, "揭榜单位：")
    typed = paper.page.add_freetext_annot(
        pymupdf.Rect(152, 88, 300, 106), shown, fontname="china-s", fontsize=10
    )
    contents = "上海某公司".encode("utf-16-be").hex()
    paper.document.xref_set_key(typed.xref, "Contents", f"<FEFF{contents}>")
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert min(line.confidence for line in paragraph.lines) < 0.9


@pytest.mark.parametrize(("ground", "sure"), [((1, 1, 0.8), False), (None, True)])
def test_text_under_a_stamp_is_doubted_where_its_ground_hides_it(
    ground: tuple[float, float, float] | None, sure: bool
) -> None:
    paper = Paper().text(100, 100, "上海某公司")
    stamp = paper.page.add_freetext_annot(
        pymupdf.Rect(90, 86, 200, 106), "收", fontname="china-s", fontsize=6, fill_color=ground
    )
    paper.document.xref_set_key(stamp.xref, "Subtype", "/Stamp")
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "上海某公司"
    assert (min(line.confidence for line in paragraph.lines) >= 0.9) == sure
