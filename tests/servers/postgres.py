"""Debian's PostgreSQL, started on a socket of its own with its data in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

PROGRAMS = Path("/usr/lib/postgresql")  # Debian: a folder a version, none of them on the path
ACCOUNT = "postgres"  # PostgreSQL refuses to run as root
AS_ACCOUNT = ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups")
# What makes it safe against a power cut makes it slow, and no test cuts the power.
SETTINGS = "-c fsync=off -c full_page_writes=off -c listen_addresses=''"


class Postgres:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._made = 0

    def initialise(self) -> None:
        self.run("initdb", "-D", self._data, "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "-N")

    def start(self) -> None:
        options = f"{SETTINGS} -k {self.folder}"
        log = self.folder / "log"
        self.run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        """At once, as if it had been killed: nothing is finished and no one told."""
        self.run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def new_database(self, template: str = "template1") -> str:
        """The name of a new database, made as a copy of `template`."""
        self._made += 1
        name = f"store_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def url(self, database: str) -> str:
        return f"postgresql://{ACCOUNT}@/{database}?host={self.folder}"

    def run(self, program: str, *arguments: object) -> None:
        """Runs one of PostgreSQL's programs as its account, in the server's folder."""
        command = [str(_programs() / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = [*AS_ACCOUNT, *command]
        # Its own files, not pipes: the server would keep them open, and the reading never end.
        with open(self.folder / "said", "a+") as said:
            done = subprocess.run(
                command, cwd=self.folder, stdout=said, stderr=said, stdin=subprocess.DEVNULL
            )
            if done.returncode:
                said.seek(0)
                pytest.fail(f"{program}: {said.read()}")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running server; its data are gone at the end."""
    # Not below pytest's own folder: the server's account can't enter that one.
    folder = Path(tempfile.mkdtemp(prefix="tianbao-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT, ACCOUNT)
    server = Postgres(folder)
    try:
        server.initialise()
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not installed; run: apt-get install postgresql")
    return found[-1].parent
