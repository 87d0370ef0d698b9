"""Several LibreOffice processes behind one function that any thread may call."""

from __future__ import annotations

import atexit
import functools
import os
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Literal

from renderers.office.errors import OfficeMissing, Unconvertible
from renderers.office.kinds import EXPORTS, IMPORTS, STYLES
from renderers.office.process import Died, Job, Limits, Process

Kind = Literal["docx", "doc", "wps", "rtf", "odt", "fodt", "html", "wordml"]
Target = Literal["pdf", "docx"]

TRIES = 2  # of a document whose process died: the second in a fresh one


class Office:
    """At most `workers` LibreOffice processes, started when they are needed.

    A process that died, hung or grew is replaced; documents are given one process each, so as many
    threads as there are workers convert at once and others wait. No process outlives `close`, the
    end of a `with` block, or this program, however that ends.
    """

    def __init__(self, workers: int = 1, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._turns = threading.BoundedSemaphore(workers)
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._lock = threading.Lock()
        self._closed = False

    def convert(
        self,
        data: bytes,
        to: Target,
        *,
        kind: Kind = "docx",
        options: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The document `data` of the given kind as PDF or DOCX.

        `options` are those of LibreOffice's export filter (`SelectPdfVersion`). Raises
        OfficeMissing where there is no LibreOffice; Unconvertible with the reason for a document
        that it gives no file for: empty-file, damaged, timeout or out-of-memory.
        """
        job = Job(
            data,
            suffix=kind,
            load={"FilterName": IMPORTS[kind]},
            style=STYLES[to],
            store={"FilterName": EXPORTS[to]},
            data=options or {},
        )
        if not data:
            raise Unconvertible("empty-file", "the document is empty")
        with self._turns:
            for number in range(TRIES):
                try:
                    return self._converted(job, self._idle_one() if number == 0 else None)
                except Died:
                    if self._closed:
                        raise
        raise Unconvertible("damaged", f"LibreOffice crashed over it {TRIES} times")

    def _converted(self, job: Job, process: Process | None) -> bytes:
        """Converts by a process that is at hand, or by a fresh one."""
        process = process or Process(self._limits)
        try:
            with self._lock:
                if self._closed:
                    raise Died
                self._busy.add(process)
            if not process.alive:
                self._start(process)
            return process.convert(job)
        finally:
            self._give_back(process)

    def _start(self, process: Process) -> None:
        try:
            process.wait_ready()
        except Died as error:
            if self._closed:
                raise
            raise OfficeMissing("LibreOffice does not start") from error

    def _idle_one(self) -> Process | None:
        """A warm process that is still good, out of the idle ones."""
        while True:
            with self._lock:
                process = self._idle.pop() if self._idle else None
            if process is None or not process.worn:
                return process
            process.kill()

    def _give_back(self, process: Process) -> None:
        with self._lock:
            self._busy.discard(process)
            keep = process.alive and not self._closed
            if keep:
                self._idle.append(process)
        if not keep:
            process.kill()

    def close(self) -> None:
        """Ends every process; `convert` of a document that one works on raises Died."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for process in busy:
            process.stop()  # the thread that uses it tidies up
        for process in idle:
            process.kill()

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def convert(
    data: bytes,
    to: Target,
    *,
    kind: Kind = "docx",
    options: Mapping[str, Any] | None = None,
) -> bytes:
    """As `Office.convert`, by the office that this process keeps warm until it ends."""
    return _kept(os.getpid()).convert(data, to, kind=kind, options=options)


@functools.cache
def _kept(pid: int) -> Office:
    """One for each process: a forked child must not talk to its parent's."""
    office = Office(workers=len(os.sched_getaffinity(0)))
    atexit.register(office.close)
    return office
