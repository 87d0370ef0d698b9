"""`tianbao export`"""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tianbao
from extractors.extract import extract
from tests.tianbao.conftest import sample
from tests.tianbao.store.helpers import arrive, claim, finish, take_in
from tianbao.store import Store, ledger, open_store, revising


def read(record: dict[str, Any]) -> list[dict[str, Any]]:
    return tianbao.extract(tianbao.render("application", record))


@pytest.fixture(scope="module")
def given() -> dict[str, list[dict[str, Any]]]:
    """What reading gave of two applicants, one of them a second time with another name for the
    solution."""
    one, again, other = sample("a01"), sample("a01"), sample("a06")
    again["tasks"][0]["solution"] = "换了名称的解决方案"
    return {"one": read(one), "again": read(again), "other": read(other)}


@pytest.fixture
def store(tmp_path: Path, given: dict[str, list[dict[str, Any]]]) -> Iterator[Store]:
    """Two applications in three versions, a file that is no form, and an encrypted archive."""
    opened = open_store(tmp_path / "store")
    for day, (name, results) in enumerate(given.items()):
        take_in(opened, results, f"{name}.docx", days=day)
    arrive(opened, "通知.docx")
    (claimed,) = claim(opened)
    with opened.session() as session:
        ledger.fail(session, claimed, "not-a-form", "不是表单")
        ledger.refuse(
            session, source="mails", path=["a.zip"], code="archive-encrypted", message="有密码"
        )
    yield opened
    opened.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_latest_version_of_each_application_then_what_has_no_record(run, store, tmp_path):
    assert run("export", "--store", "store", "-o", "all.jsonl").exit_code == 0
    results = lines(tmp_path / "all.jsonl")
    assert [result["source"]["name"] for result in results] == [
        *("again.docx", "other.docx"),
        *("通知.docx", "a.zip"),
    ]
    assert results[0]["record"]["tasks"][0]["solution"] == "换了名称的解决方案"
    assert results[0]["ledger"]["origins"][0]["path"] == ["again.docx"]
    assert [result["reason"]["code"] for result in results[2:]] == [
        "not-a-form",
        "archive-encrypted",
    ]


def test_every_version_and_filters(run, store, tmp_path, given):
    assert (
        run(
            "export",
            "--store",
            "store",
            "-o",
            "every.jsonl",
            "--every-version",
            "--form",
            "application",
        ).exit_code
        == 0
    )
    results = lines(tmp_path / "every.jsonl")
    assert [result["source"]["name"] for result in results] == [f"{name}.docx" for name in given]
    assert (
        run("export", "--store", "store", "-o", "none.csv", "--district", "无此区").exit_code == 0
    )
    assert len((tmp_path / "none.csv").read_text(encoding="utf-8-sig").splitlines()) == 1


def test_what_a_person_went_through_is_exported_then_and_nothing_else(run, store):
    with store.session() as session:
        revising.review(session, 2, 1, who="王审")
    run("export", "--store", "store", "-o", "all.csv")
    with store.reading() as session:
        assert [revising.load(session, number).state for number in (1, 2, 3)] == [
            *("checked", "exported", "checked")
        ]


@pytest.mark.parametrize("target", ["all.csv", "all.xlsx", "all.jsonl"])
def test_what_no_file_was_made_of_is_not_exported(run, store, tmp_path, monkeypatch, target):
    with store.session() as session:
        revising.review(session, 2, 1, who="王审")

    def full(source, to):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tianbao.files.os.replace", full)
    failed = run("export", "--store", "store", "-o", target)
    assert (failed.exit_code, "No space left" in failed.stderr) == (4, True)
    assert not list(tmp_path.glob("*all*"))
    with store.reading() as session:
        assert revising.load(session, 2).state == "reviewed"


def test_a_workbook_links_each_problem_to_its_row_and_says_where_all_came_from(
    run, store, tmp_path
):
    run("export", "--store", "store", "-o", "名单.xlsx")
    book = openpyxl.load_workbook(tmp_path / "名单.xlsx")
    assert book.sheetnames[-3:] == ["problems", "unread", "origins"]
    assert book["origins"].max_row == 5
    form = book["jiebang2024-application"]
    for (cell,) in book["problems"].iter_rows(min_row=2, max_col=1):
        target = cell.hyperlink.location.rpartition("!")[2]
        assert form[target].value == cell.value
    heads = {cell.value: cell.column_letter for cell in form[1]}
    assert form.column_dimensions[heads["applicant.profile"]].width > 40
    assert form[f"{heads['applicant.credit_code']}2"].data_type == "s"


def test_a_table_for_excel_has_the_ledger_beside_the_record(run, store, tmp_path):
    run("export", "--store", "store", "-o", "all.csv")
    with open(tmp_path / "all.csv", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["ledger.state"] for row in rows] == [
        *("checked", "checked"),
        *("unusable", "refused"),
    ]
    assert json.loads(rows[0]["ledger.origins"])[0]["source"] == "mails"


def test_an_archive_has_a_folder_a_district_and_a_company(run, store, tmp_path, given):
    done = run("export", "--store", "store", "-o", "档案", "--archive", "--every-version")
    assert done.exit_code == 0, done.stderr
    district = given["one"][0]["record"]["cover"]["recommender"]
    company = given["one"][0]["record"]["applicant"]["name"]
    (place,) = (tmp_path / "档案").glob(f"*/{company}")
    assert {path.name for path in place.iterdir()} == {
        *("one.docx", "one.json"),
        *("again.docx", "again.json"),
    }
    (listed,) = extract((place.parent / "推荐汇总表.docx").read_bytes(), "")
    assert company in [row["name"] for row in listed["record"]["rows"]]
    assert {path.name for path in (tmp_path / "档案" / "未读出").iterdir()} >= {"通知.docx"}
    assert district


def test_files_of_one_name_stand_beside_their_records(run, store, tmp_path, given):
    for day, name in ((5, "one.docx"), (6, "one.pdf"), (7, "a.json")):
        arrive(store, name, f"{name} {day}".encode(), days=day)
        (claimed,) = claim(store)
        assert finish(store, claimed, given["one"])
    run("export", "--store", "store", "-o", "档案", "--archive", "--every-version")
    company = given["one"][0]["record"]["applicant"]["name"]
    (place,) = (tmp_path / "档案").glob(f"*/{company}")
    assert {path.name for path in place.iterdir()} == {
        *("one.docx", "one.json", "one-2.docx", "one-2.json", "one-3.pdf", "one-3.json"),
        *("again.docx", "again.json", "a.json", "a.json.json"),
    }
    for name in ("one-2", "one-3"):
        told = json.loads((place / f"{name}.json").read_text(encoding="utf-8"))
        (data,) = [path.read_bytes() for path in place.glob(f"{name}.[dp]*")]
        assert told["source"]["sha256"] == hashlib.sha256(data).hexdigest()


def test_documents_that_nobody_read_yet_are_told(run, store):
    arrive(store, "later.docx")
    assert "1 documents are not read yet" in run("export", "--store", "store", "-o", "a.csv").stderr


@pytest.mark.parametrize("target", ["a.pdf", "a"])
def test_other_kinds_are_refused(run, store, target):
    assert run("export", "--store", "store", "-o", target).exit_code == 2


def test_no_store_is_no_store(run):
    assert run("export", "--store", "nowhere", "-o", "a.csv").exit_code == 2
