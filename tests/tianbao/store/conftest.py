"""Stores in SQLite and in PostgreSQL, and what reading gave of real documents."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import tianbao
from tests.servers.postgres import Postgres, postgres
from tests.servers.s3 import s3
from tests.tianbao.store.helpers import Results
from tianbao.store import Store, open_store

SAMPLES = Path(__file__).parents[3] / "samples"


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture(scope="session")
def template(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the tables in it, for others to be copies of."""
    name = server.new_database()
    open_store(server.url(name), tmp_path_factory.mktemp("blobs")).close()
    return name


@pytest.fixture(scope="session")
def template_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in SQLite."""
    folder = tmp_path_factory.mktemp("template") / "store"
    open_store(folder).close()
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store is."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("template_folder"), tmp_path / "store")
        return str(tmp_path / "store")
    server: Postgres = request.getfixturevalue("server")
    return server.url(server.new_database(request.getfixturevalue("template")))


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(url, tmp_path / "blobs")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[Any]:
    with s3() as client:
        yield client


@pytest.fixture
def bucket(s3_server: Any, request: pytest.FixtureRequest) -> str:
    """The URL of an empty bucket of the test's own, `s3://…`."""
    name = f"office-{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]}"
    s3_server.create_bucket(Bucket=name)
    return f"s3://{name}"


@pytest.fixture(scope="session")
def read_sample() -> Results:
    """What reading the printed record of a sample gave."""
    (path,) = (SAMPLES / "records").glob("a01-*.json")
    document = tianbao.render("application", json.loads(path.read_text(encoding="utf-8")))
    return tianbao.extract(document)


@pytest.fixture
def results(read_sample: Results) -> Results:
    return copy.deepcopy(read_sample)


@pytest.fixture(scope="session")
def read_faulty() -> Results:
    """What reading the printed record of an application full of mistakes gave."""
    (path,) = (SAMPLES / "records").glob("a04-*.json")
    document = tianbao.render("application", json.loads(path.read_text(encoding="utf-8")))
    return tianbao.extract(document)


@pytest.fixture
def faulty(read_faulty: Results) -> Results:
    return copy.deepcopy(read_faulty)
