"""What Prometheus is told, and who may ask."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.tianbao.store.helpers import arrive, claim
from tianbao.store import ledger
from tianbao.store.models import Document
from tianbao.web import users

AWAY = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def figures(app):
    def figures(**more):
        answer = app.test_client().get("/metrics", **more)
        assert answer.status_code == 200, answer.text
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }

    return figures


def test_an_empty_store_has_figures(figures):
    found = figures()
    assert found["tianbao_documents", "received"] == 0
    assert found["tianbao_read_seconds_count",] == 0
    assert found["tianbao_queue_age_seconds",] == 0


def test_the_ledger_is_told_as_it_is(store, figures):
    for name in ("a.docx", "b.docx", "c.docx"):
        arrive(store, name, name.encode())
    (claimed,) = claim(store)
    with store.session() as session:
        ledger.fail(session, claimed, "not-a-form", "不是表单")
        session.get_one(Document, claimed.document_id).seconds = 0.3
    claim(store)
    found = figures()
    states = {state: found["tianbao_documents", state] for state in ("received", "reading")}
    assert states == {"received": 1, "reading": 1}
    assert found["tianbao_unusable_documents", "not-a-form"] == 1
    assert found["tianbao_workers",] == 1
    buckets = [found["tianbao_read_seconds_bucket", most] for most in ("0.25", "0.5", "+Inf")]
    assert buckets == [0, 1, 1]
    assert found["tianbao_queue_age_seconds",] >= 0


def test_requests_are_counted_under_few_labels(app, figures):
    app.test_client().get("/nowhere")
    app.test_client().open("/", method="FROBNICATE")
    found = figures()
    assert found["tianbao_requests_total", "none", "GET", "404"] == 1
    assert {key[2] for key in found if key[0] == "tianbao_requests_total"} == {"GET", "other"}


def test_from_elsewhere_a_token_is_needed(app, store, figures):
    refused = app.test_client().get("/metrics", environ_base=AWAY)
    assert refused.status_code != 200
    assert "tianbao_" not in refused.text
    with store.session() as session:
        user = users.add_user(session, "prometheus", "viewer", "correct horse battery")
        token = users.new_token(session, user, "prometheus", None)
    headers = {"Authorization": f"Bearer {token}"}
    assert figures(environ_base=AWAY, headers=headers)
