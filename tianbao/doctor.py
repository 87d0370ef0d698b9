"""What Tianbao uses from outside, whether it is there, and how to have it (`needs.json`).

The set-up asks too, before any package is installed: this module needs the standard library alone.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any


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


def programs() -> Iterator[Need]:
    for row in table("programs"):
        found = program(row["command"], row.get("beside"))
        yield Need("program", row["command"], found, row["purpose"], row["debian"], False)


def fonts() -> Iterator[Need]:
    """A face is there when one of its families is: the first one found stands for it."""
    installed = installed_families()
    for row in table("fonts"):
        found = next((family for family in row["families"] if family in installed), None)
        yield Need("font", row["face"], found, row["purpose"], row["debian"], False)


def packages() -> Iterator[Need]:
    for row in table("packages"):
        found = installed_version(row["package"])
        yield Need("package", row["package"], found, row["purpose"], None, True)


def table(name: str) -> list[dict[str, Any]]:
    text = files("tianbao").joinpath("needs.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)[name]
    return rows


def program(command: str, beside: str | None) -> str | None:
    """Where the command is, if the file that must stand `beside` it does: `soffice` may be there
    without the Writer that reads Word files."""
    found = shutil.which(command)
    if found and beside and not (Path(found).resolve().parent / beside).exists():
        return None
    return found


def installed_families() -> set[str]:
    """The font families that fontconfig knows, none where it isn't installed."""
    if not shutil.which("fc-list"):
        return set()
    listed = subprocess.run(
        ["fc-list", "--format", "%{family}\n"], capture_output=True, text=True, check=False
    )
    return {family for line in listed.stdout.splitlines() for family in line.split(",")}


def installed_version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
