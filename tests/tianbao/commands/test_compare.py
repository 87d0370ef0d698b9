"""`tianbao compare A B`"""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest


@pytest.fixture
def versions(application) -> tuple[str, str]:
    """A record and a later one: another fax, and one word of a long text."""
    later = copy.deepcopy(application)
    later["applicant"]["contact"]["fax"] = None
    profile = application["applicant"]["profile"]
    later["applicant"]["profile"] = profile[:100] + "（改）" + profile[100:]
    Path("a.json").write_text(json.dumps(application), encoding="utf-8")
    Path("b.json").write_text(json.dumps(later), encoding="utf-8")
    return "a.json", "b.json"


def test_the_same_is_status_0(run, application, application_docx):
    Path("a.docx").write_bytes(application_docx)
    Path("a.json").write_text(json.dumps(application), encoding="utf-8")
    result = run("compare", "a.docx", "a.json")
    assert (result.exit_code, result.stdout) == (0, "没有不同\n")
    assert json.loads(run("compare", "a.docx", "a.json", "--json").stdout) == []


def test_differences_are_status_1_and_a_line_each(run, versions):
    result = run("compare", *versions)
    assert result.exit_code == 1
    fax, profile = result.stdout.splitlines()
    assert fax.startswith("仅前者有 “项目联系人·传真”：")
    assert fax.endswith("→ （空） [applicant.contact.fax]")
    assert "…" in profile
    assert "（改）" in profile


def test_json_has_an_object_a_difference(run, versions, application):
    result = run("compare", *versions, "--json")
    assert result.exit_code == 1
    fax, profile = json.loads(result.stdout)
    assert fax == {
        "path": "applicant.contact.fax",
        "a": application["applicant"]["contact"]["fax"],
        "b": None,
        "kind": "only-a",
    }
    assert (profile["path"], profile["kind"]) == ("applicant.profile", "differs")


def test_what_cant_be_read_is_status_3(run, versions):
    Path("empty.docx").write_bytes(b"")
    result = run("compare", "a.json", "empty.docx")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "empty.docx" in result.stderr


def test_two_forms_cant_be_compared(run, versions, summary):
    Path("s.json").write_text(json.dumps(summary), encoding="utf-8")
    assert run("compare", "a.json", "s.json").exit_code == 2


def test_a_file_that_is_not_there_is_status_2(run, versions):
    assert run("compare", "a.json", "nowhere.docx").exit_code == 2
