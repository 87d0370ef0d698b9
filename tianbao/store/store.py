"""A store, opened: its transactions and its blobs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)
from sqlalchemy.orm import Session, sessionmaker

from tianbao.store.blobs import Blobs, open_blobs
from tianbao.store.errors import NoStore, StoreUnusable
from tianbao.store.migrating import migrate
from tianbao.store.opening import engine_of, place

# Errors of the database that what is asked of it is to blame for, and that no waiting mends: a key
# that is taken, a statement that it doesn't know, a text that it can't hold.
FAULTS = (DataError, IntegrityError, ProgrammingError)


class Store:
    """What was taken in and what became of it. Threads may share one, processes open their own."""

    def __init__(self, engine: Engine, blobs: Blobs) -> None:
        self.engine = engine
        self.blobs = blobs
        self._writing = sessionmaker(engine.execution_options(writes=True), expire_on_commit=False)
        self._reading = sessionmaker(engine.execution_options(writes=False), expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, undone by any error.

        One at a time may write to SQLite, so keep it short, and do slow work before it. Raises
        StoreUnusable when the database is full, gone, or busy for too long.
        """
        with _translated(), self._writing.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads; it hinders nobody. Raises StoreUnusable as `session`."""
        with _translated(), self._reading() as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def open_store(
    url: str | os.PathLike[str],
    blobs: str | os.PathLike[str] | None = None,
    *,
    make: bool = True,
) -> Store:
    """The store in a folder, or at `sqlite:///…` or `postgresql://…` with its blobs in a folder or
    at `s3://…`; one made by an earlier version is brought up to this one.

    Where there is none it is made, with `make`; else, and for a place that can't be one, raises
    NoStore. Raises StoreUnusable where the database can't be reached.
    """
    database, blobs_url = place(url, blobs)
    if database.get_backend_name() == "sqlite":
        _prepare_folder(Path(str(database.database)), make)
    engine = engine_of(database)
    with _translated():
        migrate(engine, make)
    return Store(engine, open_blobs(blobs_url))


def _prepare_folder(file: Path, make: bool) -> None:
    if file.exists():
        return
    if not make:
        raise NoStore(f"{file.parent}: no store is there; tianbao intake makes one.")
    if file.parent.exists() and not file.parent.is_dir():
        raise NoStore(f"{file.parent} is a file; a store is a folder.")
    # Submissions hold personal data: the folder is its owner's.
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _translated() -> Iterator[None]:
    """The database's own errors as ours; a fault of the program (a wrong key) stays what it is."""
    try:
        yield
    except FAULTS:
        raise
    except (DatabaseError, InterfaceError) as error:
        raise StoreUnusable(f"the store's database: {_said(error)}") from error


def _said(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split()) or type(error.orig).__name__
