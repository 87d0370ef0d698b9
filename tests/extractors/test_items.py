"""A page as items in reading order, each with its place in the grid."""

from __future__ import annotations

from extractors.items import Item, Sheet, lay_out, unwrapped
from extractors.page import Paragraph
from tests.extractors.pages import Block, Span, page

NESTED: Block = [["外层", [["内层甲", "内层乙"]]], ["下一行", ""]]
FILLED_AGAIN = [["单位名称", "甲公司", "甲公司", "甲公司"], ["成立时间", "2020", "手机", "无"]]


def item(sheet: Sheet, text: str) -> Item:
    return next(item for item in sheet.items if item.text == text)


def texts(items: list[Item]) -> list[str]:
    return [each.text for each in items]


def test_paragraphs_and_cells_come_in_reading_order() -> None:
    sheet = lay_out(page("题目", [["甲", "乙"], ["丙", "丁"]], "落款"))
    assert texts(sheet.items) == ["题目", "甲", "乙", "丙", "丁", "落款"]
    assert [each.index for each in sheet.items] == list(range(6))


def test_an_empty_paragraph_is_no_item_an_empty_cell_is_one() -> None:
    sheet = lay_out(page("　 ", [["", "乙"]]))
    assert texts(sheet.items) == ["", "乙"]


def test_a_nested_tables_cells_follow_the_cell_they_stand_in() -> None:
    sheet = lay_out(page(NESTED))
    assert texts(sheet.items) == ["外层", "", "内层甲", "内层乙", "下一行", ""]
    assert item(sheet, "内层甲").table == 1
    assert texts(sheet.right_of(item(sheet, "外层"))) == [""]


def test_text_boxes_come_last_and_stand_apart() -> None:
    sheet = lay_out(page("正文", floating=["文本框"]))
    assert [(each.text, each.apart) for each in sheet.items] == [("正文", False), ("文本框", True)]


def test_right_and_below_are_told_by_geometry() -> None:
    sheet = lay_out(page([["甲", Span("乙", across=2)], ["丙", "丁", "戊"], ["己", "庚", "辛"]]))
    assert texts(sheet.right_of(item(sheet, "丙"))) == ["丁", "戊"]
    assert sheet.below(item(sheet, "丁")) is item(sheet, "庚")
    assert sheet.below(item(sheet, "乙")) is None  # two cells stand there
    assert sheet.above(item(sheet, "丁")) is item(sheet, "乙")  # begins at the same edge


def test_a_cell_over_several_rows_leads_each_of_them() -> None:
    sheet = lay_out(page([[Span("法人代表", down=2), "姓名", "张三"], ["邮箱", "a@b.example"]]))
    assert sheet.leader(item(sheet, "邮箱")) is item(sheet, "法人代表")
    assert sheet.leader(item(sheet, "法人代表")) is None
    assert sheet.goes_down(item(sheet, "法人代表"))
    assert not sheet.goes_down(item(sheet, "姓名"))


def test_only_the_first_cell_of_a_row_goes_down_by_its_words() -> None:
    sheet = lay_out(page([["姓名", "无", "无"], ["姓名", "无", "无"]]))
    first, second = sheet.row_of(sheet.items[0])[:2]
    assert sheet.goes_down(first)
    assert not sheet.goes_down(second)


def test_outside_tables_nothing_stands_beside_or_below() -> None:
    sheet = lay_out(page("单位名称：甲公司", "下一行"))
    line = sheet.items[0]
    assert (sheet.row_of(line), sheet.right_of(line)) == ([], [])
    assert sheet.above(line) is sheet.below(line) is sheet.leader(line) is None


def test_raised_note_numbers_are_no_words_of_a_label() -> None:
    raised = Paragraph("企业类型1", "/p", superscripts=((4, 5),))
    [label] = lay_out(page(raised)).items
    assert (label.text, label.words, label.key) == ("企业类型1", "企业类型", "企业类型")


def test_what_is_too_long_for_a_label_has_no_key() -> None:
    assert [each.key == "" for each in lay_out(page("字" * 80, "字" * 81)).items] == [False, True]


def test_cells_that_converters_filled_again_are_one_item() -> None:
    sheet = lay_out(page(FILLED_AGAIN))
    answer = item(sheet, "甲公司")
    assert texts(sheet.row_of(answer)) == ["单位名称", "甲公司"]
    assert (answer.x0, answer.x1, answer.rejoined) == (100.0, 400.0, True)


def test_equal_neighbours_are_two_where_nothing_says_that_cells_were_filled_again() -> None:
    sheet = lay_out(page([["资产", "暂无", "暂无"], ["收入", "12", "12"]]))
    assert texts(sheet.items) == ["资产", "暂无", "暂无", "收入", "12", "12"]


def test_numbers_in_three_neighbours_show_no_unmerged_cells() -> None:
    sheet = lay_out(page([["资产", "12", "12", "12"]]))
    assert len(sheet.items) == 4


def test_a_wide_grid_without_any_merged_cell_is_loose() -> None:
    wide = [["甲", "乙", "丙", "丁", "戊", "己"]]
    merged = [["甲", "乙", "丙", "丁", Span("戊", across=2)]]
    assert lay_out(page(wide, merged, [["甲", "乙"]])).loose == {0}


def test_a_form_in_an_outer_cell_is_taken_out_of_it() -> None:
    inner = [["单位名称", "甲公司"]]
    bare = unwrapped(page("题目", [[[[inner]]]], "落款"))
    sheet = lay_out(bare)
    assert texts(sheet.items) == ["题目", "单位名称", "甲公司", "落款"]
    assert sheet.items[1].table == 0


def test_a_page_without_an_outer_cell_stays_itself() -> None:
    document = page(NESTED, [["一格"]])
    assert unwrapped(document) is document
