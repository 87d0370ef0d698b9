"""Whether the service can do its work: each part failing once."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from tests.tianbao.store.helpers import arrive, claim
from tianbao.store.clock import now
from tianbao.store.models import Document
from tianbao.web import health

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def asked(app):
    def asked():
        answer = app.test_client().get("/healthz")
        bad = {name: how for name, how in answer.json["checks"].items() if how != "ok"}
        return answer.status_code, answer.json["status"], bad

    return asked


def test_a_store_is_well_empty_and_filled(store, asked):
    assert asked() == (200, "ok", {})
    arrive(store, "a.docx", b"a")
    assert asked() == (200, "ok", {})


def test_a_database_that_can_not_be_read_fails(store, asked):
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE document RENAME TO gone")
    status, how, bad = asked()
    assert (status, how, bad["database"]) == (503, "failing", "failing")


def test_blobs_that_are_gone_fail(store, asked):
    arrive(store, "a.docx", b"a")
    shutil.rmtree(store.blobs.folder)
    assert asked() == (503, "failing", {"blobs": "failing"})


def test_a_document_that_waits_for_long_is_a_warning_unless_somebody_reads(store, asked):
    arrive(store, "a.docx", b"a")
    arrive(store, "b.docx", b"b")
    with store.session() as session:
        for document in session.query(Document):
            document.taken_in_at = now() - 2 * health.PATIENCE
    assert asked() == (200, "warning", {"reading": "warning"})
    claim(store)
    assert asked() == (200, "ok", {})


@pytest.mark.parametrize(
    ("free", "told"),
    [
        (health.LITTLE - 1, (200, "warning", {"disk": "warning"})),
        (health.TOO_LITTLE - 1, (503, "failing", {"disk": "failing"})),
    ],
)
def test_a_disk_with_little_room_is_told(asked, monkeypatch, free, told):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Usage(2**40, 0, free))
    assert asked() == told
