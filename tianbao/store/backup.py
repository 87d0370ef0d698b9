"""A store in SQLite as one file, and a store made of one again.

The file is a tar: `tianbao.db`, a copy of the database as it was at one moment, then `blobs/…`, the
bytes that its rows name. Work may go on meanwhile: bytes come before their rows, so that all that
the copy names is there.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import IO, NamedTuple

from tianbao.errors import WrongCall
from tianbao.store.blobs import LocalBlobs
from tianbao.store.errors import BlobMissing, NoStore
from tianbao.store.opening import BLOBS, DATABASE
from tianbao.store.store import Store, open_store

COMPLETE = "complete.json"  # the last member: what is before it is all of it

_NAMED = """
    SELECT sha256 FROM document
    UNION SELECT sha256 FROM message WHERE sha256 IS NOT NULL ORDER BY 1
"""
_BLOB = re.compile(rf"{BLOBS}/([0-9a-f]{{64}})")


class Saved(NamedTuple):
    """What a backup holds: how many files, and those whose bytes the store had lost before."""

    files: int
    lost: list[str]


def backup(store: Store, target: IO[bytes]) -> Saved:
    """Writes a store into a stream; raises WrongCall for one in PostgreSQL."""
    if store.engine.dialect.name != "sqlite":
        raise WrongCall("a store in PostgreSQL is saved by pg_dump and a copy of its blobs.")
    files, lost = 0, []
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(fileobj=target, mode="w|") as tar,
    ):
        copy = Path(folder) / DATABASE
        _copy_database(Path(str(store.engine.url.database)), copy)
        tar.add(copy, DATABASE)
        for sha256 in _named(copy):
            try:
                _add(tar, f"{BLOBS}/{sha256}", store.blobs.get(sha256))
                files += 1
            except BlobMissing:
                lost.append(sha256)
        _add(tar, COMPLETE, json.dumps({"files": files, "lost": lost}).encode())
    return Saved(files, lost)


def restore(source: IO[bytes], folder: Path) -> Saved:
    """Makes a store in a new or empty folder of a backup.

    Raises WrongCall where something is in the folder; NoStore where the stream is no backup or not
    the whole of one: then the folder is not taken for a store.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongCall(f"{folder} is not empty; name a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Renamed at the end: what is not whole must not look like a store.
    part = folder / f"{DATABASE}.part"
    try:
        saved = _unpack(source, part, LocalBlobs(folder / BLOBS))
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise NoStore(f"that is no backup of a store, or not a whole one: {error}") from error
    part.replace(folder / DATABASE)
    open_store(folder).close()  # one of an earlier version becomes one of this
    return saved


def _unpack(source: IO[bytes], database: Path, blobs: LocalBlobs) -> Saved:
    """No name in the tar becomes one on the disk; raises ValueError for what is not as `backup`
    writes it."""
    files = 0
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for member in tar:
            stream = tar.extractfile(member)
            if stream is None:
                raise ValueError(f"{member.name!r} is no file")
            if member.name == DATABASE:
                with open(database, "xb") as copy:
                    shutil.copyfileobj(stream, copy)
                    os.fsync(copy.fileno())
            elif name := _BLOB.fullmatch(member.name):
                if blobs.put_stream(stream)[0] != name[1]:
                    raise ValueError(f"{member.name} was changed")
                files += 1
            elif member.name == COMPLETE:
                saved = Saved(**json.load(stream))
                if saved.files == files and database.exists():
                    return saved
    raise ValueError("its end is missing")


def _copy_database(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a WAL beside it


def _named(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [sha256 for (sha256,) in connection.execute(_NAMED)]


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))
