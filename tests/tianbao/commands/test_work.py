"""`tianbao work`"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tianbao.working.filling import documents, fill, states
from tianbao.store import Store, open_store

PROGRAM = [sys.executable, "-c", "from tianbao.cli import main; main()"]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


def test_what_was_taken_in_is_read_and_counted(run, store: Store):
    ids = fill(store, documents(3))
    result = run("work", "--store", "store", "--workers", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("3 read, 0 not usable, 0 set aside; ")
    assert states(store) == dict.fromkeys(ids, "checked")
    assert run("work", "--store", "store").stdout.startswith("0 read")


def test_what_can_not_be_read_is_told_and_the_status_says_so(run, store: Store):
    fill(store, [*documents(1), b""])
    result = run("work", "--store", "store")
    assert result.exit_code == 3
    assert result.stdout.startswith("1 read, 1 not usable")
    assert result.stderr.startswith("1.docx: empty-file: ")


def test_its_log_for_programs_has_a_line_a_document(store: Store, tmp_path: Path):
    fill(store, [*documents(1), b""])
    call = [*PROGRAM, "work", "--store", str(tmp_path / "store"), "--log", "json"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, check=False)
    told = {each["document"]: each for each in map(json.loads, done.stderr.splitlines())}
    assert {number: each["state"] for number, each in told.items()} == states(store)
    assert {each["code"] for each in told.values()} == {None, "empty-file"}
    assert {each["message"] for each in told.values()} == {"document settled"}


def test_a_store_that_is_not_there_is_not_made(run):
    result = run("work", "--store", "nowhere")
    assert result.exit_code != 0
    assert "no store" in result.stderr
    assert not Path("nowhere").exists()


def test_workers_are_of_this_machine(run, store: Store):
    result = run("work", "--store", "store", "--workers", 2, "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "--workers" in result.stderr


def test_an_interrupt_ends_it_soon_keeps_what_is_read_and_gives_back_the_rest(
    store: Store, tmp_path: Path
):
    fill(store, documents(100))
    command = [*PROGRAM, "work", "--store", str(tmp_path / "store")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True)
    try:
        while "checked" not in states(store).values():
            time.sleep(0.02)
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the children, too
        start = time.monotonic()
        assert process.wait(60) == 130
        assert time.monotonic() - start < 10  # two seconds on a machine that does nothing else
    finally:
        process.kill()
    assert process.stdout is not None
    read = [state for state in states(store).values() if state == "checked"]
    assert process.stdout.read().decode().startswith(f"{len(read)} read, 0 not usable, 0 set aside")
    assert set(states(store).values()) == {"checked", "received"}
