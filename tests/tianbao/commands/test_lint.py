"""`tianbao lint TEMPLATE.docx`"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from renderers.docx import TEMPLATES

APPLICATION = TEMPLATES / "jiebang2024" / "application.docx"
SUMMARY = TEMPLATES / "jiebang2024" / "summary.docx"


def edited(template: Path, *changes: tuple[str, str]) -> bytes:
    """The template with texts of its document replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                for before, after in changes:
                    assert before.encode() in data
                    data = data.replace(before.encode(), after.encode())
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize("template", [APPLICATION, SUMMARY])
def test_our_templates_have_no_fault_and_records_survive_them(run, template):
    result = run("lint", template, "--verify")
    assert (result.exit_code, result.output) == (0, "")


def test_a_fault_is_a_line_and_status_1(run):
    Path("t.docx").write_bytes(edited(SUMMARY, ("row.mobile", "row.mobil")))
    result = run("lint", "t.docx")
    assert result.exit_code == 1
    assert any("row.mobil" in line or "rows.*.mobil" in line for line in result.stdout.splitlines())
    assert all(line.startswith("t.docx: ") for line in result.stdout.splitlines())


def test_the_form_is_told_by_the_fields_or_named(run):
    Path("t.docx").write_bytes(edited(SUMMARY, ("row.mobile", "row.mobil")))
    assert run("lint", "t.docx", "--form", "summary").stdout == run("lint", "t.docx").stdout
    as_application = run("lint", "t.docx", "--form", "application")
    assert "applicant.name" in as_application.stdout


def test_a_file_that_is_no_template_is_a_fault(run):
    Path("t.docx").write_bytes(b"no zip")
    assert run("lint", "t.docx").exit_code == 1


def test_a_new_version_that_breaks_nothing_says_nothing(run):
    assert run("lint", SUMMARY, "--against", SUMMARY).output == ""


def test_a_new_version_is_told_what_it_breaks(run):
    Path("new.docx").write_bytes(edited(SUMMARY, ("联系人", "经办人")))
    result = run("lint", "new.docx", "--against", SUMMARY)
    assert result.exit_code == 1
    assert "“联系人” is now “经办人”" in result.stdout


def test_the_outline_is_the_template_as_text(run):
    result = run("lint", SUMMARY, "--outline")
    assert result.exit_code == 0
    assert "推荐单位" in result.stdout
    assert "{{ row.name }}" in result.stdout


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04"])
def test_a_file_that_has_no_outline_is_a_fault(run, data):
    Path("t.docx").write_bytes(data)
    result = run("lint", "t.docx", "--outline")
    assert result.exit_code == 1
    assert result.stdout.startswith("t.docx: ")


def test_an_old_version_that_is_no_template_is_a_wrong_call(run):
    Path("old.docx").write_bytes(b"no zip")
    result = run("lint", SUMMARY, "--against", "old.docx")
    assert result.exit_code == 2
    assert "old.docx: this is no Word template" in result.stderr


def test_a_template_with_a_document_type_is_a_fault(run):
    declared = ("<w:document", '<!DOCTYPE w:document [<!ENTITY e "x">]><w:document')
    Path("t.docx").write_bytes(edited(SUMMARY, declared))
    result = run("lint", "t.docx")
    assert result.exit_code == 1
    assert "document type" in result.stdout


def test_a_file_that_is_not_there_is_a_wrong_call(run):
    assert run("lint", "absent.docx").exit_code == 2
