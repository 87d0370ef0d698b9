"""The programs that printing PDF needs from outside, and where they are.

The set-up asks too, before any package is installed: this needs the standard library alone.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Where LibreOffice's own packages put it without adding it to the PATH.
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
WRITER = ("libswlo.so", "libswlo.dylib", "../Frameworks/libswlo.dylib")


@functools.cache
def writer() -> str | None:
    """`soffice`, if it has the Writer beside it: a LibreOffice of Calc alone reads no letter."""
    for each in candidates():
        folder = Path(each).resolve().parent
        if any((folder / name).exists() for name in WRITER):
            return each
    return None


def candidates() -> Iterator[str]:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            yield found
    for place in PLACES:
        root, _, pattern = place[1:].partition("/")
        yield from map(str, sorted(Path("/", root).glob(pattern), reverse=True))


@functools.cache
def python_with_uno() -> str | None:
    """A Python that has LibreOffice's `uno` module: no virtual environment has it."""
    return next((each for each in pythons() if has_uno(each)), None)


def pythons() -> Iterator[str]:
    """LibreOffice's own, where its makers packed one, the system's, and ours."""
    if soffice := writer():
        folder = Path(soffice).resolve().parent
        own = (folder / "python", folder / "../Resources/python")
        yield from (str(path) for path in own if path.exists())
    for name in ("/usr/bin/python3", "python3"):
        if found := shutil.which(name):
            yield found
    yield sys.executable


def has_uno(python: str) -> bool:
    command = [python, "-I", "-c", "import uno"]
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
