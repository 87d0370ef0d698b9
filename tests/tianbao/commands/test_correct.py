"""`tianbao correct FILE CHANGES.json -o FILE.docx` and `tianbao annotate FILE -o FILE.docx`"""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import Mock

import pytest

import tianbao
from renderers.office import OfficeMissing
from tests.documents import kinds

KINDS = Path(__file__).parents[3] / "samples" / "kinds"


def written(name: str, changes: object) -> str:
    Path(name).write_text(json.dumps(changes), encoding="utf-8")
    return name


def test_changes_are_written_into_the_file(run, application_docx):
    Path("form.docx").write_bytes(application_docx)
    changes = written("changes.json", {"applicant.name": "甲乙公司"})
    result = run("correct", "form.docx", changes, "-o", "new.docx", "--track", "--author", "审核员")
    assert (result.exit_code, result.output) == (0, "")
    assert tianbao.extract("new.docx")[0]["record"]["applicant"]["name"] == "甲乙公司"
    assert Path("form.docx").read_bytes() == application_docx


def test_what_is_refused_is_named_and_nothing_is_written(run, application_docx):
    Path("form.docx").write_bytes(application_docx)
    changes = written("changes.json", {"applicant.nickname": "甲", "tasks.0.patents": "many"})
    result = run("correct", "form.docx", changes, "-o", "new.docx")
    assert result.exit_code == 2
    assert "applicant.nickname" in result.stderr
    assert "tasks.0.patents" in result.stderr
    assert not Path("new.docx").exists()


def test_a_file_that_can_not_be_read_has_its_own_status(run):
    Path("form.docx").write_bytes(b"no form")
    changes = written("changes.json", {"applicant.name": "甲"})
    assert run("correct", "form.docx", changes, "-o", "new.docx").exit_code == 3
    assert run("annotate", "form.docx", "-o", "new.docx").exit_code == 3
    assert not Path("new.docx").exists()


def test_an_author_without_tracking_is_a_wrong_call(run, application_docx):
    Path("form.docx").write_bytes(application_docx)
    changes = written("changes.json", {})
    result = run("correct", "form.docx", changes, "-o", "new.docx", "--author", "甲")
    assert result.exit_code == 2


def test_problems_become_comments(run, application_docx):
    Path("form.docx").write_bytes(tianbao.correct(application_docx, {"applicant.name": None}))
    assert run("annotate", "form.docx", "-o", "new.docx").exit_code == 0
    marks = tianbao.extract("new.docx")[0]["marks"]
    assert "comment" in {mark["kind"] for mark in marks}


@pytest.mark.parametrize("name", ["s01-retyped.rtf", "s01-retyped-word-2003.xml"])
def test_a_file_of_another_kind_is_written_into_its_conversion(run, name):
    changes = written("changes.json", {"rows.0.contact": "沈国梁"})
    result = run("correct", str(KINDS / name), changes, "-o", "new.docx", "--track")
    assert result.exit_code == 0
    assert "已转换为docx" in result.stderr
    (before,), (after,) = tianbao.extract(KINDS / name), tianbao.extract("new.docx")
    before["record"]["rows"][0]["contact"] = "沈国梁"
    assert after["record"] == before["record"]
    assert after["source"]["kind"] == "docx"


@pytest.mark.parametrize("kind", ["-html.doc", "-word-2003.xml"])
def test_a_change_without_a_place_in_a_conversion_is_named_and_nothing_is_written(run, kind):
    stem = "a08-label-and-value-in-one-cell"
    Path(f"form{kind}").write_bytes(kinds.written(stem)[f"{stem}{kind}"])
    changes = written("changes.json", {"applicant.name": "甲公司", "tasks.2.solution": "新方案"})
    result = run("correct", f"form{kind}", changes, "-o", "new.docx")
    assert result.exit_code == 2
    assert "tasks.2.solution" in result.stderr
    assert not Path("new.docx").exists()


def test_a_file_of_another_kind_is_annotated_in_its_conversion(run):
    wrong = tianbao.correct(KINDS / "s01-retyped.odt", {"rows.0.mobile": "1380000"})
    Path("wrong.docx").write_bytes(wrong)
    result = run("annotate", str(KINDS / "s01-retyped-flat-opc.xml"), "-o", "same.docx")
    assert result.exit_code == 0
    assert "已转换为docx" in result.stderr
    assert run("annotate", "wrong.docx", "-o", "new.docx").exit_code == 0
    assert "comment" in {mark["kind"] for mark in tianbao.extract("new.docx")[0]["marks"]}


def test_without_libreoffice_what_is_missing_is_said(run, monkeypatch):
    monkeypatch.setattr("renderers.office.convert", Mock(side_effect=OfficeMissing("missing")))
    changes = written("changes.json", {"rows.0.contact": "沈国梁"})
    result = run("correct", str(KINDS / "s01-retyped.rtf"), changes, "-o", "new.docx")
    assert result.exit_code == 4
    assert "LibreOffice" in result.stderr
    assert not Path("new.docx").exists()
