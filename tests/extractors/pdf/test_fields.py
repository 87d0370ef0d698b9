"""Form fields: their values stand at their places, once."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest

from extractors.page import Paragraph
from tests.extractors.pdf.paper import Paper, codes, texts


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


def stated(paper: Paper, key: str, value: str) -> Paper:
    """The paper, its fields changed by another program: `key` has another value."""
    for field in paper.page.widgets():
        paper.document.xref_set_key(field.xref, key, value)
    return paper


@pytest.mark.parametrize("flags", ["2", "32"])
def test_a_value_that_is_not_shown_is_hidden_text(flags: str) -> None:
    paper = Paper().text(100, 100, "单位名称：")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (154, 88, 300, 104), "上海某公司")
    stated(paper, "F", flags)
    assert texts(paper.read()) == ["单位名称："]
    assert codes(paper) == ["hidden-text"]
    assert paper.read().fields == ()


def test_a_value_in_a_layer_that_is_off_is_hidden_text() -> None:
    paper = Paper()
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (154, 88, 300, 104), "上海某公司")
    layer = paper.document.add_ocg("旧", on=False)
    assert texts(stated(paper, "OC", f"{layer} 0 R").read()) == []
    assert codes(paper) == ["hidden-text"]


def drawn(paper: Paper, value: str, shown: str) -> Paper:
    """The paper with a text field that says one thing and shows another."""
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (154, 88, 300, 104), value)
    [field] = paper.page.widgets()
    number = int(paper.document.xref_get_key(field.xref, "AP/N")[1].split()[0])
    content = paper.document.xref_stream(number).replace(value.encode(), shown.encode())
    paper.document.update_stream(number, content)
    return paper


@pytest.mark.parametrize(
    ("shown", "confidence"), [("Beijing 34", 0.5), ("Shanghai 12", 1.0), ("Shanghai", 1.0)]
)
def test_a_value_that_is_shown_otherwise_is_doubted(shown: str, confidence: float) -> None:
    page = drawn(Paper(), "Shanghai 12", shown).read()
    [paragraph] = page.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "Shanghai 12"
    assert [line.confidence for line in paragraph.lines] == [confidence]
    assert [field.doubted for field in page.fields] == [confidence < 1]


def test_a_form_that_asks_for_new_drawings_is_not_doubted() -> None:
    paper = drawn(Paper(), "Shanghai 12", "Beijing 34")
    root = paper.document.pdf_catalog()
    paper.document.xref_set_key(root, "AcroForm/NeedAppearances", "true")
    assert [field.doubted for field in paper.read().fields] == [False]


def test_a_box_that_shows_another_state_than_it_has_is_a_tick_that_says_so() -> None:
    paper = Paper().text(120, 100, "民营企业")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_CHECKBOX, (106, 90, 117, 101), True)
    [paragraph] = stated(paper, "AS", "/Off").read().blocks
    assert isinstance(paragraph, Paragraph)
    assert [(tick.ticked, tick.control) for tick in paragraph.ticks] == [(False, True)]
    assert [field.doubted for field in paper.read().fields] == [True]


def test_a_choice_is_the_words_that_it_shows_for_what_it_keeps() -> None:
    paper = Paper().text(100, 100, "方向：")
    field = pymupdf.Widget()
    field.field_type, field.field_name = pymupdf.PDF_WIDGET_TYPE_COMBOBOX, "list"
    field.rect = pymupdf.Rect(135, 88, 300, 104)
    field.choice_values = [("1", "数字孪生"), ("2", "智能检测")]
    field.field_value = "2"
    paper.page.add_widget(field)
    stated(paper, "AP", "null")
    assert texts(paper.read()) == ["方向：智能检测"]


def test_a_value_in_the_bytes_of_an_old_chinese_program_is_read_and_doubted() -> None:
    paper = Paper().text(100, 100, "单位名称：")
    widget(paper, pymupdf.PDF_WIDGET_TYPE_TEXT, (154, 88, 300, 104), "x")
    [field] = paper.page.widgets()
    paper.document.xref_set_key(field.xref, "V", f"<{'上海某公司'.encode('gb2312').hex()}>")
    [paragraph] = paper.read().blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "单位名称：上海某公司"
    assert paragraph.lines[-1].confidence < 0.9
