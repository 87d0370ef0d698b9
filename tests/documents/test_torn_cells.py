"""Answers that stand in more cells than their own: torn at a page's end, beside it, ticked in a
grid of the office's own."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import _Row

from extractors.extract import extract
from renderers.correct import correct
from tests.documents.answers import BASE, answer_cell, saved, write
from tests.documents.test_habits import cells_of, put, rows_led_by
from tests.forms.sample import sample

A01 = sample("a01-automotive-twin")
PROFILE = "applicant.profile"


def doubted(result: dict[str, Any], path: str) -> bool:
    review = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    return path in review and result["fields"][path]["confidence"] < 0.9


def row_of(document: Any, number: int, label: str) -> _Row:
    return next(row for row in document.tables[number].rows if row.cells[0].text.startswith(label))


def torn(row: _Row, label: str, first: str, rest: str) -> _Row:
    """A row with the first part of its answer, and one below it with the rest."""
    below = deepcopy(row._tr)
    row._tr.addnext(below)
    under = _Row(below, row._parent)
    write(cells_of(row)[1], first)
    write(cells_of(under)[0], label)
    write(cells_of(under)[1], rest)
    return under


@pytest.mark.parametrize("how", ["empty", "again", "merged", "next table"])
def test_an_answer_that_goes_on_in_the_row_below_is_whole_with_doubt(how):
    document = Document(str(BASE))
    row = row_of(document, 0, "单位简介")
    first, rest = A01["applicant"]["profile"].split("\n", 1)
    under = torn(row, "单位简介（续）" if how == "again" else "", first, rest)
    if how == "merged":
        row.cells[0].merge(under.cells[0])
    if how == "next table":
        table = document.tables[0]._tbl
        behind = deepcopy(table)
        at = table.findall(qn("w:tr")).index(under._tr)
        for each in behind.findall(qn("w:tr"))[:at]:
            behind.remove(each)
        for each in table.findall(qn("w:tr"))[at:]:
            table.remove(each)
        table.addnext(behind)
        table.addnext(document.add_paragraph()._p)
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    assert doubted(result, PROFILE)
    assert "unread-text" not in {problem["code"] for problem in result["problems"]}


def test_an_answer_in_two_rows_is_corrected_whole():
    document = Document(str(BASE))
    row = row_of(document, 0, "单位简介")
    torn(row, "", *A01["applicant"]["profile"].split("\n", 1))
    written = correct(saved(document), {PROFILE: "专注柔性产线。"})
    (result,) = extract(written, "")
    assert result["record"]["applicant"]["profile"] == "专注柔性产线。"


def test_options_that_go_on_in_the_row_below():
    document = Document(str(BASE))
    row = row_of(document, 1, "重点服务产业")
    under = torn(row, "", "□电子信息 □生命健康 ☑汽车", "☑高端装备 □先进材料 □时尚消费品")
    row.cells[0].merge(under.cells[0])
    (result,) = extract(saved(document), "")
    assert result["record"]["tasks"][0]["industries"] == ["汽车", "高端装备"]
    assert doubted(result, "tasks.0.industries")


def test_a_row_of_the_offices_own_below_an_answer_is_no_part_of_it():
    document = Document(str(BASE))
    torn(row_of(document, 0, "单位地址"), "股票代码", A01["applicant"]["address"], "830001")
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    assert result["fields"]["applicant.address"]["confidence"] > 0.9
    assert any("830001" in problem["message"] for problem in result["problems"])


def test_an_answer_with_a_cell_without_label_behind_it_is_doubted():
    document = Document(str(BASE))
    cell = answer_cell(document.tables[1], ("解决痛点问题",))
    behind = deepcopy(cell._tc)
    cell._tc.addnext(behind)
    cells = cells_of(row_of(document, 1, "解决痛点问题"))
    for each in cells[1:]:
        span = each._tc.get_or_add_tcPr().find(qn("w:gridSpan"))
        each._tc.tcPr.remove(span)
    write(cells[2], "另见附件说明。")
    (result,) = extract(saved(document), "")
    assert doubted(result, "tasks.0.pain_points")
    assert any("另见附件说明" in problem["message"] for problem in result["problems"])


def test_a_row_without_number_and_name_is_the_rest_of_the_one_above():
    document = Document(str(BASE))
    rows = document.tables[1].rows
    row = next(row for row in rows if any("模型复用率" in cell.text for cell in row.cells))
    first, rest = A01["tasks"][0]["technologies"][0]["indicators"].split("，")
    below = deepcopy(row._tr)
    row._tr.addnext(below)
    write(cells_of(row)[3], first)
    for cell, text in zip(cells_of(_Row(below, row._parent))[1:], ("", "", rest, ""), strict=True):
        write(cell, text)
    (result,) = extract(saved(document), "")
    technologies = result["record"]["tasks"][0]["technologies"]
    assert [each["name"] for each in technologies] == [
        each["name"] for each in A01["tasks"][0]["technologies"]
    ]
    assert technologies[0]["indicators"] == f"{first}\n{rest}"
    assert doubted(result, "tasks.0.technologies.0.indicators")


def test_a_tick_alone_in_a_cell_that_no_field_takes_is_told():
    document = Document(str(BASE))
    row = rows_led_by(document, "预期标准成果")[1]
    put(cells_of(row)[-1], ("", None))
    stages = cells_of(row)[-1]
    inner = stages.add_table(rows=2, cols=4)
    for cell, text in zip(inner.rows[0].cells, ("拟定", "申请", "送审", "公布"), strict=True):
        cell.text = text
    inner.rows[1].cells[1].text = "√"
    (result,) = extract(saved(document), "")
    told = [p["message"] for p in result["problems"] if p["code"] == "unread-text"]
    assert any("√" in message for message in told)


@pytest.mark.parametrize("written", ["□电子信息 □生命健康 ☑汽车 ☑高端装备", "■汽车、■高端装备"])
def test_industries_that_are_ticked_where_they_are_to_be_written(written):
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    document.tables[0].rows[1].cells[2].text = written
    (result,) = extract(saved(document), "")
    assert result["record"]["rows"][0]["industries"] == ["汽车", "高端装备"]


def test_the_number_of_a_lone_solution_is_no_part_of_it():
    document = Document(str(BASE.parent / "s01-retyped.docx"))
    document.tables[0].rows[1].cells[4].text = "（1）甲方案"
    (result,) = extract(saved(document), "")
    assert result["record"]["rows"][0]["solutions"] == ["甲方案"]
