"""What a worker does, on whatever machine: bytes in, results out. It knows no store."""

from __future__ import annotations

import functools
import os
from multiprocessing.util import Finalize
from time import perf_counter
from typing import NamedTuple

from tianbao import __version__
from tianbao.isolation.children import Killed
from tianbao.sources.given import Bytes
from tianbao.verbs.reading import LIMITS, Readers, Result, Wishes, outcome, submit

# Children of one process, made as its threads ask for them: a pool decides how many these are.
MOST = 256


class Outcome(NamedTuple):
    """What reading a document gave: results as of `extract`, at least one."""

    results: list[Result]
    seconds: float  # by the clock
    reader: str  # the version that read it
    killed: bool  # whether the child that read it is gone, and the result only says why


def read_document(data: bytes, name: str) -> Outcome:
    """Reads a document in a child of this process, within limits."""
    start = perf_counter()
    document = Bytes(data, name)
    reading = submit(_readers(os.getpid()), document, Wishes())
    results = outcome(document, reading)
    killed = isinstance(reading.exception(), Killed)
    return Outcome(results, perf_counter() - start, __version__, killed)


def close() -> None:
    """Ends this process's children, whatever they are at."""
    _readers(os.getpid()).close()
    _readers.cache_clear()


@functools.cache
def _readers(pid: int) -> Readers:
    """The readers that this process keeps: a forked one must not talk to its parent's."""
    readers = Readers(MOST, LIMITS)
    # A Dask worker is a process of multiprocessing's, which at its end waits for its children.
    Finalize(None, readers.close, exitpriority=0)
    return readers
