"""Every rule of the application, asked by everybody: who may, and no change without the token of
the session that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tianbao.store.people import ROLES

NOBODY = "nobody"
EVERYBODY = (NOBODY, *ROLES)
SAFE = {"GET", "HEAD", "OPTIONS"}

# Endpoint → the lowest role that may.
OPEN = dict.fromkeys(
    ("static", "metrics", "healthz", "sign_in.show", "sign_in.enter", "sign_in.leave"), NOBODY
) | {"api-docs.openapi_json": NOBODY}
VIEWER = (
    *("pictures.show", "listing.show", "listing.unread", "record.show", "record.pages"),
    *("versions.show", "versions.compare", "dashboard.show", "interface"),
    *("summaries.show", "summaries.download"),
    *(f"downloads.{name}" for name in ("mail", "original", "corrected", "tracked", "annotated")),
    *(f"downloads.{name}" for name in ("reprint_word", "reprint_pdf", "notice")),
    *(f"manage.{name}" for name in ("account", "password", "add_token", "remove_token")),
    *(f"api-documents.{name}" for name in ("show", "picture")),
    *(f"api-records.{name}" for name in ("page", "show", "history", "against")),
    *("api-files.make", "api-files.show", "api-files.check"),
    *("api-summaries.make", "api-exports.counts"),
)
REVIEWER = (
    *(f"record.{name}" for name in ("row", "correct", "remove_row", "accept", "undo")),
    *(f"handling.{name}" for name in ("rule", "unrule", "review", "assign")),
    *("versions.part", "versions.join", "downloads.document", "downloads.draft"),
    *("summaries.rank", "uploads.show", "uploads.take"),
    *(f"api-documents.{name}" for name in ("take", "again", "file")),
    *(f"api-records.{name}" for name in ("correct", "accept", "undo", "rule", "unrule")),
    *(f"api-records.{name}" for name in ("review", "assign", "part", "join")),
    "api-exports.export",
)
ADMIN = (
    *("versions.extend", "versions.delete", "api-documents.delete"),
    *(f"manage.{name}" for name in ("show", "settings", "quota", "add", "change")),
)
LOWEST = (
    OPEN
    | dict.fromkeys(VIEWER, "viewer")
    | dict.fromkeys(REVIEWER, "reviewer")
    | dict.fromkeys(ADMIN, "admin")
)
# What a row that is not there, or an empty request, is answered with by who may.
ASKED = {"kind": "docx", "name": "reprint.docx", "filename": "app.css"}
EXPORT = {"api-exports.export": {"kind": "csv"}}


def address(app: Flask, rule: Rule) -> str:
    values = {name: ASKED.get(name, 99) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{**values, **EXPORT.get(rule.endpoint, {})})


def requests(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Each rule with its methods and an address of it."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, address(app, rule)


def test_every_rule_has_its_lowest_role(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == LOWEST.keys()


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_may_what_his_role_may_and_nothing_else(app, client, role):
    asking = app.test_client() if role == NOBODY else client(role)
    page = "/sign-in" if role == NOBODY else "/account"
    asking.get(page)
    with asking.session_transaction() as session:
        headers = {"X-CSRF-Token": session["csrf"]}
    # Signing out last: it ends the session.
    for rule, method, path in sorted(requests(app), key=lambda asked: signs(asked[0])):
        response = asking.open(path, method=method, headers=headers)
        refused = response.status_code in (401, 403) or "/sign-in" in response.headers.get(
            "Location", ""
        )
        may = EVERYBODY.index(role) >= EVERYBODY.index(LOWEST[rule.endpoint])
        if not signs(rule):
            assert refused is not may, (method, path, response.status_code)
        assert response.status_code < 500, (method, path)


def signs(rule: Rule) -> bool:
    """Whether what a rule does is to sign in or out."""
    return rule.endpoint.startswith("sign_in.")


def test_no_change_is_made_without_the_session_s_token(app, client):
    admin = client("admin")
    for rule, method, path in requests(app):
        if method not in SAFE:
            assert admin.open(path, method=method).status_code == 400, (rule.endpoint, method)


@pytest.mark.parametrize("path", ["/records/{}", "/api/records/{}", "/documents/{}/file"])
def test_a_number_that_no_database_holds_is_not_there(client, path):
    admin = client("admin")
    assert admin.get(path.format(10**30)).status_code == 404


def test_a_mail_draft_is_for_a_reviewer_alone(client):
    viewer = client("viewer")
    assert viewer.get("/api/records/1/files/notice.eml").status_code == 403


def test_what_went_wrong_within_has_the_policy_too_and_says_nothing_of_it(app, client, monkeypatch):
    viewer = client("viewer")

    def fail(*_, **__):
        raise RuntimeError("secret")

    monkeypatch.setattr("tianbao.web.pages.listing.listing.page", fail)
    monkeypatch.setattr("tianbao.api.records.listing.page", fail)
    for path in ("/", "/api/records/"):
        response = viewer.get(path)
        assert response.status_code == 500
        assert "secret" not in response.text
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"


def test_a_host_that_somebody_made_up_is_in_no_answer(app):
    for path in ("/", "/sign-in", "/none", "/api/records/"):
        response = app.test_client().get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in response.text
        assert "evil.example" not in response.headers.get("Location", "")


def test_a_session_that_was_there_before_is_none_after_signing_in(app, client):
    from tests.tianbao.web.conftest import PASSWORD

    client("viewer")
    asking = app.test_client()
    asking.get("/sign-in")
    with asking.session_transaction() as session:
        before = session["csrf"]
        session["planted"] = "x"
    asking.post("/sign-in", data={"name": "viewer", "password": PASSWORD, "csrf": before})
    asking.get("/")
    with asking.session_transaction() as session:
        assert "planted" not in session
        assert session["csrf"] != before
