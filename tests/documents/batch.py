"""A folder of documents through the command, as an operator reads it, with what each cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psutil

TIANBAO: Final = "from tianbao.cli import main; main()"
LOOK: Final = 0.02  # seconds between two looks at the processes' memory


@dataclass(slots=True)
class Batch:
    """What came out of one run of the command."""

    status: int = 0
    peak: int = 0  # bytes: the largest process at its largest
    results: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by file name
    seconds: dict[str, float] = field(default_factory=dict)  # from the line before to its own


def read_folder(folder: Path) -> Batch:
    """`tianbao extract FOLDER --workers 1`, its lines timed and its processes watched."""
    command = [sys.executable, "-c", TIANBAO, "extract", str(folder), "--workers", "1"]
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    batch = Batch()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=unbuffered) as process:
        watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), batch))
        watcher.start()
        assert process.stdout is not None
        last = time.monotonic()
        for line in process.stdout:
            result = json.loads(line)
            name = Path(result["source"]["name"]).name
            now = time.monotonic()
            batch.seconds[name] = batch.seconds.get(name, 0.0) + now - last
            batch.results.setdefault(name, []).append(result)
            last = now
        batch.status = process.wait()
        watcher.join()
    return batch


def _watch(command: psutil.Process, batch: Batch) -> None:
    while command.is_running() and command.status() != psutil.STATUS_ZOMBIE:
        try:
            for process in (command, *command.children(recursive=True)):
                batch.peak = max(batch.peak, process.memory_info().rss)
        except psutil.NoSuchProcess:
            pass
        time.sleep(LOOK)
