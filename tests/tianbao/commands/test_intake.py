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

from tests.tianbao.intake.helpers import mail
from tianbao.store import Store, open_store
from tianbao.store.models import Message

ROOT = Path(__file__).parents[3]
PROGRAM = [sys.executable, "-c", "from tianbao.cli import main; main()"]
MAILS = 4000  # many more than are taken in until the first look at the store


def mails(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


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
