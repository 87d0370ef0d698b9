"""A form that is one table, as a sheet."""

from __future__ import annotations

import io

import openpyxl
import pytest

from forms import registry
from renderers.xlsx import NoTableError, render
from tests.forms.sample import application, sample

FORM = registry.get("summary")


def sheet(record):
    return openpyxl.load_workbook(io.BytesIO(render(FORM, record))).active


def test_the_sheet_has_the_title_the_answers_above_and_the_table():
    record = sample("s01-pudong-two")
    rows = list(sheet(record).iter_rows(values_only=True))
    assert rows[0][0] == FORM.title
    assert rows[1][0] == f"推荐单位：{record['recommender']}"
    assert rows[2] == (
        *("序号", "单位名称", "重点产业", "攻关方向", "解决方案名称", "联系人", "手机"),
    )
    assert len(rows) == 3 + len(record["rows"])
    first = record["rows"][0]
    assert rows[3][:3] == (1, first["name"], "、".join(first["industries"]))
    assert rows[3][4].split("\n") == first["solutions"]


def test_mobiles_are_text_and_nothing_is_a_formula():
    record = sample("s01-pudong-two")
    record["rows"][0]["name"] = "=1+1"
    made = sheet(record)
    assert made["B4"].value == "=1+1"
    assert made["B4"].data_type == "s"
    assert made["G4"].data_type == "s"


def test_the_untouched_blank_is_a_sheet_with_heads_only():
    assert sheet({}).max_row == 3


def test_a_form_of_more_than_a_table_is_refused():
    with pytest.raises(NoTableError):
        render(registry.get("application"), application())
