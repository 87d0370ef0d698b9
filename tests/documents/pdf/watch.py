"""How the command line takes a folder of files: `python -m tests.documents.pdf.watch FOLDER`.

A line a file: seconds until its result was there, the most memory of the processes meanwhile, and
the outcome.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import psutil

COMMAND: Final = "from tianbao.cli import main; main()"
EVERY: Final = 0.05  # seconds between two looks at the memory


class Reading(NamedTuple):
    """One file's reading."""

    name: str
    seconds: float
    peak: int  # bytes, of the command and its children together
    outcome: str


class Meter(threading.Thread):
    """Looks at the memory of a process and its children until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak = psutil.Process(pid), 0

    def run(self) -> None:
        while self.process.is_running():
            try:
                family = [self.process, *self.process.children(recursive=True)]
                self.peak = max(self.peak, sum(each.memory_info().rss for each in family))
            except psutil.Error:
                pass
            time.sleep(EVERY)

    def taken(self) -> int:
        """The most since the last time this was asked."""
        peak, self.peak = self.peak, 0
        return peak


def readings(folder: Path) -> Iterator[Reading]:
    """The readings in the order in which they end."""
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "extract", str(folder), "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    meter = Meter(child.pid)
    meter.start()
    assert child.stdout is not None
    before = time.perf_counter()
    for line in child.stdout:
        result = json.loads(line)
        now = time.perf_counter()
        yield Reading(
            Path(result["source"]["name"]).name, now - before, meter.taken(), outcome(result)
        )
        before = now
    yield Reading("(status)", time.perf_counter() - before, meter.taken(), str(child.wait()))


def outcome(result: dict[str, Any]) -> str:
    """The form, or the reason why there is none; the marks."""
    marks = sorted({mark["kind"] for mark in result.get("marks", ())})
    return " ".join([result["form"] or result["reason"]["code"], *marks])


def main() -> int:
    for reading in readings(Path(sys.argv[1])):
        print(
            f"{reading.name:28} {reading.seconds:6.1f} s {reading.peak / 2**20:6.0f} MiB"
            f" {reading.outcome}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
