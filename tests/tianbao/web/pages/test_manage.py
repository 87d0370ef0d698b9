"""Users, passwords and tokens."""

from __future__ import annotations

import re

import pytest

from tests.tianbao.web.conftest import PASSWORD, post, signed_in, user
from tianbao.store import deleting, people, revising, terms
from tianbao.store.models import Audit
from tianbao.web.background import check_outdated


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


def test_what_the_office_sets_is_kept_and_submissions_are_checked_by_it(admin, store, record):
    post(admin, f"/records/{record}/correct", path="cover.date", value="2024-06-10", version=1)
    sent = {"issuer": "市经济信息化委", "deadline": "2024-06-30", "keep_days": "365"}
    post(admin, "/manage/settings", **sent)
    check_outdated(store).join()
    page = admin.get("/manage").text
    assert all(value in page for value in sent.values())
    with store.reading() as session:
        problems = revising.load(session, record).problems
    assert "after-deadline" not in [each["code"] for each in problems]


def test_a_date_that_is_none_is_no_deadline(admin):
    assert post(admin, "/manage/settings", deadline="2024-13-01").status_code == 400


@pytest.mark.parametrize("number", ["-30", "0", "abc", "1.5", "99999999999"])
def test_a_number_that_can_not_be_set_changes_nothing(admin, store, number):
    post(admin, "/manage/settings", keep_days="365", deadline="2024-06-30")
    post(admin, "/manage/quota", district="嘉定区", quota="8")
    assert post(admin, "/manage/settings", keep_days=number).status_code == 400
    assert post(admin, "/manage/quota", district="嘉定区", quota=number).status_code == 400
    with store.reading() as session:
        assert people.setting(session, deleting.KEEP_DAYS) == 365
        assert people.setting(session, terms.DEADLINE) == "2024-06-30"
        assert people.setting(session, terms.QUOTA) == {"嘉定区": 8}


def test_a_district_has_a_quota_of_its_own(admin):
    post(admin, "/manage/quota", district="嘉定区", quota="8")
    assert "嘉定区：8" in admin.get("/manage").text
    post(admin, "/manage/quota", district="嘉定区", quota="")
    assert "嘉定区：8" not in admin.get("/manage").text
