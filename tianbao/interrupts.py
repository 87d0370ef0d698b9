"""An interrupt that lets a command finish what it is at, and ends it whatever hangs meanwhile."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130


@contextmanager
def ends_within(seconds: float) -> Iterator[threading.Event]:
    """In the block an interrupt sets the event that is given, and raises nothing: KeyboardInterrupt
    in the middle of a transaction leaves it open, and the database locked against its own process.
    If the block goes on for longer than `seconds` then, a child or a server being stuck, the
    process ends without it. For the main thread of a command that can be taken up where it was."""
    stopped = threading.Event()

    def interrupted(number: int, frame: FrameType | None) -> None:
        if not stopped.is_set():
            stopped.set()
            end = threading.Timer(seconds, os._exit, [INTERRUPTED])
            end.daemon = True
            end.start()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stopped
    finally:
        if not stopped.is_set():
            signal.signal(signal.SIGINT, before)
