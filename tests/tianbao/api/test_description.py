"""The interface holds to its own description, whatever is asked of it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tianbao.store import open_store
from tianbao.web import create_app, users

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
AT_LEAST = {"/api/records/", "/api/records/{number}/corrections", "/api/documents/"}
FILES = ("/pages/", "/files/", "/summaries/", "/export/", "/file")

# What asks LibreOffice, or draws, takes seconds a call and is asked less often.
SLOW = re.compile(r"/(pages|files|summaries)/")

NUMBERS = {"number", "other", "page"}  # of rows, in a path

ANEW = "TIANBAO_DRAW" in os.environ
EXAMPLES = {False: 10, True: 4}  # by whether an operation is slow


@pytest.fixture(scope="module")
def served(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The interface, and a token of an admin; calls change the store one after another."""
    store = open_store(shutil.copytree(filled, tmp_path_factory.mktemp("served") / "store"))
    with store.session() as session:
        user = users.add_user(session, "admin", "admin", "correct horse battery")
        token = users.new_token(session, user, "test", None)
    yield create_app(store), token
    store.close()


def hold_to(operation: schemathesis.APIOperation, token: str) -> None:
    """Calls an operation with what its description allows, and with what it doesn't."""

    @settings(
        max_examples=200 if ANEW else EXAMPLES[bool(SLOW.search(operation.path))],
        derandomize=not ANEW,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def call(data: st.DataObject) -> None:
        modes = st.sampled_from(list(schemathesis.GenerationMode))
        case = data.draw(operation.as_strategy(generation_mode=data.draw(modes)))
        if data.draw(st.booleans()):  # rows that are there, and one that isn't
            for name in NUMBERS & (case.path_parameters or {}).keys():
                case.path_parameters[name] = data.draw(st.sampled_from([1, 2, 3, 99]))
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

    call()


def test_every_answer_is_as_it_is_described(
    served: tuple[Flask, str], subtests: pytest.Subtests
) -> None:
    app, token = served
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    for found in described.get_all_operations():
        operation = found.ok()
        with subtests.test(operation.label):
            hold_to(operation, token)


def test_the_description_names_the_whole_interface(served: tuple[Flask, str]) -> None:
    app, _ = served
    described = app.test_client().get("/api/openapi.json").json
    assert described["openapi"] == "3.1.0"
    assert described["paths"].keys() >= AT_LEAST
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api-")]
    assert len(described["paths"]) <= len(rules)


def test_each_file_is_described_by_its_media_types(served: tuple[Flask, str]) -> None:
    app, _ = served
    paths = app.test_client().get("/api/openapi.json").json["paths"]
    for path, methods in paths.items():
        if any(part in path for part in FILES):
            kinds = methods["get"]["responses"]["200"]["content"]
            assert "application/json" not in kinds, path
            assert all(each["schema"]["format"] == "binary" for each in kinds.values()), path
