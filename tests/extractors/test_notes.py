"""The form's notes at the end of a document's text."""

from __future__ import annotations

from extractors.extract import pattern_of
from extractors.items import lay_out
from extractors.notes import is_note, is_torn_line, without_notes
from extractors.page import Line, Page, Paragraph
from forms.registry import get
from tests.extractors.pages import page

NOTES = (
    "按照揭榜挂帅任务中涉及的21个攻关方向进行选择。",
    "申报单位自行归纳填写。",
)


def kept(*paragraphs: str) -> list[str]:
    return [item.text for item in without_notes(lay_out(page(*paragraphs)).items, NOTES)]


def test_a_note_is_told_with_and_without_its_number() -> None:
    assert is_note("3 按照揭榜挂帅任务中涉及的 21 个攻关方向进行选择。", NOTES)
    assert is_note("申报单位自行归纳填写", NOTES)
    assert not is_note("申报单位自行归纳填写的清单附后。", NOTES)


def test_notes_behind_the_last_answer_are_no_part_of_it() -> None:
    notes = ("3 按照揭榜挂帅任务中涉及的21个攻关方向进行选择。", "6 申报单位自行归纳填写。")
    assert kept("营业执照", "审计报告", *notes) == ["营业执照", "审计报告"]


def test_one_sentence_that_a_note_says_too_is_an_answer() -> None:
    assert kept("营业执照", "申报单位自行归纳填写。") == ["营业执照", "申报单位自行归纳填写。"]


def torn(text: str, by: str) -> bool:
    paragraph = Paragraph(text, "第1页", lines=(Line(0, len(text), 1, (0, 0, 9, 9), (), by),))
    items = lay_out(Page((paragraph,))).items
    return is_torn_line(items, pattern_of(get("summary")))


def test_a_part_of_a_printed_line_is_the_forms_own_a_letter_misread_too() -> None:
    assert torn("3. 重点产业、攻关方向是指附件 3 上海市智能制造系统解决方案揭榜挂帅", "pdf-text")
    assert torn("任务中涉及的6个重点产业和2l个攻关方向", "ocr")
    assert not torn("另请贵委关注我区6个重点产业的配套政策", "ocr")
    assert not torn("攻关方向", "ocr")


def test_a_letter_more_is_somebodys_own_where_characters_are_known() -> None:
    assert not torn("本表各区主管部门推荐单位不填报", "pdf-text")
    assert not torn("任务中涉及的8个重点产业和21个攻关方向", "pdf-text")
