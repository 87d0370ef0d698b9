"""Units that a label names."""

from __future__ import annotations

from typing import Any

import pytest
from docx import Document

from extractors.extract import extract
from tests.documents.answers import BASE, answer_cell, saved, write
from tests.forms.sample import sample

FINANCES = sample("a01-automotive-twin")["applicant"]["finances"]


def labelled(old: str, new: str, table: int = 0) -> dict[str, Any]:
    """The form read with one label in other words."""
    document = Document(str(BASE))
    for row in document.tables[table].rows:
        for cell in row.cells:
            if cell.text.strip().startswith(old):
                write(cell, new)
    (result,) = extract(saved(document), "")
    return result


@pytest.mark.parametrize(
    ("label", "unit", "field", "factor"),
    [
        ("资产总额", "资产总额（元）", "total_assets", 0.0001),
        ("主营业务收入", "主营业务收入\n(亿元)", "revenue", 10000),
        ("利润率", "利润率（‰）", "profit_margin", 0.1),
    ],
)
def test_numbers_under_another_unit_are_not_taken_for_the_printed_one(label, unit, field, factor):
    result = labelled(label, unit)
    for number, year in enumerate(result["record"]["applicant"]["finances"]):
        path = f"applicant.finances.{number}.{field}"
        assert year[field] is None
        assert [p["code"] for p in result["problems"] if p["path"] == path] == ["other-unit"]
        (likely,) = result["fields"][path]["alternatives"]
        assert float(likely) == pytest.approx(float(FINANCES[number][field]) * factor)


@pytest.mark.parametrize(
    "title", ["近三年发展情况（单位：元）", "近三年发展情况\n金额单位:人民币元"]
)
def test_the_unit_in_a_tables_title_against_the_labels_is_a_doubt(title):
    result = labelled("近三年发展情况", title)
    for number, year in enumerate(result["record"]["applicant"]["finances"]):
        assert year["total_assets"] == FINANCES[number]["total_assets"]
        assert result["fields"][f"applicant.finances.{number}.total_assets"]["confidence"] < 0.9
        assert result["fields"][f"applicant.finances.{number}.profit_margin"]["confidence"] >= 0.9


def test_the_unit_in_a_tables_title_counts_for_labels_without_one():
    document = Document(str(BASE))
    for row in document.tables[0].rows:
        for cell in row.cells:
            if cell.text.startswith("近三年发展情况"):
                write(cell, "近三年发展情况（单位：元）")
            if cell.text.startswith("资产总额"):
                write(cell, "资产总额")
    (result,) = extract(saved(document), "")
    for number, year in enumerate(result["record"]["applicant"]["finances"]):
        assert year["total_assets"] is None
        (likely,) = result["fields"][f"applicant.finances.{number}.total_assets"]["alternatives"]
        assert float(likely) == pytest.approx(float(FINANCES[number]["total_assets"]) / 10000)


def test_the_printed_unit_in_a_tables_title_changes_nothing():
    result = labelled("近三年发展情况", "近三年发展情况（单位：万元）")
    assert result["record"]["applicant"]["finances"] == FINANCES
    assert not [p for p in result["problems"] if "finances" in p["path"]]


@pytest.mark.parametrize("label", ["资产总额（万元）", "资产总额（合并）", "资产总额(年末，万元)"])
def test_the_printed_unit_and_brackets_without_one_change_nothing(label):
    result = labelled("资产总额", label)
    read = [year["total_assets"] for year in result["record"]["applicant"]["finances"]]
    assert read == [year["total_assets"] for year in FINANCES]


def test_a_unit_behind_the_number_counts_before_the_labels():
    document = Document(str(BASE))
    for row in document.tables[1].rows:
        for cell in row.cells:
            if cell.text.strip().startswith("计划研发经费"):
                write(cell, "计划研发经费（元）")
    write(answer_cell(document.tables[1], ("计划研发经费",)), "880万元")
    (result,) = extract(saved(document), "")
    assert result["record"]["tasks"][0]["budget"] == "880"
