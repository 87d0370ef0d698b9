"""Forms in manners that no table of ours resembles are read, and what is unsure of them says so."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from itertools import count
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from extractors.extract import extract
from renderers.correct import correct
from tests.documents.answers import BASE, saved, write
from tests.documents.typed import as_lines, in_two_columns, with_tabs
from tests.forms.sample import sample

A01 = sample("a01-automotive-twin")
GROUPS = (
    *("法人代表/负责人", "项目联系人", "关键技术", "核心制造装备", "网络与计算设备"),
    *("预期标准成果", "预期应用成效", "单位简介", "方案简述"),
)


def read(document: bytes) -> dict[str, Any]:
    (result,) = extract(document, "")
    return result


def numbered() -> Callable[[str], str]:
    numbers = count(1)
    return lambda label: f"{next(numbers)}.{label}"


@pytest.mark.parametrize(
    "worded",
    [str, "{}：".format, numbered(), "{}（必填）".format, "* {}".format],
    ids=["printed", "colon", "numbered", "bracket", "starred"],
)
def test_two_columns_with_lists_within_cells(worded):
    assert read(in_two_columns(A01, worded))["record"] == A01


def test_labels_and_answers_in_lines():
    assert read(as_lines(A01, "："))["record"] == A01


def test_labels_in_lines_of_their_own_above_their_answers_with_doubt():
    result = read(as_lines(A01, "\n"))
    assert result["record"] == A01
    for path in ("applicant.name", "applicant.credit_code", "tasks.0.summary", "tasks.0.patents"):
        assert result["fields"][path]["confidence"] < 0.9


def test_tab_stops_in_place_of_tables():
    assert read(with_tabs(A01))["record"] == A01


def test_an_answer_under_its_label_is_corrected_where_it_stands():
    document = as_lines(A01, "\n")
    wanted = deepcopy(A01)
    wanted["applicant"]["contact"]["name"] = "王小明"
    written = correct(document, {"applicant.contact.name": "王小明"})
    assert read(written)["record"] == wanted


def test_labels_a_character_a_line():
    document = Document(str(BASE))
    for table in document.tables:
        for cell in table._cells:
            if cell.text in GROUPS:
                write(cell, "\n".join(cell.text))
    assert read(saved(document))["record"] == A01


def rows_led_to(table: Any, words: str) -> list[Any]:
    """The table's rows up to the one that says some words, and that one last."""
    rows = table._tbl.findall(qn("w:tr"))
    at = next(i for i, row in enumerate(rows) if words in "".join(row.itertext()))
    return rows[: at + 1]


@pytest.mark.parametrize("words", ["(二) 揭榜任务基本信息（续）", "续表", "关键技术(续表)"])
@pytest.mark.parametrize("again", [True, False])
def test_a_list_goes_on_within_its_table_under_a_row_that_says_so(words, again):
    document = Document(str(BASE))
    table = document.tables[1]
    title, *_, heads = rows_led_to(table, "技术名称")
    row = rows_led_to(table, A01["tasks"][0]["technologies"][2]["name"])[-1]
    said = deepcopy(title)
    first, *others = said.iter(qn("w:t"))
    first.text = words
    for text in others:
        text.text = ""
    row.addprevious(said)
    if again:
        row.addprevious(deepcopy(heads))
    assert read(saved(document))["record"] == A01
