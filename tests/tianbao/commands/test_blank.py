"""`tianbao blank FORM -o FILE.docx`"""

from __future__ import annotations

from pathlib import Path

import pytest

import tianbao


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


def test_a_pdf_is_not_there_yet_and_the_message_says_so(run):
    result = run("blank", "summary", "-o", "blank.pdf")
    assert result.exit_code == 4
    assert "LibreOffice" in result.stderr
    assert not Path("blank.pdf").exists()


@pytest.mark.parametrize("target", ["blank", "blank.doc", "absent/blank.docx", "."])
def test_a_target_that_can_not_be_written_is_a_wrong_call(run, target):
    assert run("blank", "summary", "-o", target).exit_code == 2


def test_a_target_must_be_named(run):
    assert run("blank", "summary").exit_code == 2
