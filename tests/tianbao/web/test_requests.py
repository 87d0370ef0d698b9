"""Each request is numbered and told of, without what was searched for."""

from __future__ import annotations

import logging

import pytest


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.INFO, logger="tianbao.web.requests")
    return lambda: [each for each in caplog.records if each.name == "tianbao.web.requests"]


def test_a_request_is_told_with_who_asked_and_what_came_of_it(client, told):
    client("viewer").get("/?search=林晓")
    record = told()[-1]
    assert record.getMessage() == "GET /"
    assert (record.fields["status"], record.fields["user"]) == (200, "viewer")


def test_a_refused_request_is_told_too(app, told):
    app.test_client().get("/api/records/")
    assert told()[-1].fields["status"] == 401


def test_who_only_watches_is_not_told_of(app, told):
    app.test_client().get("/healthz")
    app.test_client().get("/metrics")
    assert told() == []


@pytest.mark.parametrize(("given", "kept"), [("a-1", True), ("x" * 65, False), ("a b", False)])
def test_the_number_that_a_proxy_gave_is_kept_if_it_is_one(app, given, kept):
    number = app.test_client().get("/healthz", headers={"X-Request-Id": given}).headers
    assert (number["X-Request-Id"] == given) is kept
