"""`tianbao blank FORM -o FILE.docx`"""

from __future__ import annotations

from pathlib import Path

import pytest

import tianbao
from renderers.office import OfficeMissing, pool, process


@pytest.mark.parametrize("form", ["application", "summary", "jiebang2024/summary"])
def test_the_blank_is_written_and_reads_as_an_empty_form(run, form):
    result = run("blank", form, "-o", "blank.docx")
    assert (result.exit_code, result.output) == (0, "")
    (read,) = tianbao.extract("blank.docx")
    assert read["form"].endswith(form)
    assert read["fields"] == {}


def test_a_file_that_is_there_is_kept_without_force(run):
    Path("blank.docx").write_bytes(b"mine")
    result = run("blank", "summary", "-o", "blank.docx")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert Path("blank.docx").read_bytes() == b"mine"
    assert run("blank", "summary", "-o", "blank.docx", "--force").exit_code == 0
    assert Path("blank.docx").read_bytes() == tianbao.blank("summary")


def test_the_suffix_chooses_pdf(run):
    assert run("blank", "summary", "-o", "blank.PDF").exit_code == 0
    assert Path("blank.PDF").read_bytes() == tianbao.blank("summary", "pdf")


def test_a_pdf_for_archives_is_asked_for(run):
    assert run("blank", "summary", "-o", "blank.pdf", "--pdf-a").exit_code == 0
    assert Path("blank.pdf").read_bytes() == tianbao.blank("summary", "pdf/a")
    assert run("blank", "summary", "-o", "blank.docx", "--pdf-a").exit_code == 2


def test_without_libreoffice_a_pdf_is_status_4_and_no_file(run, monkeypatch):
    monkeypatch.setattr(process, "found", missing)
    monkeypatch.setattr(pool, "_kept", lambda pid: pool.Office())
    result = run("blank", "summary", "-o", "blank.pdf")
    assert result.exit_code == 4
    assert "LibreOffice" in result.stderr
    assert "apt-get install" in result.stderr
    assert not Path("blank.pdf").exists()


def missing() -> tuple[str, str]:
    raise OfficeMissing("LibreOffice Writer is missing")


@pytest.mark.parametrize("target", ["blank", "blank.doc", "absent/blank.docx", "."])
def test_a_target_that_can_not_be_written_is_a_wrong_call(run, target):
    assert run("blank", "summary", "-o", target).exit_code == 2


def test_a_target_must_be_named(run):
    assert run("blank", "summary").exit_code == 2
