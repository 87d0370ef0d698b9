"""`tianbao user`"""

from __future__ import annotations

import pytest

from tianbao.store import open_store
from tianbao.web import users

PASSWORD = "correct horse battery"


@pytest.fixture
def user(run, tmp_path):
    def user(verb, *arguments, password=PASSWORD):
        call = ("user", verb, *arguments, "--store", tmp_path / "store")
        return run(*call, stdin=f"{password}\n")

    return user


def verified(tmp_path, name, password=PASSWORD):
    store = open_store(tmp_path / "store")
    with store.reading() as session:
        found = users.verified(session, name, password)
        return found and found.role


def test_the_first_admin_is_made_here(user, tmp_path):
    assert user("add", "林晓", "--role", "admin", "--password-stdin").exit_code == 0
    assert verified(tmp_path, "林晓") == "admin"


def test_the_password_is_asked_for_twice(user, tmp_path):
    assert user("add", "林晓", password=f"{PASSWORD}\n{PASSWORD}").exit_code == 0
    assert verified(tmp_path, "林晓") == "reviewer"


def test_a_name_that_is_taken_and_a_short_password_are_refused(user):
    user("add", "林晓", "--password-stdin")
    again = user("add", "林晓", "--password-stdin")
    assert (again.exit_code, "already" in again.stderr) == (2, True)
    short = user("add", "周文", "--password-stdin", password="short")
    assert (short.exit_code, "10" in short.stderr) == (2, True)


def test_users_are_listed_and_changed(user, tmp_path):
    user("add", "林晓", "--password-stdin")
    user("role", "林晓", "--role", "viewer")
    user("password", "林晓", "--password-stdin", password="another long one")
    assert verified(tmp_path, "林晓", "another long one") == "viewer"
    user("disable", "林晓")
    assert user("list").stdout == "林晓\tviewer\tdisabled\n"
    assert verified(tmp_path, "林晓", "another long one") is None


def test_a_token_is_printed_once(user, tmp_path):
    user("add", "林晓", "--password-stdin")
    made = user("token", "林晓", "--label", "导出").stdout.strip()
    store = open_store(tmp_path / "store")
    with store.reading() as session:
        assert users.user_of_token(session, made)[0].name == "林晓"


def test_an_unknown_user_is_a_wrong_call(user):
    assert user("disable", "无人").exit_code == 2
