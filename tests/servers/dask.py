"""A Dask scheduler and worker processes on loopback, as an operator starts them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A worker reads each document in a child process, which a daemon may not have.
SETTINGS = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "PYTHONPATH": str(ROOT)}
PATIENCE = 60.0  # seconds


class Cluster:
    """A scheduler and its workers, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{_free_port()}"
        self._log = open(folder / "log", "a+")  # noqa: SIM115  # open as long as the processes are
        self.scheduler = self._start("scheduler", "--host", self.address)
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> subprocess.Popen[bytes]:
        """A worker with one thread, under its own nanny."""
        worker = self._start("worker", self.address, "--nthreads", "1", "--memory-limit", "0")
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        """Ends what still runs."""
        for process in (*self.workers, self.scheduler):
            process.send_signal(signal.SIGTERM)
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def close(self) -> None:
        self._log.close()

    def wait(self, workers: int) -> None:
        """Until the scheduler has so many workers."""
        from distributed import Client

        with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, **SETTINGS},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )


@contextmanager
def dask(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler with workers, ready."""
    cluster = Cluster(folder)
    try:
        for _ in range(workers):
            cluster.add_worker()
        cluster.wait(workers)
        yield cluster
    finally:
        cluster.stop()
        cluster.close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
