"""What the tests of the application share: the command, and documents that it printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import tianbao
from tianbao.cli import cli

SAMPLES = Path(__file__).parents[2] / "samples" / "records"

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`run("blank", "summary", "-o", "x.docx")` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def sample(name: str) -> dict[str, Any]:
    """The record of a sample by the beginning of its name."""
    (path,) = SAMPLES.glob(f"{name}-*.json")
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


@pytest.fixture(scope="session")
def application() -> dict[str, Any]:
    """The record of an application with every part filled."""
    return sample("a01")


@pytest.fixture(scope="session")
def summary() -> dict[str, Any]:
    """The record of a district's summary of two."""
    return sample("s01")


@pytest.fixture(scope="session")
def application_docx(application: dict[str, Any]) -> bytes:
    return tianbao.render("application", application)


@pytest.fixture(scope="session")
def summary_docx(summary: dict[str, Any]) -> bytes:
    return tianbao.render("summary", summary)
