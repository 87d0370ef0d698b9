"""Where a store is, and the engine that talks to its database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from tianbao.store.errors import NoStore
from tianbao.store.texts import storable

DATABASE = "tianbao.db"  # in a store's folder
BLOBS = "blobs"
BUSY = 30_000  # milliseconds that one waits for another's transaction

CACHE = 32_768  # KiB of SQLite's pages held by a connection; the indexes of 100,000 submissions


class Place(NamedTuple):
    """The database and the blobs of a store."""

    database: URL
    blobs: str


def place(url: str | os.PathLike[str], blobs: str | os.PathLike[str] | None) -> Place:
    """What a folder's path, `sqlite:///…` or `postgresql://…` names; blobs are beside SQLite.

    Raises NoStore for another scheme, or a PostgreSQL without blobs.
    """
    text = os.fspath(url)
    if "://" not in text:
        text = f"sqlite:///{Path(text).absolute() / DATABASE}"
    try:
        database = make_url(text)
    except ArgumentError:
        raise NoStore(f"{text}: a store is a folder, or a postgresql:// URL.") from None
    kind = database.get_backend_name()
    if kind == "postgresql":
        if blobs is None:
            raise NoStore("a store in PostgreSQL needs --blobs: s3://bucket/prefix, or a folder.")
        return Place(database.set(drivername="postgresql+psycopg"), os.fspath(blobs))
    if kind != "sqlite" or not database.database:
        raise NoStore(f"{kind}: a store is in SQLite (a folder) or in PostgreSQL.")
    beside = Path(database.database).absolute().parent / BLOBS
    return Place(database, os.fspath(blobs or beside))


def engine_of(database: URL) -> Engine:
    """The engine of a database; on SQLite with WAL, foreign keys and patience."""
    if database.get_backend_name() == "postgresql":
        # A connection that the server closed meanwhile is replaced before it is used.
        engine = create_engine(database, pool_pre_ping=True)
        event.listen(engine, "connect", _take_every_text)
        return engine
    engine = create_engine(database, pool_pre_ping=False)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _take_every_text(connection: Any, _: Any) -> None:
    # A NUL in what somebody asks for (`/?search=%00`, a name at signing in) would be a fault.
    from psycopg.types.string import StrDumperUnknown

    class Storable(StrDumperUnknown):
        def dump(self, text: str) -> Any:
            return super().dump(storable(text))

    connection.adapters.register_dumper(str, Storable)


def _prepare(connection: Any, _: Any) -> None:
    # The driver would begin transactions by itself, and late: see _begin.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY}",
        "journal_mode = WAL",
        "synchronous = FULL",  # a mail may be marked as seen once its row is committed
        f"cache_size = -{CACHE}",
        "foreign_keys = ON",
        "secure_delete = ON",  # what was deleted is not left in the file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that begins by reading can't write once another has written: SQLite refuses it
    # at once, without the patience of busy_timeout. So those that will write say so first.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
