"""Signing in: the first admin, wrong passwords, how often one may try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tianbao.web.conftest import PASSWORD, csrf_of
from tianbao.store.clock import now
from tianbao.store.models import Audit, User
from tianbao.web import attempts, users
from tianbao.web.pages.sign_in import own


def enter(client, name="林晓", password=PASSWORD, target=""):
    token = csrf_of(client.get("/sign-in").text)
    sent = {"name": name, "password": password, "csrf": token, "next": target}
    return client.post("/sign-in", data=sent)


@pytest.fixture
def somebody(store):
    with store.session() as session:
        users.add_user(session, "林晓", "reviewer", PASSWORD)


def test_without_users_the_page_says_how_to_make_the_first_admin(app):
    page = app.test_client().get("/sign-in").text
    assert "tianbao user add" in page
    assert 'name="password"' not in page


@pytest.mark.usefixtures("somebody")
def test_a_right_password_leads_to_where_one_wanted(app):
    response = enter(app.test_client(), target="/dashboard")
    assert (response.status_code, response.headers["Location"]) == (303, "/dashboard")


@pytest.mark.usefixtures("somebody")
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(app, store):
    wrong = enter(app.test_client(), password="wrong")
    unknown = enter(app.test_client(), name="无人")
    assert wrong.status_code == unknown.status_code == 401
    assert "用户名或密码不对" in wrong.text
    assert "用户名或密码不对" in unknown.text
    with store.reading() as session:
        assert [each.action for each in session.query(Audit)] == ["sign-in-refused"] * 2


@pytest.mark.usefixtures("somebody")
def test_a_disabled_user_does_not_get_in(app, store):
    with store.session() as session:
        session.query(User).one().disabled = True
    assert enter(app.test_client()).status_code == 401


@pytest.mark.usefixtures("somebody")
def test_after_five_wrong_passwords_the_right_one_waits_too(app):
    client = app.test_client()
    assert [enter(client, password="wrong").status_code for _ in range(5)] == [401] * 5
    late = enter(client)
    assert late.status_code == 429
    assert late.headers["Retry-After"] == "900"
    assert "15分钟" in late.text


@pytest.mark.usefixtures("somebody")
def test_a_success_forgets_the_tries_before_it(app):
    client = app.test_client()
    for _ in range(4):
        enter(client, password="wrong")
    assert enter(client).status_code == 303
    assert [enter(app.test_client(), password="wrong").status_code for _ in range(4)] == [401] * 4


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("days", [-1, 400])
def test_a_clock_that_was_wrong_locks_nobody_out(app, monkeypatch, days):
    wrong = now() + timedelta(days=days)
    with monkeypatch.context() as patch:
        patch.setattr(attempts, "now", lambda: wrong)
        for _ in range(6):
            enter(app.test_client(), password="wrong")
    assert enter(app.test_client()).status_code == 303


def test_names_tried_from_one_address_are_counted_together(app):
    answers = [enter(app.test_client(), name=f"无人{n}").status_code for n in range(31)]
    assert answers == [401] * 30 + [429]


@pytest.mark.parametrize(
    ("target", "taken"),
    [
        ("/records/1?x=1", True),
        *(("", False), ("https://evil.example/", False), ("//evil.example", False)),
        *(("///evil.example", False), ("/\\/evil.example", False), ("records", False)),
        *(("/\\evil.example", False), ("javascript:alert(1)", False), ("/a\nb", False)),
    ],
)
def test_one_is_sent_to_a_place_of_this_application_only(target, taken):
    assert (own(target) == target) is taken


def leave(client):
    token = csrf_of(client.get("/").text)
    return client.post("/sign-out", data={"csrf": token})


@pytest.mark.usefixtures("somebody")
def test_signing_out_ends_the_session(app):
    client = app.test_client()
    enter(client)
    leave(client)
    assert client.get("/").status_code == 303


@pytest.mark.usefixtures("somebody")
def test_a_copied_cookie_and_other_browsers_are_signed_out_too(app):
    client, other, copy = (app.test_client() for _ in range(3))
    enter(client)
    enter(other)
    copy.set_cookie("tianbao", client.get_cookie("tianbao").value)
    assert copy.get("/").status_code == 200
    leave(client)
    assert (copy.get("/").status_code, other.get("/").status_code) == (303, 303)
    assert enter(client).status_code == 303
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("somebody")
def test_who_is_not_signed_in_ends_nobodys_session(app):
    client = app.test_client()
    enter(client)
    assert leave_unknown(app.test_client()).status_code == 303
    assert client.get("/").status_code == 200


def leave_unknown(client):
    token = csrf_of(client.get("/sign-in").text)
    return client.post("/sign-out", data={"csrf": token})
