"""Mails, archives, folders and files taken into a store."""

from __future__ import annotations

import mailbox
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Timer

import pytest
from sqlalchemy import func, select

from tests.documents.mailbox import TARGET, files
from tests.tianbao.intake.helpers import OTHER, WORD, mail, zipped
from tianbao.errors import WrongCall
from tianbao.intake import limits, recording, sources
from tianbao.intake.sources import Watched
from tianbao.intake.taking import Summary, Taking, take_in
from tianbao.isolation.children import Limits
from tianbao.store import Store, StoreUnusable, deleting
from tianbao.store.models import Arrival, Document, Message, Refusal

TABLES = (Message, Document, Arrival, Refusal)


def rows(store: Store) -> list[int]:
    with store.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in TABLES]


def fill(folder: Path) -> None:
    """A mail of two applications, one of them sent again in an archive, a Maildir, a file."""
    (folder / "box" / "cur").mkdir(parents=True)
    (folder / "box" / "new").mkdir()
    (folder / "box" / "tmp").mkdir()
    (folder / "a.eml").write_bytes(mail(1, ("甲.docx", WORD), ("乙.docx", OTHER)).as_bytes())
    (folder / "box" / "cur" / "1:2,S").write_bytes(
        mail(2, ("材料.zip", zipped([("甲.docx", WORD)]))).as_bytes()
    )
    (folder / "box" / "tmp" / "2").write_bytes(b"half")
    (folder / "坏.zip").write_bytes(zipped([]))
    (folder / "乙.docx").write_bytes(OTHER)


def test_a_folder_is_taken_in_with_what_is_in_it(store, tmp_path):
    fill(tmp_path / "in")
    summary = take_in(store, [str(tmp_path / "in")])
    assert (summary.mails, summary.attachments, summary.new, summary.known) == (2, 4, 2, 2)
    assert summary.refused == {"empty-archive": 1}
    assert rows(store) == [2, 2, 4, 1]


def test_the_bytes_of_mails_and_documents_are_in_the_blobs(store, tmp_path):
    data = mail(1, ("甲.docx", WORD)).as_bytes()
    (tmp_path / "a.eml").write_bytes(data)
    take_in(store, [str(tmp_path / "a.eml")])
    with store.reading() as session:
        message, document = (
            session.scalars(select(Message)).one(),
            session.scalars(select(Document)).one(),
        )
        assert store.blobs.get(message.sha256) == data
        assert store.blobs.get(document.sha256) == WORD
        (arrival,) = document.arrivals
        assert (arrival.message_id, arrival.path) == (message.id, ["甲.docx"])
        assert arrival.arrived_at.isoformat() == "2024-06-01T02:00:00+00:00"


def test_the_same_again_changes_nothing(store, tmp_path):
    fill(tmp_path / "in")
    take_in(store, [str(tmp_path / "in")])
    before = rows(store)
    summary = take_in(store, [str(tmp_path / "in")])
    assert (summary.known_mails, summary.new) == (2, 0)
    assert rows(store) == before


def test_another_mail_with_the_same_message_id_is_not_lost(store, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail(1, ("甲.docx", WORD)).as_bytes())
    (tmp_path / "b.eml").write_bytes(mail(1, ("乙.docx", OTHER)).as_bytes())
    take_in(store, [str(tmp_path / "a.eml"), str(tmp_path / "b.eml")])
    assert rows(store)[:3] == [2, 2, 2]


