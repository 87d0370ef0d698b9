"""Two versions of one submission."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

import tianbao
from forms.registry import get
from renderers import pdf
from tests.scanner.levels import degrade
from tests.scanner.prints import pages, scan_pdf
from tests.scanner.seals import stamped
from tianbao.errors import Unread, WrongCall
from tianbao.verbs.comparing import as_written, compare_results

SUBMISSIONS = Path(__file__).parents[3] / "samples" / "submissions"


def test_a_print_and_its_record_are_the_same(application, application_docx):
    assert tianbao.compare(application_docx, application) == []


def test_the_form_typed_anew_differs_where_its_record_does(application):
    later = copy.deepcopy(application)
    later["applicant"]["address"] = "上海市浦东新区新址路1号"
    (entry,) = tianbao.compare(SUBMISSIONS / "a01-retyped.docx", later)
    assert entry == {
        "path": "applicant.address",
        "a": application["applicant"]["address"],
        "b": later["applicant"]["address"],
        "kind": "differs",
    }


def test_what_stands_there_but_gives_no_value_is_compared_as_it_stands(application):
    entries = {
        entry["path"]: entry
        for entry in tianbao.compare(application, SUBMISSIONS / "a01-slips.docx")
    }
    assert entries["tasks.0.budget"]["b"] == "0.236亿元"
    assert "民营企业" in entries["applicant.ownership"]["b"]


def test_evidence_of_a_row_that_the_record_has_not_is_no_answer(application):
    fields = {"tasks.2.effects.1.cost_reduction": {"raw": "三成"}, "cover.date": {"raw": "五月"}}
    record = copy.deepcopy(application)
    record["cover"]["date"] = None
    written = as_written({"record": record, "fields": fields})
    assert written["cover"]["date"] == "五月"
    assert written["tasks"] == record["tasks"]


def test_forms_are_compared_one_by_one_and_one_that_only_one_holds_is_named():
    both = SUBMISSIONS / "x01-application-and-summary.docx"
    assert tianbao.compare(both, both) == []
    application, summary = tianbao.extract(both)
    entries = list(compare_results([application, summary], [summary]))
    assert entries == [
        {"path": "", "a": "jiebang2024/application", "b": None, "kind": "only-a"},
    ]
    assert [entry["kind"] for entry in compare_results([summary], [application, summary])] == [
        "only-b"
    ]


def test_different_forms_and_a_form_twice_are_refused(application, summary):
    with pytest.raises(WrongCall):
        tianbao.compare(application, summary)
    (result,) = tianbao.extract(tianbao.render("summary", summary))
    with pytest.raises(WrongCall):
        list(compare_results([result, result], [result]))


def test_a_document_that_gives_no_record_is_told_with_its_reason(application):
    with pytest.raises(Unread) as error:
        tianbao.compare(application, b"")
    assert error.value.code == "empty-file"


@pytest.mark.xdist_group("pages")  # networks in one process
def test_a_sealed_scan_differs_from_the_word_file_where_its_paper_does(summary):
    said = copy.deepcopy(summary)
    said["rows"][0]["mobile"] = "13800000077"
    said["rows"][1]["contact"] = "欧阳若虚"
    [sheet] = pages(pdf.render(get("summary"), said), 200)
    sealed = stamped(sheet, "round", 70, 45, 200, said["recommender"])
    scan = scan_pdf([degrade(sealed, "colour", 1)], 200)
    word = tianbao.render("summary", summary)
    differing = {entry["path"]: entry for entry in tianbao.compare(word, scan)}
    assert {path: each["kind"] for path, each in differing.items()} == {
        "rows.0.mobile": "differs",
        "rows.1.contact": "differs",
    }
    assert differing["rows.0.mobile"]["b"] == "13800000077"
    assert differing["rows.1.contact"]["b"] == "欧阳若虚"
