"""`tianbao notice FILE -o FILE.docx`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tianbao
from tests.tianbao.conftest import sample


@pytest.fixture
def faulty(run) -> str:
    Path("a04.json").write_text(json.dumps(sample("a04")), encoding="utf-8")
    return "a04.json"


def test_the_notice_is_written_and_reads_back(run, faulty):
    options = ("--by", "2024-05-28", "--from", "闵行区经委")
    result = run("notice", faulty, "-o", "通知.docx", *options)
    assert (result.exit_code, result.output) == (0, "")
    (read,) = tianbao.extract(Path("通知.docx"))
    assert read["form"] == "office/notice"
    assert read["record"]["deadline"] == "2024-05-28"
    assert read["record"]["issuer"] == "闵行区经委"
    assert read["record"]["file"] == "a04.json"


def test_as_pdf(run, faulty):
    assert run("notice", faulty, "-o", "通知.pdf").exit_code == 0
    assert Path("通知.pdf").read_bytes().startswith(b"%PDF")


def test_where_nothing_is_to_put_right_nothing_is_written(run, application_docx):
    Path("a01.docx").write_bytes(application_docx)
    result = run("notice", "a01.docx", "-o", "通知.docx")
    assert result.exit_code == 0
    assert "没有需要补正的内容" in result.stderr
    assert not Path("通知.docx").exists()


def test_a_file_that_cant_be_read_is_status_3(run):
    Path("空.docx").write_bytes(b"")
    result = run("notice", "空.docx", "-o", "通知.docx")
    assert result.exit_code == 3
    assert "空.docx" in result.stderr
    assert not Path("通知.docx").exists()


def test_a_file_that_is_there_another_suffix_and_no_date_are_refused(run, faulty):
    Path("通知.docx").write_bytes(b"mine")
    assert run("notice", faulty, "-o", "通知.docx").exit_code == 2
    assert Path("通知.docx").read_bytes() == b"mine"
    assert run("notice", faulty, "-o", "通知.txt").exit_code == 2
    assert run("notice", faulty, "-o", "新.docx", "--by", "五月").exit_code == 2
