"""A progress bar on a terminal, for work that takes longer than a second: how many steps are done
of how many, how many a second, and the time left."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds without a bar

T = TypeVar("T")


def tracked(
    steps: Iterable[T], total: int | None, label: str, *, to_stdout: bool = False
) -> Iterator[T]:
    """`steps`, with a bar on standard error while they take longer than a second.

    There is none where standard error is no terminal, nor where the results themselves go to one
    (`to_stdout`), as the two would run into each other.
    """
    with progress(total, label, to_stdout=to_stdout) as advance:
        for step in steps:
            yield step
            advance()


@contextmanager
def progress(
    total: int | None, label: str, *, to_stdout: bool = False
) -> Iterator[Callable[[], None]]:
    """The same for work that is no iteration: the block calls what it is given for each step."""
    if not sys.stderr.isatty() or (to_stdout and sys.stdout.isatty()):
        yield lambda: None
        return
    bar = Bar(total, label)
    try:
        yield bar.advance
    finally:
        bar.close()


class Bar:
    """Appears by itself once its time has come, even while the first step still works."""

    def __init__(self, total: int | None, label: str) -> None:
        self._total = total
        self._label = label
        self._done = 0
        self._start = monotonic()
        self._closed = False
        self._lock = threading.Lock()
        self._shown: tuple[Progress, TaskID] | None = None
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def _show(self) -> None:
        # Here and not above: most calls end before they need it.
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        with self._lock:
            if self._closed:
                return
            # A redirected standard output would show the results on the bar's stream; what is told
            # on standard error would without it stand within the bar.
            progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=True,
            )
            task = progress.add_task(
                self._label, total=self._total, completed=self._done, rate=self._rate()
            )
            progress.start()
            self._shown = progress, task

    def advance(self) -> None:
        with self._lock:
            self._done += 1
            if self._shown is not None:
                progress, task = self._shown
                progress.update(task, completed=self._done, rate=self._rate())

    def _rate(self) -> str:
        """Steps a second since the beginning."""
        return f"{self._done / (monotonic() - self._start):.1f}/s"

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._shown is not None:
                self._shown[0].stop()
