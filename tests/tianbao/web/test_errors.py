"""A store that can't be worked with now: told as such, in the shape of who asks."""

from __future__ import annotations

import pytest

from tests.tianbao.web.conftest import post
from tianbao.store import StoreUnusable, revising


@pytest.fixture
def full(monkeypatch, store):
    """The disk of a store whose blobs and rows take no more."""

    def no_room(*_, **__):
        raise StoreUnusable("the store's database: database or disk is full")

    monkeypatch.setattr(store.blobs, "put", no_room)
    monkeypatch.setattr(revising, "correct", no_room)
    return no_room


def test_a_correction_that_finds_no_room_is_told_and_nothing_is_changed(
    reviewer, record, store, full
):
    sent = {"path": "applicant.address", "value": "别处", "version": 1}
    answer = post(reviewer, f"/records/{record}/correct", **sent)
    assert answer.status_code == 503
    assert "暂时不能使用" in answer.text
    assert "disk" not in answer.text
    with store.reading() as session:
        assert revising.load(session, record).version == 1


def test_a_document_that_finds_no_room_is_told_in_the_interface_s_shape(reviewer, full):
    headers = {"X-CSRF-Token": token_of(reviewer), "Content-Type": "application/octet-stream"}
    answer = reviewer.post("/api/documents/?name=a.pdf", data=b"%PDF-1.4", headers=headers)
    assert (answer.status_code, answer.json["status"]) == (503, 503)
    assert "disk" not in answer.text


def test_a_database_that_is_gone_is_told_on_every_page(app, reviewer, store, monkeypatch, full):
    monkeypatch.setattr(type(store), "reading", full)
    for path in ("/", "/dashboard", "/account"):
        answer = reviewer.get(path)
        assert (answer.status_code, "暂时不能使用" in answer.text) == (503, True)
    assert reviewer.get("/api/records/").json["status"] == 503


def token_of(client):
    with client.session_transaction() as session:
        return session["csrf"]
