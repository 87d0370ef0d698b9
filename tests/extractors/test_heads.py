"""Which rows of a page may be the heads of which list."""

from __future__ import annotations

import pytest

from extractors.extract import pattern_of
from extractors.heads import HeadRow, head_rows
from extractors.items import lay_out
from extractors.pattern import Pattern
from tests.extractors.pages import FORM, SUMMARY, Row, Span, page

APPLICATION: Pattern = pattern_of(FORM)
PRINTED = ["序号", "技术名称", "关键指标", "研制单位"]
LISTS = {"技术名称": "technologies", "装备名称": "equipment", "设备名称": "network"}


def found(*rows: Row, thorough: bool = False, pattern: Pattern = APPLICATION) -> list[HeadRow]:
    return head_rows(pattern, lay_out(page(list(rows))), thorough)


def lists(rows: list[HeadRow], pattern: Pattern = APPLICATION) -> set[str]:
    paths = (pattern.states[row.state].rows or "" for row in rows)
    return {path.rpartition(".")[2] for path in paths}


def columns(row: HeadRow) -> dict[int, str]:
    return {column: item.text for column, item in row.cells.items()}


@pytest.mark.parametrize(("head", "of"), LISTS.items())
def test_printed_heads_are_of_one_list_and_sure(head: str, of: str) -> None:
    rows = found(["序号", head, "关键指标", "研制单位"])
    assert lists(rows) == {of}
    assert [(row.exact, row.quality, row.rivalled) for row in rows] == [(True, 1.0, False)]


def test_columns_are_told_by_their_words_in_any_order() -> None:
    [row] = found(["研制单位", "关键指标", "序号", "技术名称"])
    assert columns(row) == {0: "序号", 1: "技术名称", 2: "关键指标", 3: "研制单位"}
    assert row.last == 3


@pytest.mark.parametrize(
    "heads",
    [
        ["No. 序号", "Technology 技术名称", "Key Indicators 关键指标", "Developer 研制单位"],
        ["序號", "技術名稱", "關鍵指標", "研製單位"],
    ],
)
def test_heads_with_english_before_them_or_in_traditional_characters_are_heads(heads: Row) -> None:
    assert lists(found(heads)) == {"technologies"}


def test_heads_in_other_words_are_known_but_less_sure() -> None:
    [row] = found(["编号", "技术名称", "技术指标", "研发单位"])
    assert row.exact
    assert row.quality < 1.0


def test_a_misspelt_head_is_known_by_its_likeness() -> None:
    rows = found(["序号", "技术名称", "关建指标", "研制单位"])
    [row] = [row for row in rows if lists([row]) == {"technologies"}]
    assert columns(row)[2] == "关建指标"
    assert 0.9 < row.quality < 1.0


def test_a_head_that_was_left_out_leaves_its_column_without_a_cell() -> None:
    best = max(found(["技术名称", "关键指标", "研制单位"]), key=lambda row: row.fit)
    assert sorted(best.cells) == [1, 2, 3]
    assert not best.exact


def test_the_same_words_twice_are_named() -> None:
    best = max(found(["序号", "技术名称", "研制单位", "研制单位"]), key=lambda row: row.fit)
    assert 3 in best.twice


def test_heads_that_fit_several_lists_are_rivals_told_apart_by_their_group() -> None:
    alike = ["序号", "名称", "关键指标", "研制单位"]
    alone = found(alike)
    assert len(lists(alone)) > 1
    assert any(row.rivalled for row in alone)
    beside = found([Span("核心制造装备", down=2), *alike], ["1", "机床", "快", "甲公司"])
    assert lists([max(beside, key=lambda row: row.fit)]) == {"equipment"}
    above = found([Span("网络与计算设备", across=4)], alike)
    assert lists([max(above, key=lambda row: row.fit)]) == {"network"}


@pytest.mark.parametrize("row", [["1", "视觉检测", "精度0.1mm", "甲公司"], ["技术名称"], ["", ""]])
def test_other_rows_are_no_heads(row: Row) -> None:
    assert found(row) == []


def test_a_thorough_look_finds_rows_whose_every_head_has_slips() -> None:
    row = ["编次", "技术名秤", "关建指标", "研制单立"]
    assert found(row) == []
    assert "technologies" in lists(found(row, thorough=True))


def test_a_thorough_look_takes_no_answers_for_heads() -> None:
    assert found(["1", "技术名秤2", "关建指标3", "研制单立"], thorough=True) == []


def test_too_few_heads_make_no_list() -> None:
    assert (
        found(
            ["序号", "单位名称", "完全无关", "毫不相干", "其他说明", "备注", "附记"],
            pattern=pattern_of(SUMMARY),
        )
        == []
    )


def test_heads_of_two_rows_height_are_found_beside_a_cell_that_a_stray_line_parts() -> None:
    heads = [Span(each, down=2) for each in PRINTED[1:]]
    [row] = found(["", *heads], ["序"], ["1", "视觉检测", "精度0.1mm", "甲公司"])
    assert columns(row) == {1: "技术名称", 2: "关键指标", 3: "研制单位"}
