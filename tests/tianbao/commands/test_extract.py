"""`tianbao extract FILE…`"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import openpyxl
import pytest

PROGRAM = Path(sys.executable).parent / "tianbao"


@pytest.fixture
def documents(run, application_docx, summary_docx) -> list[str]:
    """An application, a summary, an empty file and a text, in the run's folder."""
    contents = {
        "a.docx": application_docx,
        "s.docx": summary_docx,
        "empty.docx": b"",
        "letter.txt": b"no form",
    }
    for name, data in contents.items():
        Path(name).write_bytes(data)
    return list(contents)


def objects(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_document_is_a_line_in_the_order_given(run, documents, application, summary):
    result = run("extract", "s.docx", "a.docx", "s.docx")
    assert (result.exit_code, result.stderr) == (0, "")
    first, second, third = objects(result)
    assert first == third
    assert (first["form"], first["record"]) == ("jiebang2024/summary", summary)
    assert (second["form"], second["record"]) == ("jiebang2024/application", application)
    assert second["source"]["name"] == "a.docx"
    assert second["source"]["kind"] == "docx"


def test_the_order_holds_with_many_workers(run, documents):
    names = ["a.docx", "s.docx"] * 10
    result = run("extract", *names, "--workers", 3)
    assert [found["source"]["name"] for found in objects(result)] == names


def test_what_can_not_be_read_has_a_line_with_the_reason_and_the_status_says_so(run, documents):
    result = run("extract", "empty.docx", "s.docx", "letter.txt")
    assert result.exit_code == 3
    empty, good, letter = objects(result)
    assert (empty["form"], empty["record"]) == (None, None)
    assert empty["reason"]["code"] == "empty-file"
    assert good["form"]
    assert letter["reason"]["code"] == "unsupported-kind"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("scan.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 64),
    ],
)
def test_a_pdf_or_a_picture_is_answered_with_a_reason(run, name, data):
    Path(name).write_bytes(data)
    result = run("extract", name)
    assert result.exit_code == 3
    (found,) = objects(result)
    assert found["form"] is None
    assert found["reason"]["message"]


def test_a_folder_is_its_files_and_a_dash_a_list(run, documents):
    Path("in/sub").mkdir(parents=True)
    Path("s.docx").rename("in/sub/s.docx")
    Path("a.docx").rename("in/a.docx")
    names = ["in/a.docx", "in/sub/s.docx"]
    assert [o["source"]["name"] for o in objects(run("extract", "in"))] == names
    listed = run("extract", "-", stdin="in/sub/s.docx\n\nin/a.docx\n")
    assert [o["source"]["name"] for o in objects(listed)] == names[::-1]


def test_a_file_that_is_not_there_is_a_wrong_call_and_nothing_is_read(run, documents):
    result = run("extract", "s.docx", "absent.docx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "absent.docx: not found" in result.stderr


def test_a_device_and_a_file_without_permission_are_lines_too(run, documents):
    result = run("extract", "/dev/zero", "s.docx")
    device, good = objects(result)
    assert device["reason"]["code"] == "unsupported-kind"
    assert good["form"]


def test_a_file_too_large_is_not_even_opened(run, documents):
    with open("large.docx", "wb") as stream:
        stream.truncate(101 * 2**20)
    (found,) = objects(run("extract", "large.docx"))
    assert found["reason"]["code"] == "too-large"


def test_a_word_file_of_which_no_picture_is_made_says_so(run, documents):
    result = run("extract", "s.docx", "empty.docx", "--explain", "pictures")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["s.docx"]
    assert list(Path("pictures").iterdir()) == []


def test_lines_are_written_to_a_file(run, documents):
    shown = run("extract", "a.docx", "s.docx").stdout
    result = run("extract", "a.docx", "s.docx", "-o", "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("out.jsonl").read_text(encoding="utf-8") == shown
    assert run("extract", "a.docx", "-o", "out.jsonl").exit_code == 2
    assert run("extract", "a.docx", "-o", "out.jsonl", "--force").exit_code == 0


def test_another_kind_of_file_is_a_wrong_call(run, documents):
    assert run("extract", "s.docx", "-o", "out.txt").exit_code == 2


def test_a_table_is_written_as_csv_or_xlsx(run, documents):
    assert run("extract", *documents, "-o", "out.csv").exit_code == 3
    with open("out.csv", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["source.name"] for row in rows] == documents
    assert run("extract", *documents, "-o", "out.xlsx").exit_code == 3
    assert "jiebang2024-application" in openpyxl.load_workbook("out.xlsx").sheetnames
