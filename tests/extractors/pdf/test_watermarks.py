"""Pale text across a page, large or again and again, is none of the page's."""

from __future__ import annotations

import re
from typing import Any

import pymupdf
import pytest

from extractors.page import Page
from tests.extractors.pdf.paper import Paper, texts

PALE = {"color": (0.8, 0.8, 0.8)}
ROWS = ["单位名称：上海某某有限公司", "单位地址：上海市某某路一号", "法定代表人：甲某某"]


def said(page: Page) -> list[tuple[str, str | None, str]]:
    """What is found on a page: code, place, and the text that its message quotes."""
    quoted = re.compile("“(.*?)”")
    return [(f.code, f.where, "".join(quoted.findall(f.message))) for f in page.findings]


def paper() -> Paper:
    made = Paper()
    for at, row in enumerate(ROWS):
        made.text(100, 100 + 60 * at, row)
    return made


@pytest.mark.parametrize("look", [PALE, {"fill_opacity": 0.15}], ids=["grey", "transparent"])
def test_large_pale_text_over_an_answer_is_a_watermark(look: dict[str, Any]) -> None:
    assert texts(paper().text(110, 165, "仅供申报使用", size=30, **look).read()) == ROWS


def test_pale_text_that_is_there_again_and_again_is_a_watermark() -> None:
    made = paper()
    for x in (130, 300):
        made.text(x, 161, "内部资料", **PALE)
    assert texts(made.read()) == ROWS


def test_text_that_lies_a_little_aslant_is_a_watermark() -> None:
    made = paper()
    turn = pymupdf.Point(100, 160), pymupdf.Matrix(7)
    made.text(100, 160, "内部资料", morph=turn)
    assert texts(made.read()) == ROWS


def test_what_is_left_out_is_told_once() -> None:
    made = paper()
    for _ in range(2):
        made.text(110, 165, "仅供申报使用", size=30, **PALE).next_page()
    turn = pymupdf.Point(100, 160), pymupdf.Matrix(7)
    made.text(100, 160, "内部资料", morph=turn).text(300, 500, "甲")
    assert said(made.read()) == [
        ("needs-review", "第1页", "仅供申报使用"),
        ("needs-review", "第3页", "内部资料"),
    ]


def test_an_answer_in_grey_is_read() -> None:
    grey = "联系人：乙某某"
    assert texts(paper().text(100, 280, grey, **PALE).read()) == [*ROWS, grey]


def test_a_large_dark_heading_is_read() -> None:
    assert texts(paper().text(100, 80, "申报书", size=30).read()) == ["申报书", *ROWS]


def test_letters_in_grey_that_are_there_again_each_in_a_font_of_its_own_are_read() -> None:
    made, grey = paper(), "联系人：甲甲乙乙甲乙"
    for at, letter in enumerate(grey):
        font = ("china-s", "china-t")[at % 2]
        made.page.insert_text((100 + 10.5 * at, 280), letter, fontname=font, fontsize=10.5, **PALE)
    assert texts(made.read()) == [*ROWS, grey]


def test_white_letters_on_a_dark_ground_are_no_watermark() -> None:
    made = paper()
    made.page.draw_rect((90, 260, 400, 330), color=None, fill=(0.2, 0.3, 0.6))
    for y in (280, 310):
        made.text(100, y, "甲公司", color=(1, 1, 1))
    assert texts(made.read()) == [*ROWS, "甲公司", "甲公司"]


def test_answers_in_grey_of_which_some_are_there_again_are_read() -> None:
    made, greys = paper(), ["自研", "联合研制", "自研", "甲公司"]
    for at, grey in enumerate(greys):
        made.text(100, 280 + 30 * at, grey, **PALE)
    assert texts(made.read()) == [*ROWS, *greys]


def test_dark_words_far_larger_than_the_text_that_they_lie_upon_are_a_watermark() -> None:
    made = paper().text(100, 170, "已审核", size=60, color=(0.9, 0, 0))
    page = made.read()
    assert texts(page) == ROWS
    assert said(page) == [("needs-review", "第1页", "已审核")]


def test_pale_boxes_to_tick_are_no_watermark() -> None:
    made = Paper().text(112, 100, "中央企业").text(172, 100, "民营企业")
    for x in (100, 160):
        made.text(x, 100, "□", **PALE)
    assert texts(made.read()) == ["□中央企业□民营企业"]
