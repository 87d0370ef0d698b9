"""The application on a store with real submissions, and somebody signed in to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import tianbao
from forms.registry import get
from tests.tianbao.conftest import sample
from tianbao.store import Store, ledger, open_store
from tianbao.store.models import User
from tianbao.web import create_app, users

PASSWORD = "correct horse battery"
SAMPLES = Path(__file__).parents[3] / "samples"

Client = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take a millisecond and not fifty."""
    monkeypatch.setattr(users, "HASHER", PasswordHasher(1, 8, 1))
    users._nobody.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture
def app(store: Store) -> Flask:
    return create_app(store)


@pytest.fixture
def client(app: Flask, store: Store) -> Client:
    """`client("reviewer")`: somebody of that role, signed in."""

    def client(role: str, name: str | None = None) -> FlaskClient:
        with store.session() as session:
            users.add_user(session, name or role, role, PASSWORD)
        return signed_in(app, name or role)

    return client


@pytest.fixture
def reviewer(client: Client) -> FlaskClient:
    """A reviewer who has opened the list."""
    signed_in = client("reviewer", "周文")
    signed_in.get("/")
    return signed_in


def signed_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sign-in").text
    answer = client.post(
        "/sign-in", data={"name": name, "password": PASSWORD, "csrf": csrf_of(page)}
    )
    assert answer.status_code == 303
    return client


def csrf_of(page: str) -> str:
    return re.search(r'"X-CSRF-Token": "([^"]+)"', page)[1]


def post(client: FlaskClient, address: str, **data: Any) -> TestResponse:
    """A change as the page sends it, by htmx."""
    with client.session_transaction() as session:
        token = session["csrf"]
    headers = {"X-CSRF-Token": token, "HX-Request": "true"}
    return client.post(address, data=data, headers=headers)


def user(store: Store, name: str) -> User:
    with store.reading() as session:
        return session.query(User).filter_by(name=name).one()


def take_in(
    store: Store,
    data: bytes,
    name: str,
    results: list[dict[str, Any]] | None = None,
    message: int | None = None,
) -> int:
    """A document taken in and read; the id of its first submission."""
    results = tianbao.extract(data) if results is None else results
    with store.session() as session:
        document, _ = ledger.add_document(session, store.blobs.put(data), len(data), name)
        ledger.add_arrival(
            session, document, source="mails", path=[name], name=name, message_id=message
        )
    with store.session() as session:
        (claim,) = ledger.claim(session, 1, "test")
        assert ledger.finish(session, claim, results, seconds=0.1, reader="test")
    from tianbao.store.models import Submission

    with store.reading() as session:
        found = session.query(Submission).filter_by(document_id=document).first()
        assert found is not None
        return found.id


@pytest.fixture(scope="session")
def slips() -> tuple[bytes, list[dict[str, Any]]]:
    """A Word file with doubts and faults, and what reading it gave."""
    data = (SAMPLES / "submissions" / "a01-slips.docx").read_bytes()
    return data, tianbao.extract(data)


@pytest.fixture
def record(store: Store, slips: tuple[bytes, list[dict[str, Any]]]) -> int:
    """The id of a submission with doubts and faults."""
    return take_in(store, slips[0], "a01-slips.docx", slips[1])


@pytest.fixture(scope="session")
def clean() -> dict[str, Any]:
    return sample("a01")


@pytest.fixture(scope="session")
def wrong_pdf() -> tuple[bytes, list[dict[str, Any]]]:
    """A PDF, and what reading it gave, but for a credit code and a mobile number that are wrong."""
    data = (SAMPLES / "pdf" / "a05-thirty-row-lists.pdf").read_bytes()
    (result,) = tianbao.extract(data)
    applicant = result["record"]["applicant"]
    applicant["credit_code"] = applicant["credit_code"][:-1] + "W"
    applicant["contact"]["mobile"] = "1380000002"
    problems = get(result["form"]).check(result["record"])
    return data, [{**result, "problems": [problem.as_dict() for problem in problems]}]


@pytest.fixture
def pdf_record(store: Store, wrong_pdf: tuple[bytes, list[dict[str, Any]]]) -> int:
    """The id of a submission on paper with two faults."""
    return take_in(store, wrong_pdf[0], "申报书.pdf", wrong_pdf[1])
