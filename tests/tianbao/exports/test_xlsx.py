"""XLSX: a sheet a form and a list of rows."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from forms.problems import Problem
from tests.tianbao.exports.test_csv import result, unread
from tianbao.exports import xlsx
from tianbao.exports.xlsx import KEPT_DIGITS, LONGEST_TEXT, Decimals, sink

Sheets = dict[str, list[dict[str, Any]]]


def written(folder: Path, *results: dict[str, Any]) -> Sheets:
    """The rows of each sheet by their heads, as cells."""
    with sink(folder / "out.xlsx", force=False) as book:
        for each in results:
            book.add(each)
    sheets = {}
    for sheet in openpyxl.load_workbook(folder / "out.xlsx"):
        heads, *rows = sheet.iter_rows()
        sheets[sheet.title] = [
            {head.value: cell for head, cell in zip(heads, row, strict=True)} for row in rows
        ]
    return sheets


def test_a_document_is_a_row_and_a_row_of_a_list_is_one_of_its_sheet(tmp_path, application):
    sheets = written(tmp_path, result("application", application))
    (row,) = sheets["jiebang2024-application"]
    assert row["applicant.name"].value == application["applicant"]["name"]
    technologies = sheets["tasks.technologies"]
    expected = [
        (f"tasks.{t}.technologies.{n}", technology["name"])
        for t, task in enumerate(application["tasks"])
        for n, technology in enumerate(task["technologies"])
    ]
    assert [(row["path"].value, row["name"].value) for row in technologies] == expected
    assert {row["source.name"].value for row in technologies} == {"x.docx"}


def test_a_list_of_plain_values_stands_as_the_form_prints_it(tmp_path, summary):
    sheets = written(tmp_path, result("summary", summary))
    assert sheets["rows"][0]["industries"].value == "、".join(summary["rows"][0]["industries"])


def test_codes_and_phones_are_text_and_keep_their_digits(tmp_path, application):
    record = copy.deepcopy(application)
    record["applicant"]["credit_code"] = "123456789012345678"
    (row,) = written(tmp_path, result("application", record))["jiebang2024-application"]
    code, phone = row["applicant.credit_code"], row["applicant.contact.mobile"]
    assert (code.value, code.data_type, code.number_format) == ("123456789012345678", "s", "@")
    assert (phone.value, phone.data_type) == (application["applicant"]["contact"]["mobile"], "s")


def test_a_decimal_is_a_number_shown_as_written_and_a_count_a_number(tmp_path):
    task = {"budget": "1850.00", "patents": 3}
    (row,) = written(tmp_path, result("application", {"tasks": [task]}))["tasks"]
    assert (row["budget"].value, row["budget"].number_format) == (1850, "0.00")
    assert row["patents"].value == 3


def test_more_digits_than_a_spreadsheet_keeps_stay_text():
    assert Decimals.of("1" * KEPT_DIGITS) == Decimals(float("1" * KEPT_DIGITS), "0")
    assert Decimals.of("1" * KEPT_DIGITS + ".5") is None


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x.example")', "+1", "-1+1", "@x"])
def test_no_text_is_a_formula(tmp_path, text):
    (row,) = written(tmp_path, result("summary", {"recommender": text}))["jiebang2024-summary"]
    assert (row["recommender"].value, row["recommender"].data_type) == (text, "s")


def test_a_text_longer_than_a_cell_says_that_it_is_cut(tmp_path):
    record = {"narrative": {"team": "长" * 40_000}}
    (row,) = written(tmp_path, result("application", record))["jiebang2024-application"]
    assert len(row["narrative.team"].value) == LONGEST_TEXT
    assert "共40000字" in row["narrative.team"].value


def test_problems_and_unread_documents_have_their_sheets_at_the_end(tmp_path, summary):
    found = result("summary", summary)
    found["problems"] = [Problem.of("missing", "recommender", "未填写").as_dict()]
    sheets = written(tmp_path, unread("bad.docx"), found)
    assert list(sheets) == ["jiebang2024-summary", "rows", "problems", "unread"]
    (problem,) = sheets["problems"]
    assert (problem["code"].value, problem["path"].value) == ("missing", "recommender")
    (bad,) = sheets["unread"]
    assert (bad["source.name"].value, bad["code"].value) == ("bad.docx", "damaged")


def test_characters_that_xml_forbids_become_visible_ones(tmp_path):
    bad = unread("bad\x00\x0b.docx")
    (row,) = written(tmp_path, bad)["unread"]
    assert row["source.name"].value == "bad\ufffd\ufffd.docx"


def test_no_document_is_a_workbook_that_opens(tmp_path):
    assert written(tmp_path) == {"unread": []}


def test_titles_are_short_enough_for_a_spreadsheet(tmp_path, application):
    assert all(len(title) <= 31 for title in written(tmp_path, result("application", application)))


def test_what_a_sheet_can_not_hold_goes_on_on_the_next(tmp_path, application, monkeypatch):
    # Given three documents with a problem each, and sheets of two rows below the heads
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    monkeypatch.setattr(xlsx, "MOST_LINKS", 3)
    problem = Problem.of("missing", "cover.date", "未填写").as_dict()
    documents = [
        {
            **result("application", application),
            "problems": [problem],
            "source": {"name": f"{n}.docx"},
        }
        for n in (1, 2, 3)
    ]
    # When they are exported
    sheets = written(tmp_path, *documents)
    # Then the third is on a sheet of its own, and its problem leads there
    names = [row["source.name"].value for row in sheets["jiebang2024-application (2)"]]
    assert names == ["3.docx"]
    (last,) = sheets["problems (2)"]
    assert last["source.name"].hyperlink.location == "'jiebang2024-application (2)'!A2"
    assert len(sheets["problems"]) == 2
    assert list(sheets)[-2:] == ["problems", "problems (2)"]
    assert all(len(title) <= 31 for title in sheets)
