"""Functions run in child processes that can be killed: a document that takes too long, too much
memory, or its process with it, costs its own result and nothing else.

`Children` has the shape of `concurrent.futures.Executor`, so that another executor can stand in
its place. Pebble keeps the processes; they are forked from a server that has imported what they
need (`forking.py`) and has no threads, so that a fresh one is there within milliseconds, and no
lock that a thread of ours holds is copied locked.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import psutil
from pebble import ProcessExpired, ProcessFuture, ProcessPool
from pebble.common.types import CONSTS

from tianbao.isolation.forking import start_server

P = ParamSpec("P")
T = TypeVar("T")

WATCH = 0.05  # seconds between two looks at a child's time and memory
PATIENCE = 3  # times its seconds that a call may wait for a processor, or for nothing
GRACE = 1.0  # seconds over that, that a child without a parent lives
UNKNOWN = "unknown"  # how a child ended that had hardly begun
BIRTHS = 5  # how often a child is started that something kills before it has begun
RENEWED_AFTER = 500  # calls; what a child has kept by then is not the next document's doing

# Seconds after which pebble's threads look round again. A command waits for that when it ends: with
# pebble's own 0.1 up to a seventh of the time that one document takes from the shell.
CONSTS.sleep_unit = 0.02


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: seconds of a processor, bytes of resident memory.

    Seconds by the clock would make a document's outcome depend on what else the machine does.
    """

    seconds: float
    memory: int


class Killed(Exception):
    """The child that worked on the call is gone."""


class TimedOut(Killed):
    """The call took longer than its limit."""


class OutOfMemory(Killed):
    """The child outgrew its limit, or the system's memory."""


class Crashed(Killed):
    """The child ended itself; the argument is its exit code, or minus the signal, or UNKNOWN."""


class Children(concurrent.futures.Executor):
    """`workers` child processes, each with one call at a time, each call within `limits`.

    `submit` takes functions and arguments that can be pickled. The future gives the function's
    result or its exception, or `TimedOut`, `OutOfMemory` or `Crashed`.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self._limits = limits
        self._slots = threading.local()
        self._children: list[Child] = []
        self._new_child = functools.partial(Child, start_server())
        self._threads = concurrent.futures.ThreadPoolExecutor(workers, "child")

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> concurrent.futures.Future[T]:
        return self.submit_within(self._limits, fn, *args, **kwargs)

    def submit_within(
        self, limits: Limits, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> concurrent.futures.Future[T]:
        """As `submit`, with limits of its own."""
        call = functools.partial(fn, *args, **kwargs)
        return self._threads.submit(self._run, call, limits)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Lets what was submitted finish (`wait`) and ends the processes; without `wait` what runs
        is killed."""
        if not wait:
            for child in self._children:
                child.kill()
        self._threads.shutdown(wait=True, cancel_futures=cancel_futures or not wait)
        for child in self._children:
            child.stop()
        for child in self._children:
            child.join()

    def _run(self, call: Callable[[], T], limits: Limits) -> T:
        child = self._child()
        try:
            return child.run(call, limits)
        except Killed:
            # What a killed process held, a lock of its pool's channel perhaps, is never freed.
            self._discard(child)
            raise
        finally:
            if child.calls >= RENEWED_AFTER:
                self._discard(child)

    def _child(self) -> Child:
        """This thread's own child; a new one where that is gone."""
        child: Child | None = getattr(self._slots, "child", None)
        if child is not None and not child.alive:
            self._discard(child)
            child = None
        if child is None:
            child = self._slots.child = self._born()
            self._children.append(child)
        return child

    def _born(self) -> Child:
        """A new child. That one was killed before it had a call is no document's doing."""
        for _ in range(BIRTHS - 1):
            with contextlib.suppress(Crashed):
                return self._new_child()
        return self._new_child()

    def _discard(self, child: Child) -> None:
        self._slots.child = None
        if child in self._children:
            self._children.remove(child)
            child.stop()
            child.join()


class Child:
    """One process, in a pool of its own. Raises Crashed where it ends while it is started."""

    def __init__(self, context: Any) -> None:
        self.calls = 0
        self._pool = ProcessPool(max_workers=1, context=context, initializer=die_at_once)
        try:
            self._process = psutil.Process(self._pool.schedule(os.getpid).result())
        except (ProcessExpired, BrokenProcessPool, psutil.NoSuchProcess) as error:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            raise Crashed(UNKNOWN) from error

    @property
    def alive(self) -> bool:
        """Whether the process is there: one that does nothing may be killed, too."""
        try:
            return bool(self._process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    def run(self, call: Callable[[], T], limits: Limits) -> T:
        """The result of `call`, or its exception, or why the process was killed."""
        self.calls += 1
        last = PATIENCE * limits.seconds + GRACE
        future: ProcessFuture[T] = self._schedule(functools.partial(timed, call, last))
        try:
            self._watch(future, limits)
            return future.result()
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGKILL:  # the system's own out-of-memory killer
                raise OutOfMemory from error
            raise Crashed(error.exitcode) from error
        except BrokenProcessPool as error:
            raise Crashed(UNKNOWN) from error
        except MemoryError as error:
            raise OutOfMemory from error

    def _schedule(self, call: Callable[[], T]) -> ProcessFuture[T]:
        try:
            return self._pool.schedule(call)
        except RuntimeError as error:  # the process ended a moment ago
            raise Crashed(UNKNOWN) from error

    def _watch(self, future: ProcessFuture[T], limits: Limits) -> None:
        """Returns when `future` is done; kills the process as soon as it is over a limit."""
        last = time.monotonic() + PATIENCE * limits.seconds
        enough = self._worked() + limits.seconds
        while not concurrent.futures.wait([future], timeout=WATCH).done:
            if self._memory() > limits.memory:
                self.kill()
                raise OutOfMemory
            if self._worked() > enough or time.monotonic() > last:
                self.kill()
                raise TimedOut

    def _memory(self) -> int:
        try:
            return int(self._process.memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    def _worked(self) -> float:
        """Seconds that the process has had a processor."""
        try:
            spent = self._process.cpu_times()
        except psutil.NoSuchProcess:
            return 0.0
        return float(spent.user + spent.system)

    def kill(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process.kill()

    def stop(self) -> None:
        """Tells the process and its pool to end; `join` waits until they have."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self.kill()

    def join(self) -> None:
        self._pool.join()


def die_at_once() -> None:
    """Pebble's workers answer SIGTERM in Python, which one that is lost in C never gets to."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def timed(call: Callable[[], T], seconds: float) -> T:
    """Runs in the child: the result of `call`. An alarm ends the process if nobody else does, the
    command itself having been killed."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return call()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
