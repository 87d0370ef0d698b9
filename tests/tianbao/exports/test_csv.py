"""CSV: one row a document, columns named by path."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from forms.registry import get
from tianbao.exports.csv import sink


def result(form: str, record: dict[str, Any], **source: Any) -> dict[str, Any]:
    return {
        "form": get(form).name,
        "record": get(form).load(record),
        "problems": [],
        "source": {"name": "x.docx", "kind": "docx", "sha256": "0" * 64, "pages": None, **source},
    }


def unread(name: str) -> dict[str, Any]:
    return {
        "form": None,
        "record": None,
        "reason": {"code": "damaged", "message": "打不开"},
        "source": {"name": name, "kind": None, "sha256": None, "pages": None},
    }


def written(folder: Path, *results: dict[str, Any]) -> list[dict[str, str]]:
    csv.field_size_limit(10**6)
    target = folder / "out.csv"
    with sink(target, force=False) as table:
        for each in results:
            table.add(each)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with open(target, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_answers_stand_in_columns_named_by_path_and_lists_as_json(tmp_path, application):
    (row,) = written(tmp_path, result("application", application))
    assert row["form"] == "jiebang2024/application"
    assert row["applicant.credit_code"] == application["applicant"]["credit_code"]
    assert row["applicant.accident.occurred"] == "false"
    assert json.loads(row["tasks"]) == application["tasks"]
    assert json.loads(row["applicant.finances"]) == application["applicant"]["finances"]
    assert row["narrative.team"] == application["narrative"]["team"]
    assert row["reason.code"] == ""


def test_columns_are_those_of_the_forms_that_came(tmp_path, application, summary):
    (row,) = written(tmp_path, result("summary", summary))
    assert "rows" in row
    assert "tasks" not in row


def test_documents_of_two_forms_and_unread_ones_share_a_table_in_order(
    tmp_path, application, summary
):
    rows = written(
        tmp_path,
        result("summary", summary, part=1),
        unread("bad.docx"),
        result("application", application, part=2),
    )
    assert [row["form"] for row in rows] == [
        "jiebang2024/summary",
        "",
        "jiebang2024/application",
    ]
    assert [row["source.part"] for row in rows] == ["1", "", "2"]
    assert (rows[1]["source.name"], rows[1]["reason.code"]) == ("bad.docx", "damaged")
    assert (rows[0]["applicant.name"], rows[2]["recommender"]) == ("", "")


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path, text):
    (row,) = written(tmp_path, result("summary", {"recommender": text}))
    assert row["recommender"] == f"'{text}"


def test_a_number_below_zero_stays_one():
    from tianbao.exports.cells import harmless

    assert harmless("-12.50") == "-12.50"


def test_long_texts_line_ends_quotes_and_commas_come_back(tmp_path):
    text = '甲,"乙"\n' + "长" * 200_000
    (row,) = written(tmp_path, result("application", {"narrative": {"team": text}}))
    assert row["narrative.team"] == text


def test_no_document_is_a_table_without_rows(tmp_path):
    assert written(tmp_path) == []
