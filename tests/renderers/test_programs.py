"""Where LibreOffice and its Python are looked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from renderers import programs


@pytest.fixture(autouse=True)
def looked_up_anew(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(programs, "PLACES", ())
    for function in (programs.writer, programs.python_with_uno):
        function.cache_clear()
    yield
    for function in (programs.writer, programs.python_with_uno):
        function.cache_clear()


@pytest.mark.parametrize("beside", [None, "libswlo.so"])
def test_a_libreoffice_counts_only_with_its_writer(tmp_path: Path, monkeypatch, beside):
    program = tmp_path / "soffice"
    program.touch(mode=0o755)
    if beside:
        (tmp_path / beside).touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.writer() == (str(program) if beside else None)


def test_one_off_the_path_is_found_where_its_makers_put_it(tmp_path: Path, monkeypatch):
    folder = tmp_path / "libreoffice25.2" / "program"
    folder.mkdir(parents=True)
    for name in ("soffice", "libswlo.so"):
        (folder / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "PLACES", (f"{tmp_path}/libreoffice*/program/soffice",))
    assert programs.writer() == str(folder / "soffice")


def test_a_python_without_uno_is_no_help(tmp_path: Path, monkeypatch):
    bare = tmp_path / "python3"
    bare.write_text("#!/bin/sh\nexit 1\n")
    bare.chmod(0o755)
    monkeypatch.setattr(programs, "pythons", lambda: iter([str(bare), str(tmp_path / "absent")]))
    assert programs.python_with_uno() is None
