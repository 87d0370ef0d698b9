"""Where LibreOffice is, and the Python that has its `uno` module."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from renderers.office.errors import OfficeMissing

# Where LibreOffice's own packages put it without adding it to the PATH.
PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
WRITER = ("libswlo.so", "libswlo.dylib", "../Frameworks/libswlo.dylib")


class Programs(NamedTuple):
    """The program of LibreOffice and a Python that can talk to it."""

    soffice: str
    python: str


@functools.cache
def programs() -> Programs:
    """Both programs; raises OfficeMissing with what is missing."""
    soffice = writer()
    if soffice is None:
        raise OfficeMissing("LibreOffice Writer is missing")
    python = next((each for each in pythons(soffice) if has_uno(each)), None)
    if python is None:
        raise OfficeMissing("python3-uno is missing (LibreOffice's module for Python)")
    return Programs(soffice, python)


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


def pythons(soffice: str) -> Iterator[str]:
    """Those that may have `uno`: LibreOffice's own, the system's, ours."""
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
