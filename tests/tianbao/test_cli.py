"""The command as a whole: what every verb has in common, through the installed program too."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import tianbao
from tianbao.cli import VERBS, cli

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).parent / "tianbao"


def program(*arguments: object, **options: object) -> subprocess.CompletedProcess:
    command = [PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)


def test_the_version_is_that_of_the_package():
    assert program("--version").stdout.decode() == f"tianbao {tianbao.__version__}\n"


def test_the_version_loads_no_verb_and_none_of_their_libraries():
    listing = "import sys, tianbao.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True).stdout
    heavy = {"lxml", "marshmallow", "numpy", "rich", "jinja2", "pebble", "psutil", "openpyxl"}
    assert not heavy & set(loaded.split())
    assert not [name for name in loaded.split() if name.startswith("tianbao.commands")]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_a_place_in_the_documents(verb, run):
    result = run(verb, "--help")
    assert result.exit_code == 0
    command = cli.get_command(None, verb)
    assert command.name == verb
    assert command.help
    assert f"`tianbao {verb}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_in_the_documents(verb):
    documents = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for parameter in cli.get_command(None, verb).params:
        for option in parameter.opts:
            if option.startswith("--"):
                assert f"`{option}" in documents


def test_help_lists_the_verbs(run):
    result = run("--help")
    assert all(
        verb in result.stdout and purpose in result.stdout for verb, purpose in VERBS.items()
    )


def test_an_unknown_verb_is_a_wrong_call(run):
    assert run("correct").exit_code == 2


def test_an_unknown_form_is_a_wrong_call_that_names_the_known_ones(run):
    result = run("schema", "appl")
    assert result.exit_code == 2
    assert "jiebang2024/application" in result.stderr


def test_output_is_utf_8_whatever_the_locale():
    result = program("forms", env={**os.environ, "LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0"})
    assert "揭榜挂帅" in result.stdout.decode("utf-8")


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"")
    command = f"{PROGRAM} extract {' '.join(['x.docx'] * 2000)} | head -n 1"
    result = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, timeout=30
    )
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""


def test_closed_streams_are_no_fault(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"")
    command = f"{PROGRAM} extract x.docx >&- 2>error"
    assert subprocess.run(["bash", "-c", command], cwd=tmp_path, timeout=30).returncode == 3
    assert (tmp_path / "error").read_text() == ""


def test_an_interrupt_ends_it_and_keeps_what_is_done(tmp_path, summary_docx):
    (tmp_path / "good.docx").write_bytes(summary_docx)
    files = ["good.docx"] * 20_000
    (tmp_path / "list").write_text("\n".join(files))
    with open(tmp_path / "list", "rb") as listed:
        process = subprocess.Popen(
            [PROGRAM, "extract", "-", "-o", "out.jsonl"],
            cwd=tmp_path,
            stdin=listed,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # A shell that runs the suite behind `&` has it ignored, in all that it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    wait_until(lambda: any(part.stat().st_size for part in tmp_path.glob(".tianbao-*.part")))
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the children too
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    done = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert 0 < len(done) < len(files)
    assert all(json.loads(line)["form"] == "jiebang2024/summary" for line in done)
    assert not list(tmp_path.glob(".tianbao-*.part"))


def test_an_interrupt_while_readers_are_warming_up_is_quiet(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"")
    process = subprocess.Popen(
        [PROGRAM, "extract", "x.docx"] + ["x.docx"] * 5_000,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    wait_until(lambda: any(imports_ours(child) for child in children.read_text().split()))
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert errors == b""


def imports_ours(child: str) -> bool:
    """Whether the server of reading processes has begun to import what they need."""
    maps = Path(f"/proc/{child}/maps")
    return maps.exists() and "lxml" in maps.read_text()


def wait_until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
