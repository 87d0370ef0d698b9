"""What Tianbao uses from outside, whether it is there, and how to have it (`needs.json`).

The set-up asks too, before any package is installed: this module needs the standard library alone.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from ctypes.util import find_library
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from renderers.fonts import OWN, faces, settings
from renderers.programs import python_with_uno, writer


def newest(places: str) -> str | None:
    """The last file that the pattern `places` names: Debian keeps versions of PostgreSQL apart."""
    return max(glob.glob(places), default=None)


# How a program is found that is more than a name on the PATH.
FINDERS: Mapping[str, Callable[[], str | None]] = {
    "soffice": writer,
    "python3-uno": python_with_uno,
    "libarchive": partial(find_library, "archive"),
    "postgres": partial(newest, "/usr/lib/postgresql/*/bin/postgres"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """Something from outside: `found` says where or in which version, None when it is missing."""

    kind: str  # "program", "font" or "package"
    name: str
    found: str | None
    purpose: str
    debian: str | None  # Debian's package, None for a Python package
    required: bool

    @property
    def cure(self) -> str:
        """The command that installs it."""
        return f"sudo apt-get install {self.debian}" if self.debian else "make setup"


def needs() -> list[Need]:
    """Every need, looked up now."""
    return [*programs(), *fonts(), *packages()]


def programs(purpose: str = "programs") -> Iterator[Need]:
    """Those that a user needs, or with "tests" those that only our tests do."""
    for row in table(purpose):
        found = program(row["command"])
        yield Need("program", row["command"], found, row["purpose"], row["debian"], False)


def fonts(own: Path = OWN) -> Iterator[Need]:
    """A face is there when one of its families is: the first one found stands for it. `own` is the
    folder of fonts that set-up brings."""
    installed = installed_families(own)
    for face in faces():
        families = (*face.names, *face.stand_ins)
        found = next((family for family in families if family in installed), None)
        debian = None if face.member else face.debian
        yield Need("font", face.face, found, face.purpose, debian, False)


def packages() -> Iterator[Need]:
    for row in table("packages"):
        found = installed_version(row["package"])
        yield Need("package", row["package"], found, row["purpose"], None, "extra" not in row)


def table(name: str) -> list[dict[str, Any]]:
    text = files("tianbao").joinpath("needs.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)[name]
    return rows


def program(command: str) -> str | None:
    finder = FINDERS.get(command)
    return finder() if finder else shutil.which(command)


def installed_families(own: Path) -> set[str]:
    """The font families that LibreOffice can have, none where fontconfig isn't installed."""
    if not shutil.which("fc-list"):
        return set()
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
        file.write(settings(own))
        file.flush()
        listed = subprocess.run(
            ["fc-list", "--format", "%{family}\n"],
            env={**os.environ, "FONTCONFIG_FILE": file.name},
            capture_output=True,
            text=True,
            check=False,
        )
    return {family for line in listed.stdout.splitlines() for family in line.split(",")}


def installed_version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
