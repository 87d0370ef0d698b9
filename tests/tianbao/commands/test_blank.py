"""`tianbao blank FORM -o FILE.docx`"""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pymupdf
import pytest

import tianbao
from renderers.fillable import _blank
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


def test_a_fillable_form_has_a_field_for_an_answer(run, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = run("blank", "summary", "--fillable", "-o", "blank.pdf")
    assert (result.exit_code, result.output) == (0, "")
    with pymupdf.open("blank.pdf") as document:
        names = [widget.field_name for page in document for widget in page.widgets()]
    assert names[:2] == ["recommender", "rows.0.name"]


def test_a_fillable_form_without_libreoffice_is_status_4_and_says_what_is_missing(
    run, monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    missing = OfficeMissing("LibreOffice is missing")
    monkeypatch.setattr("renderers.fillable.making.convert", Mock(side_effect=missing))
    monkeypatch.setattr("renderers.fillable._blank", _blank.__wrapped__)
    result = run("blank", "summary", "--fillable", "-o", "blank.pdf")
    assert result.exit_code == 4
    assert "LibreOffice" in result.stderr


@pytest.mark.parametrize("options", [["-o", "x.docx"], ["-o", "x.pdf", "--pdf-a"]])
def test_a_fillable_form_is_a_plain_pdf(run, options):
    assert run("blank", "summary", "--fillable", *options).exit_code == 2
