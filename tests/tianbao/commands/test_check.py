"""`tianbao check FILE…`"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.tianbao.conftest import sample


def write(name: str, *records: object) -> str:
    Path(name).write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return name


def reports(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_record_without_errors_is_status_0(run, application):
    result = run("check", write("good.json", application))
    assert result.exit_code == 0
    assert result.stdout.startswith("good.json: ")


def test_a_record_with_errors_is_status_1_and_a_line_each(run):
    faulty = sample("a04")
    result = run("check", write("bad.json", faulty))
    assert result.exit_code == 1
    found = reports(run("check", "bad.json", "--json"))[0]["problems"]
    assert len(result.stdout.splitlines()) == len(found)
    assert all(line.startswith("bad.json: ") for line in result.stdout.splitlines())
    for problem in found:
        assert f"[{problem['code']} {problem['path']}]" in result.stdout or not problem["path"]


def test_what_the_schema_refuses_is_an_error_at_its_path(run):
    result = run("check", write("bad.json", {"recommender": 7, "rows": []}), "--json")
    assert result.exit_code == 1
    (report,) = reports(result)
    assert report["form"] == "jiebang2024/summary"
    assert report["problems"][0].items() >= {
        ("code", "invalid-record"),
        ("path", "recommender"),
        ("severity", "error"),
    }


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ({"rows": [], "extra": 1}, "extra"),
        ({"applicant": {"place": 1}}, "applicant.place"),
        ({"applicant": {"finances": [{}, {}, {}, {"profit": "1"}]}}, "applicant.finances.3.profit"),
        ({"tasks": [{}, {}, {}, {"patents": "1"}]}, "tasks.3.patents"),
    ],
)
def test_what_the_form_has_no_place_for_is_told_by_its_path(run, record, path):
    result = run("check", write("bad.json", record))
    assert result.exit_code == 1
    assert f"[invalid-record {path}]" in result.stdout


@pytest.mark.parametrize("name", ["jiebang2025/application", 5, [], {}, True])
def test_a_record_of_no_form_of_ours_is_status_3_and_the_others_are_checked(run, summary, name):
    write("odd.json", {"form": name, "record": summary})
    result = run("check", "odd.json", write("good.json", summary), "--json")
    assert result.exit_code == 3
    odd, good = reports(result)
    assert odd["form"] is None
    assert good["form"] == "jiebang2024/summary"


@pytest.mark.parametrize(
    "text",
    ['{"foo": 1}', "no json", "[]", '{"form": "x", "record": {}}', '{"form": 1, "record": {}}'],
)
def test_why_a_file_holds_no_record_is_said_to_people(run, text):
    Path("odd.json").write_text(text, encoding="utf-8")
    result = run("check", "odd.json")
    assert result.exit_code == 3
    assert re.search("^odd.json: 未读 .*请.*。", result.stdout)


def test_a_document_is_checked_as_the_record_that_it_holds(run, application_docx, application):
    Path("a.docx").write_bytes(application_docx)
    result = run("check", "a.docx", write("a.json", application), "--json")
    document, record = reports(result)
    assert document["form"] == record["form"] == "jiebang2024/application"
    assert [p for p in document["problems"] if p["severity"] == "error"] == [
        p for p in record["problems"] if p["severity"] == "error"
    ]


def test_files_come_in_the_order_given_records_and_documents_mixed(run, summary_docx, summary):
    Path("one.docx").write_bytes(summary_docx)
    Path("two.docx").write_bytes(summary_docx)
    write("lines.jsonl", summary, {"form": "jiebang2024/summary", "record": summary})
    result = run("check", "one.docx", "lines.jsonl", "two.docx", "--json")
    assert [report["source"] for report in reports(result)] == [
        "one.docx",
        "lines.jsonl:1",
        "lines.jsonl:2",
        "two.docx",
    ]


@pytest.mark.parametrize("data", [b"", b"{", b"{}", b'{"nothing": "of ours"}', b"\xff\xfe"])
def test_a_file_that_holds_no_record_is_status_3_and_the_others_are_checked(run, summary, data):
    Path("odd.json").write_bytes(data)
    result = run("check", "odd.json", write("good.json", summary), "--json")
    assert result.exit_code == 3
    odd, good = reports(result)
    assert (odd["form"], odd["problems"]) == (None, [])
    assert odd["reason"]["message"]
    assert good["form"] == "jiebang2024/summary"


def test_a_document_that_can_not_be_read_is_status_3(run):
    Path("empty.docx").touch()
    result = run("check", "empty.docx")
    assert result.exit_code == 3
    assert "[empty-file]" in result.stdout


def test_a_file_that_is_not_there_is_a_wrong_call(run):
    assert run("check", "absent.json").exit_code == 2