def test_a_mailbox_is_its_mails(store, tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for number in range(250):
        box.add(mail(number, (f"{number}.txt", b"%d" % number)))
    box.flush()
    summary = take_in(store, [str(tmp_path / "box")])
    assert (summary.mails, summary.new) == (250, 250)


def test_a_mail_that_is_too_large_is_kept_and_told(store, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "LARGEST", 10_000)
    data = mail(1, ("甲.docx", bytes(50_000))).as_bytes()
    (tmp_path / "a.eml").write_bytes(data)
    summary = take_in(store, [str(tmp_path / "a.eml")])
    assert summary.refused == {"too-large": 1}
    with store.reading() as session:
        message = session.scalars(select(Message)).one()
        assert store.blobs.get(message.sha256) == data
        assert message.message_id == "<1@applicant.example>"


@pytest.mark.parametrize("begins", [b"", b"From office\n"], ids=["eml", "mbox"])
def test_a_mail_behind_a_header_line_of_megabytes_is_one(store, tmp_path, begins):
    line = b"Subject: " + b"x" * 2_000_000 + b"\r\n"
    (tmp_path / "a").write_bytes(begins + line + mail(1, ("甲.docx", WORD)).as_bytes())
    summary = take_in(store, [str(tmp_path / "a")])
    assert (summary.mails, summary.new, summary.refused) == (1, 1, {})
    with store.reading() as session:
        assert session.scalars(select(Document.name)).one() == "甲.docx"


def test_a_long_text_that_only_looks_like_a_header_is_a_file(store, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"name: value\n" * 50_000)
    summary = take_in(store, [str(tmp_path / "a.txt")])
    assert (summary.mails, summary.new) == (0, 1)


def test_what_kills_its_process_is_named_and_the_rest_taken(store, tmp_path, monkeypatch):
    # 53 bytes of TNEF whose objects have the length 0, so that a parser never ends.
    endless = (
        b"\x78\x9f\x3e\x22\x01\x00" + bytes(5) + (2**32 - 11).to_bytes(4, "little") + bytes(38)
    )
    assert len(endless) == 53
    monkeypatch.setattr(limits, "CHILD", Limits(seconds=2, memory=2**30))
    (tmp_path / "a.eml").write_bytes(
        mail(1, ("winmail.dat", endless), ("甲.docx", WORD)).as_bytes()
    )
    (tmp_path / "b.eml").write_bytes(mail(2, ("乙.docx", OTHER)).as_bytes())
    summary = take_in(store, [str(tmp_path / "a.eml"), str(tmp_path / "b.eml")])
    assert summary.refused.total() == 1
    assert set(summary.refused) <= {"timeout", "out-of-memory", "damaged"}
    assert (summary.mails, summary.new) == (2, 2)


def test_the_sample_mailbox_is_taken_in_whole(store):
    summary = take_in(store, [str(TARGET)])
    assert (summary.mails, summary.attachments, summary.new, summary.left_out) == (10, 11, 10, 1)
    assert summary.refused == {"cloud-attachment": 1, "archive-encrypted": 1, "no-document": 1}
    with store.reading() as session:
        paths = set(session.scalars(select(Arrival.path_text)))
    assert {'["揭榜挂帅申报", "申报书.docx"]', '["winmail.dat", "申报书.docx"]'} <= paths
    assert '["材料.zip", "材料", "推荐汇总表.docx"]' in paths


def test_the_sample_mailbox_is_as_its_builder_writes_it():
    assert {name: (TARGET / name).read_bytes() for name in files()} == files()


def test_a_source_that_is_not_there_is_named_before_anything_is_done(store, tmp_path):
    with pytest.raises(WrongCall, match="nowhere"):
        take_in(store, [str(tmp_path), "nowhere"])


def test_a_store_that_fails_stops_with_nothing_half(store, tmp_path, monkeypatch):
    fill(tmp_path / "in")

    def full(datas: list[bytes]) -> list[str]:
        raise StoreUnusable("No space left on device")

    monkeypatch.setattr(store.blobs, "put_all", full)
    with pytest.raises(StoreUnusable, match="No space"):
        take_in(store, [str(tmp_path / "in")])
    assert rows(store) == [0, 0, 0, 0]
    monkeypatch.undo()
    take_in(store, [str(tmp_path / "in")])
    assert rows(store) == [2, 2, 4, 1]


KILLED = """
import sys
from tianbao.intake.taking import take_in
from tianbao.store import open_store

if __name__ == "__main__":
    take_in(open_store(sys.argv[1]), [sys.argv[2]])
"""


def test_after_sigkill_the_next_run_makes_it_whole(store, tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for number in range(400):
        box.add(mail(number, (f"{number}.txt", b"%d" % number)))
    box.flush()
    (tmp_path / "killed.py").write_text(KILLED)
    command = [sys.executable, tmp_path / "killed.py", tmp_path / "store", tmp_path / "box"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, env=environment) as process:
        while rows(store)[0] == 0 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    take_in(store, [str(tmp_path / "box")])
    assert rows(store) == [400, 400, 400, 0]


def test_an_interrupt_ends_it_between_two_mails_and_the_next_run_goes_on(
    store, tmp_path, monkeypatch
):
    box = mailbox.mbox(tmp_path / "box")
    for number in range(250):
        box.add(mail(number, (f"{number}.txt", b"%d" % number)))
    box.flush()
    stopped = Event()
    record = recording.record

    def interrupted(session, entries):
        stopped.set()
        return record(session, entries)

    monkeypatch.setattr(recording, "record", interrupted)
    summary = take_in(store, [str(tmp_path / "box")], stopped=stopped)
    assert (summary.mails, summary.new) == (100, 100)
    assert rows(store) == [100, 100, 100, 0]

    monkeypatch.undo()
    summary = take_in(store, [str(tmp_path / "box")])
    assert (summary.mails, summary.known_mails, summary.new) == (250, 100, 150)
    assert rows(store) == [250, 250, 250, 0]


def test_following_ends_when_it_is_interrupted(store, tmp_path):
    stopped = Event()
    Timer(0.1, stopped.set).start()
    assert take_in(store, [str(tmp_path)], follow=True, stopped=stopped) == Summary()


def test_bytes_that_a_deletion_takes_away_meanwhile_are_put_again(store, tmp_path, monkeypatch):
    (tmp_path / "a.eml").write_bytes(mail(1, ("甲.docx", WORD)).as_bytes())
    (tmp_path / "b.eml").write_bytes(mail(2, ("甲.docx", WORD)).as_bytes())
    take_in(store, [str(tmp_path / "a.eml")])
    put_all = Taking._put_all

    def deleted_once_put(self, datas):
        stored = put_all(self, datas)
        if WORD in datas:
            deleting.delete_document(store, 1, who="王")
        return stored

    monkeypatch.setattr(Taking, "_put_all", deleted_once_put)
    take_in(store, [str(tmp_path / "b.eml")])
    with store.reading() as session:
        document = session.scalars(select(Document)).one()
    assert (document.id, document.state) == (2, "received")
    assert store.blobs.get(document.sha256) == WORD


def test_a_file_is_followed_until_it_is_still(tmp_path, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(sources.time, "monotonic", lambda: clock[0])
    watched = Watched([tmp_path], tmp_path)
    path = tmp_path / "甲.docx"
    path.write_bytes(WORD[:100])
    assert list(watched.items()) == []
    clock[0] = sources.STILL + 1
    path.write_bytes(WORD)
    assert list(watched.items()) == []
    clock[0] += sources.STILL
    (item,) = watched.items()
    assert item.data == WORD
    clock[0] += 100
    assert list(watched.items()) == []
