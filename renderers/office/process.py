"""One LibreOffice process with a profile of its own, and the script that talks to it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from renderers import fonts, programs
from renderers.office.errors import OfficeMissing, Unconvertible
from renderers.office.profile import make_profile

BRIDGE = Path(__file__).with_name("bridge.py")
WATCH = 0.05  # seconds between two looks at the memory
START = 60.0  # seconds that a start may take on a busy machine; two to seven are usual

Properties = Mapping[str, Any]


class Died(Exception):
    """The process is gone, for no reason that is known to be the document's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take, and when a process has served its time."""

    seconds: float = 60.0
    memory: int = 2**30  # bytes of resident memory
    documents: int = 100  # a process grows by some megabytes a document
    grown: int = 400 * 2**20  # bytes of resident memory between two documents


@dataclass(frozen=True, slots=True)
class Job:
    """A document and what to make of it, in LibreOffice's words."""

    source: bytes
    suffix: str  # of the source
    load: Properties = field(default_factory=dict)
    style: Properties = field(default_factory=dict)  # of paragraphs, between the two
    store: Properties = field(default_factory=dict)
    data: Properties = field(default_factory=dict)  # options of the export filter


class Process:
    """One document at a time. It is started by its construction and can work after `wait_ready`;
    once `alive` is false, or when it is no longer wanted, `kill` must follow."""

    def __init__(self, limits: Limits) -> None:
        """Raises OfficeMissing when a program is not there."""
        soffice, python = found()
        self._limits = limits
        self._documents = 0
        self._owing = True  # an answer
        self._watched: list[psutil.Process] = []
        self._sockets: list[Path] = []
        self._folder = Path(tempfile.mkdtemp(prefix="tianbao-office-"))
        profile = self._folder / "profile"
        make_profile(profile)
        self._bridge = subprocess.Popen(
            [python, "-I", str(BRIDGE), soffice, str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(self._folder),
            start_new_session=True,  # an interrupt at the terminal is ours to answer, not its
        )

    def wait_ready(self) -> None:
        """Raises Died when LibreOffice doesn't start."""
        try:
            ready = self._answer(START)
        except Unconvertible as error:  # it took too long
            raise Died from error
        with contextlib.suppress(psutil.Error):
            self._watched = psutil.Process(self._bridge.pid).children(recursive=True)
        self._sockets = [Path(each) for each in ready.get("sockets", ())]

    def convert(self, job: Job) -> bytes:
        """The converted document; raises Unconvertible, or Died."""
        self._documents += 1
        source, target = self._folder / f"source.{job.suffix}", self._folder / "target"
        target.unlink(missing_ok=True)
        source.write_bytes(job.source)
        self._ask(
            {
                "source": str(source),
                "target": str(target),
                "load": dict(job.load),
                "style": dict(job.style),
                "store": dict(job.store),
                "data": dict(job.data),
            }
        )
        error = self._answer(self._limits.seconds)["error"]
        if error is not None:
            raise Unconvertible("damaged", f"LibreOffice can't convert it: {error}")
        # LibreOffice reports success for some broken documents and writes nothing.
        if not target.exists() or not target.stat().st_size:
            raise Unconvertible("damaged", "LibreOffice made no file of it")
        return target.read_bytes()

    @property
    def alive(self) -> bool:
        """Whether it can be asked again: one that owes an answer, after an interrupt, can't."""
        return not self._owing and self._bridge.poll() is None

    @property
    def worn(self) -> bool:
        """Whether the next document is better given to a fresh process."""
        limits = self._limits
        return (
            not self.alive or self._documents >= limits.documents or self._memory() > limits.grown
        )

    def stop(self) -> None:
        """Ends LibreOffice at once, from any thread; what waits for its answer raises Died."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._bridge.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Ends LibreOffice at once and removes all that it leaves."""
        self.stop()
        self._bridge.wait()
        for stream in (self._bridge.stdin, self._bridge.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        for socket in self._sockets:
            socket.unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(self, request: Mapping[str, Any]) -> None:
        assert self._bridge.stdin
        self._owing = True
        try:
            self._bridge.stdin.write(json.dumps(request).encode() + b"\n")
            self._bridge.stdin.flush()
        except OSError as error:
            raise Died from error

    def _answer(self, seconds: float) -> dict[str, Any]:
        """What the bridge says; LibreOffice is stopped as soon as a limit is passed."""
        assert self._bridge.stdout
        end = time.monotonic() + seconds
        while not select.select([self._bridge.stdout], [], [], WATCH)[0]:
            if self._memory() > self._limits.memory:
                self.stop()
                raise Unconvertible("out-of-memory", "LibreOffice took too much memory over it")
            if time.monotonic() > end:
                self.stop()
                raise Unconvertible("timeout", "LibreOffice took too long over it")
        line = self._bridge.stdout.readline()
        if not line:
            raise Died
        self._owing = False
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _memory(self) -> int:
        """Bytes of resident memory of LibreOffice."""
        total = 0
        for process in self._watched:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
        return total


def found() -> tuple[str, str]:
    """LibreOffice and the Python that talks to it; raises OfficeMissing with what is missing."""
    soffice, python = programs.writer(), programs.python_with_uno()
    if soffice is None:
        raise OfficeMissing("LibreOffice Writer is missing")
    if python is None:
        raise OfficeMissing("python3-uno is missing (LibreOffice's module for Python)")
    return soffice, python


def environment(folder: Path) -> dict[str, str]:
    """What LibreOffice makes of a document must not depend on whose language or proxies are set
    up."""
    settings = folder / "fonts.conf"
    settings.write_text(fonts.settings(), encoding="utf-8")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", str(folder)),  # may hold fonts
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SAL_USE_VCLPLUGIN": "svp",
        "FONTCONFIG_FILE": str(settings),
    }
