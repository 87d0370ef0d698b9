"""`tianbao intake SOURCE…`"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from tests.tianbao.conftest import Run
from tests.tianbao.intake.helpers import WORD, mail, zipped
from tianbao.store import Store, open_store
from tianbao.store.models import Message

ROOT = Path(__file__).parents[3]
PROGRAM = [sys.executable, "-c", "from tianbao.cli import main; main()"]
EMPTY = zipped([])
MAILS = 4000  # many more than are taken in until the first look at the store


def mails(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def test_what_came_is_counted_and_what_is_not_usable_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.eml").write_bytes(
        mail(1, ("甲.docx", WORD), ("空.zip", EMPTY)).as_bytes()
    )
    (tmp_path / "in" / "乙.docx").write_bytes(WORD)

    first = run("intake", "in", "--store", "store")
    assert (first.exit_code, first.stdout) == (3, "")
    reason, *counts = first.stderr.splitlines()
    assert "a.eml: empty-archive: 压缩包“空.zip”里没有文件" in reason
    assert [line.split() for line in counts] == [
        *(["mails", "1"], ["known", "already", "0"]),
        *(["attachments", "2"], ["new", "1"], ["known", "already", "1"]),
        *(["left", "out", "0"], ["not", "usable", "1"], ["empty-archive", "1"]),
    ]

    again = run("intake", "in/a.eml", "--store", "store")
    assert again.exit_code == 0
    assert "known already        1" in again.stderr


def test_an_interrupt_says_what_was_taken_in(tmp_path: Path) -> None:
    first = b"From office\n" + mail(0, ("甲.txt", b"x")).as_bytes() + b"\n\n"
    box = b"".join(first.replace(b"<0@", b"<%d@" % number) for number in range(MAILS))
    (tmp_path / "box").write_bytes(box)
    store = open_store(tmp_path / "store")
    command = [*PROGRAM, "intake", str(tmp_path / "box"), "--store", str(tmp_path / "store")]

    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    while not mails(store):
        time.sleep(0.02)
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the children, too
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    taken = mails(store)
    assert re.search(rf"^mails +{taken}$", told.decode(), re.MULTILINE)
    assert 0 < taken < MAILS
    store.close()
