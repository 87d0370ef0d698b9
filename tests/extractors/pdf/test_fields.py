"""Form fields: their values stand at their places, once."""

from __future__ import annotations

from typing import Any

import pymupdf

from extractors.page import Paragraph
from tests.extractors.pdf.paper import Paper, texts


def widget(paper: Paper, kind: int, box: tuple[float, float, float, float], value: Any) -> None:
    field = pymupdf.Widget()
    field.field_type = kind
    field.field_name = f"f{box[0]}{box[1]}"
    field.rect = pymupdf.Rect(box)
    if kind in (pymupdf.PDF_WIDGET_TYPE_COMBOBOX, pymupdf.PDF_WIDGET_TYPE_LISTBOX):
        field.choice_values = [value, "别的"]
    field.field_value = value
    paper.page.add_widget(field)


def test_a_value_stands_behind_its_label_and_says_that_a_field_gave_it() -> None:
    paper = Paper().text(100, 100, "单位名称：")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (154, 88, 300, 104), "上海某公司")
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "单位名称：上海某公司"
    assert [line.by for line in paragraph.lines] == ["pdf-text", "pdf-field"]


def test_a_value_that_nothing_draws_is_read() -> None:
    paper = Paper().text(100, 100, "单位名称：")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (154, 88, 300, 104), "上海某公司")
    for field in paper.page.widgets():
        paper.document.xref_set_key(field.xref, "AP", "null")
    assert texts(paper.read()) == ["单位名称：上海某公司"]


def test_what_is_printed_under_a_value_goes_and_what_is_under_none_stays() -> None:
    paper = Paper().text(100, 100, "名称：______").text(100, 140, "日期：______")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (130, 88, 300, 104), "某公司")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (130, 128, 300, 144), "")
    assert texts(paper.read()) == ["名称：某公司", "日期：______"]


def test_each_line_of_a_long_value_is_a_paragraph() -> None:
    paper = Paper()
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (100, 100, 500, 160), "第一段。\n第二段。")
    assert texts(paper.read()) == ["第一段。", "第二段。"]


def test_a_check_box_is_a_tick_with_its_state() -> None:
    paper = Paper().text(120, 100, "民营企业").text(220, 100, "中央企业")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_CHECKBOX, (106, 90, 117, 101), True)
    widget(paper, pymupdf.PDF_WIDGET_TYPE_CHECKBOX, (206, 90, 217, 101), False)
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text.replace(" ", "") == "☑民营企业☐中央企业"
    assert [(tick.ticked, tick.control) for tick in paragraph.ticks] == [
        (True, True),
        (False, False),
    ]


def test_a_choice_is_its_words() -> None:
    paper = Paper().text(100, 100, "方向：")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_COMBOBOX, (135, 88, 300, 104), "数字孪生")
    assert texts(paper.read()) == ["方向：数字孪生"]
