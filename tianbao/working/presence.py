"""Who is at work: a name for claims, and a lock that its bearer's death frees.

Whether a coordinator that has claims still lives is told by its lock and nothing else: a time would
be wrong when a clock is put back, a process's number when it is given to another process.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from tianbao.store import Store

FOLDER = "workers"  # beside SQLite's file


class Presence(Protocol):
    """One coordinator's lock."""

    name: str

    def renew(self) -> None:
        """Takes the lock again, if it can have been lost."""

    def is_gone(self, name: str) -> bool:
        """Whether the bearer of another name is no more."""

    def leave(self) -> None:
        """Frees the lock."""


@contextmanager
def present(store: Store) -> Iterator[Presence]:
    """A new name at that store, locked while the block runs."""
    name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    presence: Presence
    if store.engine.dialect.name == "sqlite":
        presence = LockedFile(Path(str(store.engine.url.database)).absolute().parent, name)
    else:
        presence = LockedKey(store.engine, name)
    try:
        yield presence
    finally:
        presence.leave()


class LockedFile:
    """For SQLite, whose users share a machine: a lock on a file, which the system frees."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._folder = folder / FOLDER
        self._folder.mkdir(exist_ok=True)
        self._descriptor = os.open(self._path(name), os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def renew(self) -> None:
        """A file's lock isn't lost."""

    def is_gone(self, name: str) -> bool:
        try:
            descriptor = os.open(self._path(name), os.O_RDWR)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            self._path(name).unlink(missing_ok=True)
            return True
        finally:
            os.close(descriptor)

    def leave(self) -> None:
        self._path(self.name).unlink(missing_ok=True)
        os.close(self._descriptor)

    def _path(self, name: str) -> Path:
        return self._folder / f"{_digest(name).hex()}.lock"


class LockedKey:
    """For PostgreSQL, whose users are on many machines: an advisory lock, which the server frees
    when the connection ends."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        # A connection of its own, of no pool: the lock lives as long as it.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self.renew()

    def renew(self) -> None:
        self._drop()
        connection = self._engine.connect()
        connection.detach()
        connection.execute(select(func.pg_advisory_lock(_number(self.name))))
        self._connection = connection

    def is_gone(self, name: str) -> bool:
        with self._engine.connect() as connection:
            key = _number(name)
            gone = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
            if gone:
                connection.execute(select(func.pg_advisory_unlock(key)))
        return gone

    def leave(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                # The server would see the end of the connection a moment later.
                self._connection.execute(select(func.pg_advisory_unlock(_number(self.name))))
                self._connection.close()
        self._connection = None


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()[:8]


def _number(name: str) -> int:
    """The key of a lock in PostgreSQL: 64 bits with a sign."""
    return int.from_bytes(_digest(name), signed=True)
