"""Who may what: by session and by token, for each role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tianbao.web.conftest import PASSWORD, post, signed_in, user
from tianbao.store.clock import now
from tianbao.store.models import Token, User
from tianbao.web import users


def token(store, role="viewer", expires=None):
    with store.session() as session:
        user = users.add_user(session, f"{role}-of-token", role, PASSWORD)
        return users.new_token(session, user, "a program", expires)


def asked(app, given, path="/"):
    return app.test_client().get(path, headers={"Authorization": f"Bearer {given}"})


def test_somebody_unknown_is_sent_to_sign_in_and_comes_back(app):
    response = app.test_client().get("/dashboard?x=1")
    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/dashboard?x%3D1"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(app):
    response = app.test_client().get("/records/1/pages", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        *(("viewer", "/", 200), ("viewer", "/upload", 403), ("viewer", "/manage", 403)),
        *(("reviewer", "/upload", 200), ("reviewer", "/manage", 403), ("admin", "/manage", 200)),
    ],
)
def test_each_role_may_what_those_below_it_may(client, role, path, status):
    assert client(role).get(path).status_code == status


def test_a_viewer_changes_nothing(client, record):
    viewer = client("viewer")
    viewer.get("/")
    for path in ("correct", "accept", "undo", "rule", "unrule", "review", "assign", "part", "join"):
        assert post(viewer, f"/records/{record}/{path}", version=1).status_code == 403, path


def test_a_token_is_as_good_as_its_user_and_needs_no_csrf_token(app, store):
    given = token(store, "admin")
    assert asked(app, given, "/manage").status_code == 200
    made = app.test_client().post(
        "/manage/users",
        data={"name": "新人", "role": "viewer", "password": PASSWORD},
        headers={"Authorization": f"Bearer {given}"},
    )
    assert made.status_code == 303


def test_a_token_is_kept_as_its_hash_and_its_use_is_noted(app, store):
    given = token(store)
    asked(app, given)
    with store.reading() as session:
        row = session.query(Token).one()
        assert given not in row.hash
        assert row.last_used_at is not None


@pytest.mark.parametrize("wrong", ["", "tb_unknown", "\udcff"])
def test_an_unknown_token_is_nobody(app, wrong):
    assert asked(app, wrong.encode("utf-8", "replace").decode()).status_code == 303


def test_an_expired_token_is_nobody(app, store):
    assert asked(app, token(store, expires=now() - timedelta(seconds=1))).status_code == 303


def test_a_disabled_user_is_out_at_once(app, client, store):
    viewer, given = client("viewer"), token(store)
    with store.session() as session:
        for user in session.query(User):
            user.disabled = True
    assert viewer.get("/").status_code == 303
    assert asked(app, given).status_code == 303


def test_who_was_disabled_signs_in_anew(app, client, store):
    admin, viewer = client("admin"), client("viewer")
    admin.get("/manage")
    number = user(store, "viewer").id
    for disabled in ({"disabled": "on"}, {}):
        assert post(admin, f"/manage/users/{number}", role="viewer", **disabled).status_code == 303
    assert viewer.get("/").status_code == 303
    assert signed_in(app, "viewer").get("/").status_code == 200


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(app, client, store):
    first = client("viewer")
    second = signed_in(app, "viewer")
    second.get("/account")
    changed = post(second, "/account/password", old=PASSWORD, new="another long one")
    assert changed.status_code == 303
    assert first.get("/").status_code == 303
    assert second.get("/").status_code == 200
