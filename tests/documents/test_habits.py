"""What people do to a form's boxes and tables, in documents that python-docx saved."""

from __future__ import annotations

from typing import Any

import pytest
from docx import Document
from docx.table import _Cell, _Row

from extractors.extract import extract
from tests.documents.answers import BASE, form, saved, write
from tests.forms.sample import sample

A01 = sample("a01-automotive-twin")
LEVELS = ("国际标准", "国家标准", "行业标准", "团体标准", "企业标准")
STAGES = ("草案", "立项", "报批", "发布")


def rows_led_by(document: Any, label: str) -> list[_Row]:
    return [row for row in document.tables[1].rows if row.cells[0].text.startswith(label)]


def cells_of(row: _Row) -> list[_Cell]:
    return list({id(cell._tc): cell for cell in row.cells}.values())


def put(cell: _Cell, *runs: tuple[str, str | None]) -> None:
    """Writes runs, each set off by an attribute of python-docx's fonts or not at all."""
    write(cell, "")
    for text, how in runs:
        run = cell.paragraphs[0].add_run(text)
        if how:
            setattr(run.font, how, True)


@pytest.mark.parametrize("box", ["", "□"])
@pytest.mark.parametrize("how", ["underline", "bold", "strike"])
def test_levels_of_standards_are_chosen_by_their_look_alone(how, box):
    document = Document(str(BASE))
    for row in rows_led_by(document, "预期标准成果"):
        cells = cells_of(row)
        level = next(level for level in LEVELS if level in cells[1].text)
        chosen = (level in ("国家标准", "团体标准")) != (how == "strike")
        put(cells[1], (box, None), (level, how if chosen else None))
    (result,) = extract(saved(document), "")
    standards = result["record"]["tasks"][0]["standards"]
    assert [each["level"] for each in standards if each["selected"]] == ["国家标准", "团体标准"]
    doubted = {p["path"] for p in result["problems"] if p["code"] == "needs-review"}
    for level in (1, 3):
        path = f"tasks.0.standards.{level}.selected"
        assert path in doubted
        assert result["fields"][path]["confidence"] < 0.9


def test_levels_that_all_look_alike_are_not_chosen():
    document = Document(str(BASE))
    for row in rows_led_by(document, "预期标准成果"):
        cells = cells_of(row)
        put(cells[1], (next(level for level in LEVELS if level in cells[1].text), "bold"))
    (result,) = extract(saved(document), "")
    assert not any(each["selected"] for each in result["record"]["tasks"][0]["standards"])
    assert "stage-without-tick" in {problem["code"] for problem in result["problems"]}


def test_options_that_are_all_listed_without_boxes_are_doubted():
    document = form(tasks__0__industries="电子信息、生命健康、汽车、高端装备、先进材料、时尚消费品")
    (result,) = extract(document, "")
    assert result["record"]["tasks"][0]["industries"] == []
    assert ("needs-review", "tasks.0.industries") in {
        (problem["code"], problem["path"]) for problem in result["problems"]
    }


@pytest.mark.parametrize("led", [True, False])
@pytest.mark.parametrize(
    "titles", ["重点行业一：汽车|重点行业二：高端装备", "重点行业1（汽车）|重点行业2（高端装备）"]
)
def test_effects_side_by_side_are_those_of_their_industries(title, led):
    document = Document(str(BASE))
    table = document.tables[1]
    group, *others = rows_led_by(document, "预期应用成效")
    for row in others:
        row._tr.getparent().remove(row._tr)
    for cell in cells_of(group)[1:] if led else []:
        cell._tc.getparent().remove(cell._tc)
    if not led:
        group._tr.getparent().remove(group._tr)
    beside = document.add_table(rows=0, cols=3)
    for texts in (
        ("指标", *title.format("汽车", "高端装备").split("|")),
        ("研制周期缩短 (%)", "38", "30"),
        ("生产效率提升 (%)", "21.5", "18"),
        ("产品不良率下降 (%)", "16", "12.5"),
        ("运营成本下降 (%)", "13.2", "10"),
        ("资源综合利用率提升 (%)", "9", ""),
        ("换型调试周期缩短(%)", "42", ""),
        ("设备综合效率提升(百分点)", "8", ""),
    ):
        for cell, text in zip(beside.add_row().cells, texts, strict=True):
            cell.text = text
    table._tbl.addnext(beside._tbl)
    (result,) = extract(saved(document), "")
    assert result["record"]["tasks"][0]["effects"] == A01["tasks"][0]["effects"]
