"""Kills one of the parts of the work at a random moment, again and again: a child that reads, the
coordinator, the database. After each round everything that was taken in must be read once.

The suite runs a few rounds, `benchmarks/soak_bulk.py` many.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.servers.postgres import Postgres
from tests.tianbao.working.filling import assert_each_is_read_once as assert_read_once
from tests.tianbao.working.filling import documents, fill
from tianbao.store import open_store

ROOT = Path(__file__).parents[3]
DOCUMENTS = 12  # a round: more than are stored at once
PATIENCE = 600.0  # seconds that a round may take: on a machine that does much else, too

PARTS = ("child", "coordinator", "database")

# The command, looking for new documents so often that the moments of killing fall into work.
COMMAND = """
import tianbao.working.coordinator as coordinator
from tianbao.cli import main

coordinator.LOOK = 0.05
main()
"""

AWAY = 4  # how the command ends where the database is away when it begins


class Round(NamedTuple):
    """What was killed, and how long after the documents had come."""

    part: str
    after: float  # seconds
    documents: int  # that were read by then


class Crashes:
    """A store in PostgreSQL, and a coordinator that follows it."""

    def __init__(self, server: Postgres, folder: Path, seed: int) -> None:
        self._random = random.Random(seed)
        self._server = server
        self._place = server.url(server.new_database()), str(folder / "blobs")
        self._store = open_store(*self._place)
        self._log = open(folder / "log", "a+")  # noqa: SIM115  # open as long as the processes are
        self._ids: list[int] = []
        self._coordinator = self._start()
        self._span = 2.0  # seconds that a round takes without a crash

    def round(self, part: str) -> Round:
        """Takes documents in, kills a part, and waits until all are read."""
        done = len(self._ids)
        start = time.monotonic()
        self._ids += fill(self._store, documents(DOCUMENTS, first=done))
        after = self._random.uniform(0.0, self._span)
        time.sleep(after)
        read = self._read() - done
        getattr(self, f"_kill_{part}")()
        if self._coordinator.poll() is not None:
            self._coordinator = self._start()
        self._wait()
        if part == "child":  # nothing had to be started anew
            self._span = min(self._span, time.monotonic() - start)
        assert_read_once(self._store, self._ids)
        return Round(part, after, read)

    def close(self) -> None:
        self._coordinator.kill()
        self._coordinator.wait()
        self._store.close()
        self._log.close()

    def _kill_child(self) -> None:
        """A process that the coordinator's server of processes has forked."""
        command = psutil.Process(self._coordinator.pid)
        forked = [each for each in command.children(recursive=True) if each.ppid() != command.pid]
        if forked:
            with suppress(psutil.NoSuchProcess):
                self._random.choice(forked).kill()

    def _kill_coordinator(self) -> None:
        self._coordinator.kill()
        self._coordinator.wait()

    def _kill_database(self) -> None:
        self._server.stop()
        self._server.start()

    def _start(self) -> subprocess.Popen[bytes]:
        url, blobs = self._place
        verb = ["work", "--store", url, "--blobs", blobs, "--workers", "2", "--follow"]
        command: Sequence[str] = [sys.executable, "-c", COMMAND, *verb]
        return subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=self._log)

    def _wait(self) -> None:
        last = time.monotonic() + PATIENCE
        while self._read() < len(self._ids):
            if self._coordinator.poll() == AWAY:
                self._coordinator = self._start()
            if time.monotonic() > last or self._coordinator.poll() is not None:
                self._log.seek(0)
                raise AssertionError(
                    f"{self._read()} of {len(self._ids)}; coordinator: {self._coordinator.poll()}; "
                    f"{self._left()}\n{self._log.read()}"
                )
            time.sleep(0.05)

    def _left(self) -> str:
        """What became of the documents that are not read."""
        from tianbao.store.models import Document

        with self._store.reading() as session:
            left = session.query(Document).filter(Document.state != "checked")
            return "; ".join(
                f"{each.id} {each.state}, attempts {each.attempts}, kills {each.kills}: "
                f"{each.reason_code} {each.reason_message}"
                for each in left
            )

    def _read(self) -> int:
        from tianbao.store import StoreUnusable, ledger

        while True:
            with suppress(StoreUnusable), self._store.reading() as session:
                return ledger.counts(session)["checked"]
            time.sleep(0.05)
