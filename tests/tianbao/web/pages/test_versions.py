"""Versions of an application, and two of them side by side."""

from __future__ import annotations

import copy

import pytest

import tianbao
from tests.tianbao.web.conftest import post, take_in
from tests.tianbao.web.pages.test_record import loaded


@pytest.fixture
def second(store, clean):
    """A resubmission of the same applicant, with another address."""
    record = copy.deepcopy(clean)
    record["applicant"]["address"] = "上海市浦东新区金桥路1400号"
    return take_in(store, tianbao.render("application", record), "第二次.docx")


def test_resubmissions_are_listed_together(reviewer, record, second):
    page = reviewer.get(f"/records/{record}/versions").text
    assert "a01-slips.docx" in page
    assert "第二次.docx" in page


def test_two_versions_are_compared_answer_by_answer(reviewer, record, second):
    page = reviewer.get(f"/records/{record}/against/{second}").text
    assert "金桥路1398弄" in page
    assert "金桥路1400号" in page
    assert "2.154亿元" in page  # stands in the document and gave no value
    assert page.count('class="pane pages"') == 2


def test_a_version_joined_wrongly_is_parted_and_joined_again(reviewer, store, record, second):
    together = loaded(store, record).application_id
    assert loaded(store, second).application_id == together
    post(reviewer, f"/records/{second}/part")
    assert loaded(store, second).application_id != together
    # … a later correction leaves it where a person put it
    sent = {"path": "applicant.address", "value": "别处", "version": loaded(store, second).version}
    post(reviewer, f"/records/{second}/correct", **sent)
    assert loaded(store, second).application_id != together
    post(reviewer, f"/records/{second}/join", other=record)
    assert loaded(store, second).application_id == together


def test_changes_are_listed_with_who_when_and_what(reviewer, record):
    sent = {"path": "applicant.ownership", "value": "民营企业", "version": 1}
    post(reviewer, f"/records/{record}/correct", **sent)
    page = reviewer.get(f"/records/{record}/versions").text
    assert "单位性质" in page
    assert "<ins>民营企业</ins>" in page
    assert "周文" in page


def test_forms_of_two_kinds_are_not_compared(reviewer, store, record, summary_docx):
    other = take_in(store, summary_docx, "汇总表.docx")
    assert reviewer.get(f"/records/{record}/against/{other}").status_code == 400


@pytest.fixture
def admin(client):
    signed_in = client("admin")
    signed_in.get("/")
    return signed_in


def test_a_deletion_leaves_nothing_of_the_document(admin, store, record):
    sha256 = loaded(store, record).document.sha256
    assert post(admin, f"/records/{record}/delete", confirm=record + 1).status_code == 400
    assert post(admin, f"/records/{record}/delete", confirm=record).status_code == 303
    assert admin.get(f"/records/{record}").status_code == 404
    assert not store.blobs.exists(sha256)


def test_a_reviewer_deletes_nothing(reviewer, record):
    assert post(reviewer, f"/records/{record}/delete", confirm=record).status_code == 403


def test_a_deadline_is_extended_for_one_applicant(admin, store, record):
    path, late = "cover.date", "2024-06-10"
    post(admin, f"/records/{record}/correct", path=path, value=late, version=1)
    assert "after-deadline" in [each["code"] for each in loaded(store, record).problems]
    post(admin, f"/records/{record}/extend", deadline="2024-06-15")
    assert "after-deadline" not in [each["code"] for each in loaded(store, record).problems]
    assert post(admin, f"/records/{record}/extend", deadline="soon").status_code == 400
