"""`tianbao serve`, as a process that is asked, fed and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.tianbao.conftest import sample
from tianbao import render
from tianbao.store import ledger, open_store

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0  # seconds on a busy machine


@pytest.fixture
def serving(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call = ["serve", "--store", str(tmp_path / "store"), "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, "-m", "tianbao", *call], cwd=ROOT, stderr=subprocess.PIPE
    ) as process:
        yield process, f"http://127.0.0.1:{port}/"
        process.kill()


def eventually(found):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if value := found():
                return value
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def test_pages_are_served_and_what_comes_in_is_read(serving, tmp_path):
    process, address = serving
    page = eventually(lambda: urllib.request.urlopen(address).read().decode())
    assert "tianbao user add" in page
    # When a document is received
    store, data = open_store(tmp_path / "store"), render("summary", sample("s01"))
    with store.session() as session:
        ledger.add_document(session, store.blobs.put(data), len(data), "汇总表.docx")

    def is_read():
        with store.reading() as session:
            return ledger.counts(session)["checked"] == 1

    # Then it is read without being asked for
    assert eventually(is_read)
    # … and a service that is stopped leaves no process behind
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    assert process.returncode == 0
    assert eventually(lambda: not [child for child in children if os.path.exists(f"/proc/{child}")])


def test_an_interrupt_is_told_by_the_status(serving):
    process, address = serving
    assert eventually(lambda: urllib.request.urlopen(address).read())
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
