"""What a worker does, on whatever machine: bytes in, results out. It knows no store."""

from __future__ import annotations

import functools
import os
from multiprocessing.util import Finalize
from time import perf_counter
from typing import NamedTuple

from tianbao import __version__
from tianbao.isolation.children import Killed
from tianbao.outcomes.preparing import Prepared, prepare
from tianbao.sources.given import Bytes
from tianbao.verbs.reading import LIMITS, Readers, Wishes, outcome, submit

# Children of one process, made as its threads ask for them: a pool decides how many these are.
MOST = 256


class Outcome(NamedTuple):
    """What reading a document gave, as it is to be stored."""

    prepared: Prepared
    seconds: float  # by the clock
    reader: str  # the version that read it
    killed: bool  # whether the child that read it is gone, and there is only a reason


def read_document(data: bytes, name: str) -> Outcome:
    """Reads a document in a child of this process, within limits."""
    start = perf_counter()
    document = Bytes(data, name)
    reading = submit(_readers(os.getpid()), document, Wishes())
    given = outcome(document, reading)
    prepared = given if isinstance(given, Prepared) else prepare(given)
    killed = isinstance(reading.exception(), Killed)
    return Outcome(prepared, perf_counter() - start, __version__, killed)


def close() -> None:
    """Ends this process's children, whatever they are at."""
    _readers(os.getpid()).close()
    _readers.cache_clear()


@functools.cache
def _readers(pid: int) -> Readers[Prepared]:
    """The readers that this process keeps: a forked one must not talk to its parent's."""
    readers = Readers(MOST, LIMITS, prepare)
    # A Dask worker is a process of multiprocessing's, which at its end waits for its children.
    Finalize(None, readers.close, exitpriority=0)
    return readers
