"""`import tianbao`: the verbs as functions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tianbao
from forms.errors import InvalidRecord, UnknownForm


def test_what_is_printed_is_read_back(application, summary):
    for form, record in (("application", application), ("summary", summary)):
        (result,) = tianbao.extract(tianbao.render(form, record))
        assert result["record"] == record


def test_documents_are_bytes_or_paths(tmp_path, summary_docx):
    path = tmp_path / "s.docx"
    path.write_bytes(summary_docx)
    records = [tianbao.extract(given)[0]["record"] for given in (summary_docx, path, str(path))]
    assert records[0] == records[1] == records[2]
    assert tianbao.extract(path)[0]["source"]["name"] == str(path)


def test_forms_schema_and_blank():
    names = [form.name for form in tianbao.forms()]
    assert names == ["jiebang2024/application", "jiebang2024/summary", "office/notice"]
    assert tianbao.schema("summary")["$schema"].endswith("2020-12/schema")
    (result,) = tianbao.extract(tianbao.blank("summary"))
    assert result["record"] == {"recommender": None, "rows": []}


def test_a_document_is_checked_as_its_record(application, application_docx):
    (of_document,) = tianbao.check(application_docx)
    (of_record,) = tianbao.check(application)
    assert of_document["form"] == of_record["form"] == "jiebang2024/application"
    assert of_record["source"] is None


def test_a_record_that_names_no_form_needs_it_said():
    with pytest.raises(tianbao.verbs.checking.WrongCall):
        tianbao.check({})
    (report,) = tianbao.check({}, form="summary")
    assert report["form"] == "jiebang2024/summary"


def test_a_bad_document_is_a_result_and_a_bad_record_an_error():
    (result,) = tianbao.extract(b"")
    assert result["form"] is None
    assert tianbao.check(b"")[0]["reason"] == result["reason"]
    with pytest.raises(InvalidRecord) as error:
        tianbao.render("summary", {"recommender": 1, "x": 2})
    assert set(error.value.errors) == {"recommender", "x"}
    with pytest.raises(UnknownForm):
        tianbao.blank("nothing")
    with pytest.raises(FileNotFoundError):
        tianbao.extract("absent.docx")


def test_a_template_is_linted(tmp_path):
    from renderers.docx import TEMPLATES

    assert tianbao.lint(TEMPLATES / "jiebang2024" / "summary.docx") == []
    (fault,) = tianbao.lint(b"no zip")
    assert set(fault) == {"code", "cell", "message", "where"}


def test_importing_it_imports_nothing_else_of_ours():
    listing = "import sys, tianbao; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True).stdout
    assert not {"forms", "extractors", "renderers", "lxml", "click"} & set(loaded.split())


def test_every_function_is_in_the_documents():
    documents = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
    for name in tianbao.__all__:
        assert f"`tianbao.{name}(" in documents
        assert getattr(tianbao, name).__doc__
