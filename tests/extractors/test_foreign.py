"""Where a list of ours ends: rows that open somebody else's list."""

from __future__ import annotations

import pytest

from extractors.extract import pattern_of
from extractors.foreign import covered, is_number, opens_another, overlap, says_something
from extractors.items import Item, Sheet, lay_out
from extractors.pattern import Pattern, State
from tests.extractors.pages import FORM, Row, Span, page

FORM_PATTERN: Pattern = pattern_of(FORM)
TECHNOLOGIES: State = next(s for s in FORM_PATTERN.states if s.rows == "tasks.*.technologies")
HEADS = ["序号", "技术名称", "关键指标", "研制单位"]


def below(row: Row, heads: Row = HEADS) -> tuple[dict[int, Item], list[Item]]:
    """The heads by their columns, and the cells of a row under them."""
    sheet: Sheet = lay_out(page([heads, row]))
    first, second = sheet.rows[0][0], sheet.rows[0][1]
    return dict(enumerate(first[-4:])), second


def ends(row: Row, heads: Row = HEADS) -> bool:
    return opens_another(FORM_PATTERN, TECHNOLOGIES, *below(row, heads))


@pytest.mark.parametrize("number", ["1", "１２", "（3）", "④", "五、", "", "…"])
def test_a_row_with_its_number_goes_on(number: str) -> None:
    assert not ends([number, "视觉检测", "精度0.1mm", "甲公司"])


def test_an_unused_row_goes_on() -> None:
    assert not ends(["", "", "", ""])


def test_a_title_across_the_table_ends_the_list() -> None:
    assert ends([Span("近三年专利清单", across=4)])


def test_words_where_numbers_are_end_the_list() -> None:
    assert ends(["合计", "三项", "", ""])


@pytest.mark.parametrize("row", [["序号", "姓名", "职称", "分工"], ["序号", "", "", ""]])
def test_heads_of_any_list_end_it(row: Row) -> None:
    assert ends(row)


def test_heads_end_a_list_without_numbers() -> None:
    heads, cells = below(["", "专利号", "授权日期", ""])
    assert opens_another(FORM_PATTERN, TECHNOLOGIES, {1: heads[1], 2: heads[2]}, cells)


def test_one_word_that_heads_columns_elsewhere_is_an_answer() -> None:
    without_numbers = {c: head for c, head in below(["", "专业", "", ""])[0].items() if c}
    cells = below(["", "专业", "", ""])[1]
    assert not opens_another(FORM_PATTERN, TECHNOLOGIES, without_numbers, cells)


GROUPED = [Span("关键技术", down=1), *HEADS[1:]]


@pytest.mark.parametrize(("group", "ended"), [("", False), ("关键技术", False), ("专利情况", True)])
def test_another_label_where_the_group_stands_ends_it(group: str, ended: bool) -> None:
    heads, cells = below([group, "视觉检测", "精度0.1mm", "甲公司"], GROUPED)
    del heads[0]
    assert opens_another(FORM_PATTERN, TECHNOLOGIES, heads, cells) is ended


def test_a_label_beside_the_heads_may_be_repeated_whatever_it_says() -> None:
    heads, cells = below(["软件平台", "视觉检测", "精度0.1mm", "甲公司"], GROUPED)
    beside = frozenset({heads.pop(0).key})
    assert opens_another(FORM_PATTERN, TECHNOLOGIES, heads, cells, beside)
    assert not opens_another(FORM_PATTERN, TECHNOLOGIES, heads, cells, frozenset({cells[0].key}))


def test_a_cell_over_several_heads_counts_for_each_when_it_may_be_merged() -> None:
    heads, cells = below([Span("一项", across=3), "甲公司"])
    assert (covered(cells, heads), covered(cells, heads, merged=True)) == (2, 4)


def test_overlap_is_in_points_and_negative_for_what_stands_apart() -> None:
    heads, cells = below(["1", "视觉检测", "", ""])
    assert overlap(cells[1], heads[1]) == 100.0
    assert overlap(cells[0], heads[2]) == -100.0


@pytest.mark.parametrize("text", ["...", "……", "、。", "__", " "])
def test_dots_and_strokes_say_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(("text", "is_one"), [("(1)", True), ("十二.", True), ("1项", False)])
def test_what_a_rows_number_looks_like(text: str, is_one: bool) -> None:
    assert is_number(text) is is_one
