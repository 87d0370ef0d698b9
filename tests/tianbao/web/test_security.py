"""Headers of every response, and the token of every change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tianbao.web.conftest import csrf_of, post

WEB = Path(__file__).parents[3] / "tianbao" / "web"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/none", "/static/app.css"])
def test_every_response_has_a_policy_without_exceptions(app, path):
    response = app.test_client().get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in response.headers


def test_pages_are_kept_in_no_cache_and_what_never_changes_is(app):
    assert app.test_client().get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "max-age" in app.test_client().get("/static/app.css").headers["Cache-Control"]


def test_no_template_has_a_style_a_script_or_an_address_of_its_own():
    for template in (WEB / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|javascript:", text), template.name
        assert not re.search(r"(src|href|action)=\"https?:", text), template.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), template.name


def test_a_change_without_the_session_s_token_is_refused(client, record):
    reviewer = client("reviewer")
    sent = {"path": "applicant.name", "value": "甲", "version": 1}
    assert reviewer.post(f"/records/{record}/correct", data=sent).status_code == 400
    wrong = {"X-CSRF-Token": "wrong"}
    refused = reviewer.post(f"/records/{record}/correct", data=sent, headers=wrong)
    assert refused.status_code == 400
    assert post(reviewer, f"/records/{record}/correct", **sent).status_code == 200


def test_a_token_of_another_session_is_of_no_use(app, client):
    other = csrf_of(app.test_client().get("/sign-in").text)
    reviewer = client("reviewer")
    assert reviewer.post("/sign-out", data={"csrf": other}).status_code == 400


def test_cookies_are_for_this_site_and_for_http_alone(app):
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    by_https = app.test_client().get("/sign-in", base_url="https://office.example")
    assert "Secure" in by_https.headers["Set-Cookie"]
