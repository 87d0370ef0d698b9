"""Stores with documents to read, in SQLite and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.servers.postgres import Postgres, postgres
from tianbao.store import Store, open_store
from tianbao.working import LocalPool


class Place(NamedTuple):
    """Where a store is: what `--store` and `--blobs` are given."""

    url: str
    blobs: str

    def open(self) -> Store:
        return open_store(self.url, self.blobs)


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A store that is not there yet."""
    if request.param == "sqlite":
        return Place(str(tmp_path / "store"), str(tmp_path / "blobs"))
    return request.getfixturevalue("on_server")


@pytest.fixture
def on_server(server: Postgres, tmp_path: Path) -> Place:
    return Place(server.url(server.new_database()), str(tmp_path / "blobs"))


@pytest.fixture
def in_folder(tmp_path: Path) -> Place:
    return Place(str(tmp_path / "store"), str(tmp_path / "blobs"))


@pytest.fixture
def store(in_folder: Place) -> Iterator[Store]:
    """An empty store in a folder."""
    opened = in_folder.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def pool() -> Iterator[LocalPool]:
    pool = LocalPool(2)
    yield pool
    pool.shutdown(wait=False)
