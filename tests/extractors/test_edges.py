"""Edges of reading: places that run out, columns that are gone, several forms in a row."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from docx import Document

from extractors.extract import extract
from extractors.items import lay_out, unwrapped
from extractors.page import Page, Table
from extractors.split import split
from forms.registry import get
from renderers.docx import render
from tests.extractors.pages import Row, answers, harvest, page, printed
from tests.extractors.test_extract import read_all, reasons
from tests.extractors.test_foreign import ends
from tests.extractors.test_split import KNOWN, joined
from tests.extractors.test_values import ASSETS, FINANCES, INDICATORS


def test_the_same_form_three_times_is_cut_before_each_title() -> None:
    names = ("s01-pudong-two", "s02-district-full", "s01-pudong-two")
    parts = split(joined(*(printed(name) for name in names)), KNOWN)
    assert [part.blocks for part in parts] == [printed(name).blocks for name in names]


def test_an_outer_cell_without_a_last_paragraph_is_taken_off() -> None:
    whole = page([[[["单位名称", "甲公司"]]]])
    outer = whole.blocks[0]
    assert isinstance(outer, Table)
    bare = outer.cells[0]._replace(blocks=outer.cells[0].blocks[:1])
    document: Page = replace(whole, blocks=(replace(outer, cells=(bare,)),))
    assert [item.text for item in lay_out(unwrapped(document)).items] == ["单位名称", "甲公司"]


def test_a_stroke_where_the_number_stands_goes_on() -> None:
    assert not ends(["—", "视觉检测", "精度0.1mm", "甲公司"])


def test_a_year_without_a_column_stays_empty() -> None:
    document = page([["近三年发展情况", "2021年", "2023年"], ["资产总额(万元)", "1", "3"]])
    wanted = {path: value for path, value in ASSETS.items() if value != "2"}
    assert answers(FINANCES, document) == wanted


def test_an_indicator_for_which_the_form_has_no_place_stays_unread() -> None:
    rows: list[Row] = [[f"指标{letter}提升", str(n)] for n, letter in enumerate("甲乙丙丁", 1)]
    document = page([["研制周期缩短(%)", "10"], *rows])
    assert not harvest(INDICATORS, document).used & {8, 9}


def test_a_notice_with_both_blanks_behind_it_is_no_form() -> None:
    lines = (f"第{n}条　各区主管部门应当组织企业按要求申报，不得逾期。" * 2 for n in range(9))
    blanks = printed("a03-untouched-blank"), printed("s04-untouched-blank")
    assert reasons(read_all(joined(page(*lines), *blanks))) == ["not-a-form"]


def test_a_table_in_prose_stands_as_lines_with_tabs_and_in_the_marks() -> None:
    record = get("jiebang2024/application").load({"narrative": {"foundation": "设备如下"}})
    document = Document(BytesIO(render(get("jiebang2024/application"), record)))
    [line] = [each for each in document.paragraphs if each.text == "设备如下"]
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("设备", "台数", "三坐标", "2"), strict=True):
        cell.text = text
    line._p.addnext(table._tbl)
    saved = BytesIO()
    document.save(saved)
    [result] = extract(saved.getvalue(), "table.docx")
    assert result["record"]["narrative"]["foundation"] == "设备如下\n设备\t台数\n三坐标\t2"
    [mark] = [each for each in result["marks"] if each["kind"] == "table"]
    assert mark["near"] == "narrative.foundation"
    assert mark["where"]["path"].endswith("/w:tbl[5]")
