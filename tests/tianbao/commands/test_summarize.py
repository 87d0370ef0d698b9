"""`tianbao summarize FILE… -o FILE`, and `check --against`, which holds 附件2 to what it lists."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

import tianbao
from tests.documents.answers import form
from tests.tianbao.conftest import sample


@pytest.fixture
def applications(run, application_docx) -> list[str]:
    """A document and a record."""
    Path("一.docx").write_bytes(application_docx)
    Path("二.json").write_text(json.dumps(sample("a06")), encoding="utf-8")
    return ["二.json", "一.docx"]


def test_the_applications_are_listed_in_the_order_given(run, applications):
    result = run("summarize", *applications, "-o", "附件2.docx")
    assert (result.exit_code, result.stdout) == (0, "")
    (read,) = tianbao.extract(Path("附件2.docx"))
    names = [row["name"] for row in read["record"]["rows"]]
    assert names == [sample("a06")["applicant"]["name"], sample("a01")["applicant"]["name"]]
    assert "application-mismatch recommender" in result.stderr


def test_what_was_taken_with_doubt_is_told(run):
    Path("疑.docx").write_bytes(form(applicant__contact__name="顾清和、沈国梁"))
    result = run("summarize", "疑.docx", "-o", "附件2.docx")
    assert result.exit_code == 0
    assert "疑.docx: 提醒 “项目联系人·姓名”" in result.stderr


def test_as_a_sheet(run, applications):
    assert run("summarize", *applications, "-o", "附件2.xlsx").exit_code == 0
    rows = list(openpyxl.load_workbook("附件2.xlsx").active.iter_rows(values_only=True))
    assert rows[-1][1] == sample("a01")["applicant"]["name"]


def test_as_pdf(run, applications):
    assert run("summarize", *applications, "-o", "附件2.pdf").exit_code == 0
    assert Path("附件2.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_no_application_is_told_and_left_out(run, applications, summary_docx):
    Path("空.docx").write_bytes(b"")
    Path("旧.docx").write_bytes(summary_docx)
    result = run("summarize", *applications, "空.docx", "旧.docx", "-o", "附件2.docx")
    assert result.exit_code == 3
    assert "空.docx: " in result.stderr
    assert "旧.docx: 未列入" in result.stderr
    (read,) = tianbao.extract(Path("附件2.docx"))
    assert len(read["record"]["rows"]) == 2


def test_nothing_to_list_and_another_suffix_are_refused(run, applications, summary_docx):
    Path("旧.docx").write_bytes(summary_docx)
    assert run("summarize", "旧.docx", "-o", "附件2.docx").exit_code == 2
    assert run("summarize", *applications, "-o", "附件2.txt").exit_code == 2
    assert not Path("附件2.docx").exists()


def test_where_nothing_can_be_read_each_file_has_its_reason(run):
    Path("空.docx").write_bytes(b"")
    result = run("summarize", "空.docx", "-o", "附件2.docx")
    assert (result.exit_code, Path("附件2.docx").exists()) == (3, False)
    assert "空.docx: " in result.stderr
    assert "nothing to list" in result.stderr


def test_a_file_that_is_there_is_kept(run, applications):
    Path("附件2.docx").write_bytes(b"mine")
    assert run("summarize", *applications, "-o", "附件2.docx").exit_code == 2
    assert Path("附件2.docx").read_bytes() == b"mine"


def test_a_summary_is_held_to_the_applications_in_a_folder(run, application_docx):
    Path("申报").mkdir()
    Path("申报/一.docx").write_bytes(application_docx)
    Path("申报/二.json").write_text(json.dumps(sample("a06")), encoding="utf-8")
    run("summarize", "申报/一.docx", "-o", "附件2.docx")
    assert run("check", "附件2.docx", "--against", "申报/一.docx").exit_code == 0
    result = run("check", "附件2.docx", "--against", "申报", "--json")
    (report,) = map(json.loads, result.stdout.splitlines())
    assert {problem["code"] for problem in report["problems"]} >= {"application-unlisted"}


def test_an_application_that_cant_be_read_has_its_own_report(run, summary_docx, application_docx):
    Path("附件2.docx").write_bytes(summary_docx)
    Path("空.docx").write_bytes(b"")
    Path("一.docx").write_bytes(application_docx)
    given = ("--against", "空.docx", "--against", "一.docx", "--json")
    result = run("check", "附件2.docx", *given)
    assert result.exit_code == 3
    assert [json.loads(line)["form"] for line in result.stdout.splitlines()] == [
        None,
        "jiebang2024/summary",
    ]


def test_against_goes_with_a_form_that_lists_others(run, applications):
    assert run("check", "一.docx", "--against", "二.json").exit_code == 2


def test_in_python(application, application_docx):
    other = sample("a06")
    listed = tianbao.summarize([application_docx, other])
    (report,) = tianbao.check(listed, against=[application, other])
    assert {problem["code"] for problem in report["problems"]} == {"application-mismatch"}
    assert tianbao.summarize([application], ".xlsx").startswith(b"PK")
