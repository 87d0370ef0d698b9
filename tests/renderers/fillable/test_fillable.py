"""Fillable forms: every answer has its field, and what is filled in reads back."""

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings

from extractors import pdf_form
from extractors.assemble import assemble
from extractors.extract import extract
from forms.registry import get
from renderers import fillable
from renderers.fillable.making import blank_pdf
from tests.renderers.fillable.conftest import FORMS, RECORDS, form_of
from tests.strategies import records

# What the form prints itself, and so has no field: the number of a row, a year, a level.
PRINTED = {"rows.*.no", "applicant.finances.*.year", "tasks.*.standards.*.level"}


def opened(data):
    return pymupdf.open(stream=data)


def fields(data):
    with opened(data) as document:
        return pdf_form.fields_of(document)


def by_names(form, data):
    """The record that the fields give by their names alone."""
    decoded = pdf_form.decode(form, pdf_form.answers(fields(data)))
    return assemble(form, decoded)


@pytest.mark.parametrize("name", FORMS)
def test_every_answer_has_a_field_named_by_its_path(blanks, name):
    form = get(name)
    paths = {form.pattern(field.name.partition("=")[0]) for field in fields(blanks[name])}
    assert set(form.leaves()) - paths == PRINTED & set(form.leaves())
    assert paths <= set(form.leaves())


def test_the_lists_have_the_rows_that_the_form_prints(blanks):
    names = {field.name for field in fields(blanks["application"])}
    for task in range(3):
        for rows in ("technologies", "equipment", "software", "network"):
            found = {name for name in names if name.startswith(f"tasks.{task}.{rows}.")}
            assert len(found) == 3 * 3
    assert sum(field.name.endswith(".mobile") for field in fields(blanks["summary"])) == 9


@pytest.mark.parametrize("name", FORMS)
def test_the_untouched_blank_reads_as_the_empty_record(blanks, name):
    form = get(name)
    assert by_names(form, blanks[name]) == form.empty()
    (found,) = extract(blanks[name], "blank.pdf")
    assert (found["form"], found["record"], found["fields"]) == (form.name, form.empty(), {})


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_filled_form_reads_back_by_the_names_of_its_fields(roomy, name):
    form = form_of(RECORDS[name])
    record = form.load(RECORDS[name])
    data = roomy[form.name.rpartition("/")[2]].filled(form, record)
    assert by_names(form, data) == record


@pytest.mark.parametrize("name", ["a02-institute-materials", "s01-pudong-two"])
def test_the_page_reads_alike_with_its_fields_and_when_they_are_flattened(blanks, name):
    form = form_of(RECORDS[name])
    record = form.load(RECORDS[name])
    data = fillable.render(form, record)
    (found,) = extract(data, "filled.pdf")
    assert found["record"] == record
    assert {entry["by"] for entry in found["fields"].values()} == {"pdf-field"}
    assert "unread-text" not in {problem["code"] for problem in found["problems"]}
    with opened(data) as document:
        document.bake()
        (flat,) = extract(document.tobytes(), "flat.pdf")
    assert flat["record"] == record


@pytest.mark.parametrize("name", FORMS)
def test_law_1_holds_for_any_record(roomy, name):
    form = get(name)

    @settings(
        max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(records(form.name))
    def law(record):
        record = form.load(with_room(record))
        assert by_names(form, roomy[name].filled(form, record)) == record

    law()


def with_room(record):
    """The record with as many industries of a direction as a blank has blocks for."""
    for task in record.get("narrative", {}).get("tasks", ()):
        del task["industries"][2:]
    return record


def test_the_same_record_gives_the_same_bytes(blanks):
    form, record = get("summary"), RECORDS["s01-pudong-two"]
    assert fillable.render(form, record) == fillable.render(form, record)


def test_a_record_with_longer_lists_gets_rows_of_its_own(blanks):
    form, record = (
        get("summary"),
        form_of(RECORDS["s03-long-and-sparse"]).load(RECORDS["s03-long-and-sparse"]),
    )
    assert len(record["rows"]) > 9
    assert by_names(form, fillable.render(form, record)) == record


def test_an_answer_longer_than_its_field_takes_loses_the_field_s_limit(blanks):
    form = get("application")
    code = "91310115MA1K2X7Q3X" * 2
    data = fillable.render(form, {"applicant": {"credit_code": code}})
    with opened(data) as document:
        (field,) = (
            widget
            for page in document
            for widget in page.widgets()
            if widget.field_name == "applicant.credit_code"
        )
        assert (field.field_value, field.text_maxlen) == (code, 0)


def test_a_blank_that_was_made_once_needs_no_libreoffice(blanks, monkeypatch):
    monkeypatch.setattr("renderers.fillable.making._version", lambda: None)
    assert blank_pdf(get("summary"), {}) == blanks["summary"]
