"""What goes on beside the pages: what comes in is read by `tianbao work`, a process of its own, and
what was checked by old terms is checked anew."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from tianbao.store import Store, checking

PR_SET_PDEATHSIG: Final = 1  # prctl(2)
PATIENCE: Final = 5.0  # seconds that it has to give back what it is at
BATCH: Final = 20  # submissions checked in one transaction: others wait to write meanwhile
PROGRAM: Final = "from tianbao.cli import main; main()"


@contextmanager
def reading(store: str, blobs: str | None, workers: int, log: str) -> Iterator[None]:
    """Reads what the store takes in with so many workers, 0 for none, until the block ends."""
    if not workers:
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments(store, blobs, workers, log)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C at the terminal is ours, and we tell it
        preexec_fn=obey,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def arguments(store: str, blobs: str | None, workers: int, log: str) -> Sequence[str]:
    """The call of `tianbao work`."""
    place = ["--store", store, *(["--blobs", blobs] if blobs else [])]
    return ["work", *place, "--workers", str(workers), "--follow", "--log", log]


def obey() -> None:
    """Runs in the new process: it ends as by Ctrl-C when it is told to, and when the process that
    started it ends, however that is (Linux)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored in what a shell runs behind `&`
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def check_outdated(store: Store) -> threading.Thread:
    """Checks submissions anew that were checked by other terms than the office has set now. What is
    left when the process ends is for the next one."""

    def check() -> None:
        left = 1
        while left:
            with store.session() as session:
                left = checking.check_outdated(session, BATCH)

    thread = threading.Thread(target=check, name="check", daemon=True)
    thread.start()
    return thread
