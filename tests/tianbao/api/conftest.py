"""The interface on a store with submissions, and who asks it by token."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

import tianbao
from tests.tianbao.conftest import sample
from tests.tianbao.store.helpers import arrive, claim, finish
from tianbao.store import Store, ledger, open_store, people
from tianbao.web import create_app, users

Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def documents() -> dict[str, tuple[bytes, list[dict[str, Any]]]]:
    """Two printed applications with what reading gave of them."""
    printed = {name: tianbao.render("application", sample(name)) for name in ("a01", "a06")}
    return {f"{name}.docx": (data, tianbao.extract(data)) for name, data in printed.items()}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, documents: dict[str, Any]) -> Path:
    """A store with two records, and a document that is no form; tests get copies of it."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    opened = open_store(folder)
    for name, (data, results) in documents.items():
        arrive(opened, name, data)
        (claimed,) = claim(opened)
        finish(opened, claimed, results)
    arrive(opened, "通知.docx", b"no form")
    (claimed,) = claim(opened)
    with opened.session() as session:
        ledger.fail(session, claimed, "not-a-form", "不是表单")
    opened.close()
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(shutil.copytree(filled, tmp_path / "store"))
    yield opened
    opened.close()


@pytest.fixture
def app(store: Store) -> Flask:
    return create_app(store)


@pytest.fixture
def token(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """`token("reviewer")`: one of a new user of that role."""
    monkeypatch.setattr(users, "HASHER", PasswordHasher(1, 8, 1))

    def token(role: str) -> str:
        with store.session() as session:
            name = f"{role}-{len(people.users(session))}"
            user = users.add_user(session, name, role, "correct horse battery")
            return users.new_token(session, user, "test", None)

    return token


@pytest.fixture
def ask(app: Flask, token: Callable[[str], str]) -> Ask:
    """`ask("get", "/api/records/", as_="viewer")`"""
    tokens: dict[str, str] = {}

    def ask(method: str, path: str, as_: str = "reviewer", **more: Any) -> Any:
        bearer = tokens.get(as_) or tokens.setdefault(as_, token(as_))
        headers = {"Authorization": f"Bearer {bearer}", **more.pop("headers", {})}
        return app.test_client().open(path, method=method.upper(), headers=headers, **more)

    return ask
