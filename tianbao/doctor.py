"""What Tianbao uses from outside, whether it is there, and how to have it: `needs.json`, looked up."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Need:
    """Something from outside: `found` says where or in which version, None when it is missing."""

    kind: str  # "program", "font" or "package"
    name: str
    found: str | None
    purpose: str
    cure: str  # the command that installs it
    required: bool


def needs() -> list[Need]:
    """Every need, looked up now."""
    table = json.loads(files("tianbao").joinpath("needs.json").read_text(encoding="utf-8"))
    return [*programs(table["programs"]), *fonts(table["fonts"]), *packages(table["packages"])]


def programs(rows: list[dict[str, Any]]) -> Iterator[Need]:
    for row in rows:
        found = shutil.which(row["command"])
        yield Need("program", row["command"], found, row["purpose"], apt(row), required=False)


def fonts(rows: list[dict[str, Any]]) -> Iterator[Need]:
    """A face is there when one of its families is: the first one found stands for it."""
    installed = installed_families()
    for row in rows:
        found = next((family for family in row["families"] if family in installed), None)
        yield Need("font", row["face"], found, row["purpose"], apt(row), required=False)


def packages(rows: list[dict[str, Any]]) -> Iterator[Need]:
    for row in rows:
        found = installed_version(row["package"])
        yield Need("package", row["package"], found, row["purpose"], "make setup", required=True)


def apt(row: dict[str, Any]) -> str:
    return f"sudo apt-get install {row['debian']}"


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
