"""Users, passwords and tokens."""

from __future__ import annotations

import re

import pytest

from tests.tianbao.web.conftest import PASSWORD, post, signed_in, user
from tianbao.store.models import Audit


@pytest.fixture
def admin(client):
    signed_in = client("admin")
    signed_in.get("/manage")
    return signed_in


def test_an_admin_adds_a_user_who_can_sign_in(admin, app, store):
    post(admin, "/manage/users", name="新人", role="reviewer", password=PASSWORD)
    assert signed_in(app, "新人").get("/upload").status_code == 200
    with store.reading() as session:
        assert "user-add" in [each.action for each in session.query(Audit)]


@pytest.mark.parametrize("wrong", [{"name": "admin"}, {"password": "short"}, {"role": "king"}])
def test_a_user_that_can_t_be_is_not_added(admin, wrong):
    sent = {"name": "新人", "role": "reviewer", "password": PASSWORD} | wrong
    assert post(admin, "/manage/users", **sent).status_code == 303
    assert "没有建立用户" in admin.get("/manage").text


def test_a_role_is_changed_and_a_user_disabled(admin, client, store):
    client("viewer", "看客")
    number = user(store, "看客").id
    post(admin, f"/manage/users/{number}", role="reviewer")
    assert (user(store, "看客").role, user(store, "看客").disabled) == ("reviewer", False)
    post(admin, f"/manage/users/{number}", role="reviewer", disabled="on")
    assert user(store, "看客").disabled


def test_an_admin_can_t_lock_himself_out(admin, store):
    sent = post(admin, f"/manage/users/{user(store, 'admin').id}", role="viewer")
    assert sent.status_code == 403


def test_a_token_is_shown_once_and_can_be_revoked(app, admin):
    page = post(admin, "/account/tokens", label="导出程序").text
    token = re.search(r"tb_[\w-]+", page)[0]
    assert token not in admin.get("/account").text
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/manage", headers=headers).status_code == 200
    number = re.search(r"/account/tokens/(\d+)/remove", page)[1]
    post(admin, f"/account/tokens/{number}/remove")
    assert app.test_client().get("/manage", headers=headers).status_code == 303


def test_nobody_revokes_another_s_token(admin, client):
    page = post(admin, "/account/tokens", label="导出程序").text
    number = re.search(r"/account/tokens/(\d+)/remove", page)[1]
    other = client("viewer")
    other.get("/")
    assert post(other, f"/account/tokens/{number}/remove").status_code == 404


def test_a_new_password_needs_the_old_one(admin):
    post(admin, "/account/password", old="wrong", new="another long one")
    assert "没有更改" in admin.get("/account").text
