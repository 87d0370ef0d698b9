"""Rulings, who has a submission, and the end of its review."""

from __future__ import annotations

import pytest

from tests.tianbao.web.conftest import post
from tests.tianbao.web.pages.test_record import loaded


@pytest.fixture
def reviewer(client):
    signed_in = client("reviewer", "周文")
    signed_in.get("/")
    return signed_in


def test_a_finding_is_overruled_with_a_reason_and_stays_to_be_seen(reviewer, store, record):
    finding = {"code": "two-ticks", "about": "applicant.ownership"}
    sent = {**finding, "reason": "已电话核实", "version": 1}
    before = loaded(store, record).errors
    answer = post(reviewer, f"/records/{record}/rule", **sent)
    assert "已电话核实" in answer.text
    assert loaded(store, record).errors == before - 1
    taken_back = post(reviewer, f"/records/{record}/unrule", **finding, version=2)
    assert "已电话核实" not in taken_back.text
    assert loaded(store, record).errors == before


def test_a_finding_is_not_overruled_without_a_reason(reviewer, record):
    sent = {"code": "two-ticks", "about": "applicant.ownership", "reason": " ", "version": 1}
    assert post(reviewer, f"/records/{record}/rule", **sent).status_code == 400


def test_a_review_names_who_did_it(reviewer, store, record):
    answer = post(reviewer, f"/records/{record}/review", version=1)
    assert "已审核" in answer.text
    assert (loaded(store, record).state, loaded(store, record).reviewed_by) == ("reviewed", "周文")


def test_a_review_of_an_old_version_is_refused(reviewer, record):
    post(reviewer, f"/records/{record}/correct", path="applicant.name", value="甲", version=1)
    assert post(reviewer, f"/records/{record}/review", version=1).status_code == 409


def test_a_submission_is_given_to_a_reviewer_and_found_in_his_list(reviewer, store, record):
    assert "上海启岚" not in reviewer.get("/?assigned=mine").text
    assert post(reviewer, f"/records/{record}/assign", to="周文").status_code == 204
    assert loaded(store, record).assigned_to == "周文"
    assert "上海启岚" in reviewer.get("/?assigned=mine").text


def test_a_submission_is_given_to_nobody_who_can_t_review(reviewer, client, record):
    client("viewer", "看客")
    assert post(reviewer, f"/records/{record}/assign", to="看客").status_code == 400
