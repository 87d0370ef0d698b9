"""The coordinator: every document is read once in the ledger's eyes, whatever happens."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import pytest
from sqlalchemy import event, text

import tianbao.verbs.reading as reading
import tianbao.working.coordinator as coordinator
import tianbao.working.desk as desk
from tests.servers.postgres import Postgres
from tests.tianbao.working.conftest import Place
from tests.tianbao.working.filling import (
    assert_each_is_read_once,
    document,
    documents,
    fill,
    states,
    submissions,
)
from tianbao.sources.given import Given
from tianbao.store import Store, StoreUnusable, ledger
from tianbao.store.submitting import add
from tianbao.working import LocalPool, Settled, work
from tianbao.working.presence import present


def settled(store: Store, pool: LocalPool) -> dict[int, Settled]:
    found: list[Settled] = []
    work(store, pool, found.append)
    return {each.document_id: each for each in found}


def test_everything_that_was_received_is_read_and_checked(place: Place, pool: LocalPool) -> None:
    store = place.open()
    ids = fill(store, [*documents(10), b"no form"])
    found = settled(store, pool)
    assert set(found) == set(ids)
    *good, bad = ids
    assert {found[id].state for id in good} == {"checked"}
    assert (found[bad].state, found[bad].code) == ("unusable", "unsupported-kind")
    assert submissions(store) == dict.fromkeys(good, 1)
    read = document(store, good[0])
    assert (read.attempts, read.kind, read.claimed_by) == (1, "docx", None)
    assert read.reader
    assert read.seconds
    assert read.read_at
    assert document(store, bad).reason_code == "unsupported-kind"
    store.close()


def test_when_nothing_waits_nothing_is_done(store: Store, pool: LocalPool) -> None:
    assert settled(store, pool) == {}


def die_of_bad(document: Given, wishes: reading.Wishes) -> list[reading.Result]:
    from extractors.extract import extract

    if b"deadly" in document.data():
        os.kill(os.getpid(), signal.SIGKILL)
    return extract(document.data(), document.name)


def test_a_document_that_kills_its_worker_twice_is_set_aside_and_the_others_are_read(
    store: Store, pool: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read", die_of_bad)
    good, more, deadly = *documents(2), documents(1)[0] + b"deadly"
    ids = fill(store, [good, deadly, more])
    ends: list[Settled] = []
    work(store, pool, ends.append)
    of_deadly = [each.state for each in ends if each.document_id == ids[1]]
    assert of_deadly == ["received", "set-aside"]
    aside = document(store, ids[1])
    assert (aside.state, aside.kills, aside.reason_code) == ("set-aside", 2, "out-of-memory")
    assert aside.reason_message
    assert [states(store)[id] for id in (ids[0], ids[2])] == ["checked", "checked"]


def test_two_at_once_never_read_the_same(place: Place) -> None:
    ids = fill(place.open(), documents(24))
    found: list[int] = []

    def run() -> None:
        work(place.open(), LocalPool(1), lambda each: found.append(each.document_id))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ids
    store = place.open()
    assert_each_is_read_once(store, ids)
    assert {document(store, id).attempts for id in ids} == {1}


def test_what_a_dead_one_had_is_read_and_what_a_living_one_has_is_left(
    store: Store, pool: LocalPool
) -> None:
    ids = fill(store, documents(4))
    with present(store) as living:
        with store.session() as session:
            ledger.claim(session, 2, by="vm:1:dead")
            ledger.claim(session, 1, by=living.name)
        assert set(settled(store, pool)) == {ids[0], ids[1], ids[3]}
        assert states(store)[ids[2]] == "reading"
    assert set(settled(store, pool)) == {ids[2]}


def test_one_that_was_thought_dead_and_is_not_reads_nothing_twice(
    store: Store, pool: LocalPool
) -> None:
    ids = fill(store, documents(12))
    told: list[int] = []

    def release_all_once(settled: Settled) -> None:
        told.append(settled.document_id)
        if len(told) == 1:
            with store.session() as session:
                for claimant in ledger.claimants(session):
                    ledger.release(session, claimant.by)

    work(store, pool, release_all_once)
    assert sorted(told) == ids
    assert_each_is_read_once(store, ids)


def test_stopping_early_keeps_what_is_read_and_gives_back_the_rest(
    store: Store, pool: LocalPool
) -> None:
    ids = fill(store, documents(20))
    told: list[Settled] = []

    def interrupt(settled: Settled) -> None:
        told.append(settled)
        if len(told) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work(store, pool, interrupt)
    now = states(store)
    assert set(now.values()) == {"checked", "received"}
    assert submissions(store) == {id: 1 for id in ids if now[id] == "checked"}
    left = [id for id in ids if now[id] == "received"]
    assert {document(store, id).attempts for id in left} == {0}


def test_bytes_that_are_missing_are_the_documents_reason(store: Store, pool: LocalPool) -> None:
    good, lost = fill(store, documents(2))
    store.blobs.delete(document(store, lost).sha256)
    found = settled(store, pool)
    assert (found[lost].state, found[lost].code) == ("unusable", "bytes-missing")
    assert states(store)[good] == "checked"


def test_wrong_blobs_end_the_work_and_spoil_nothing(
    store: Store, pool: LocalPool, tmp_path
) -> None:
    ids = fill(store, documents(3))
    (tmp_path / "blobs").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreUnusable, match="--blobs"):
        settled(store, pool)
    (tmp_path / "elsewhere").rename(tmp_path / "blobs")
    settled(store, pool)
    assert_each_is_read_once(store, ids)


def test_what_is_too_large_is_not_even_fetched(
    store: Store, pool: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = fill(store, documents(1))
    monkeypatch.setattr(coordinator, "LARGEST", 100)
    assert settled(store, pool)[id].code == "too-large"


def test_a_result_that_can_not_be_stored_costs_no_other(
    store: Store, pool: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(store, documents(6))

    def refuse(session, read):
        if ids[2] in {document.id for document, _ in read}:
            raise KeyError("a fault of ours")
        add(session, read)

    monkeypatch.setattr(ledger.submitting, "add", refuse)
    found = settled(store, pool)
    assert (found[ids[2]].state, found[ids[2]].code) == ("unusable", "not-stored")
    assert submissions(store) == {id: 1 for id in ids if id != ids[2]}


def test_a_disk_that_is_full_ends_the_work_with_the_reason_and_nothing_is_lost(
    store: Store, pool: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(store, documents(6))
    monkeypatch.setattr(desk, "PATIENCE", 0.3)
    fill_disk(store)
    with pytest.raises(StoreUnusable, match="full"):
        settled(store, pool)
    store.engine.dispose()
    settled(store, pool)
    assert_each_is_read_once(store, ids)


def fill_disk(store: Store) -> None:
    """Lets the database grow no more while its present connections last."""
    store.engine.dispose()
    with store.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()

    def full(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    store.engine.dispose()
    event.listen(store.engine, "connect", full)
    with store.engine.connect():
        event.remove(store.engine, "connect", full)


def test_a_database_that_is_started_anew_in_the_middle_costs_nothing(
    server: Postgres, on_server: Place, pool: LocalPool
) -> None:
    store = on_server.open()
    ids = fill(store, documents(30))
    starting = threading.Timer(0.5, server.start)

    def stop_once(_: Settled) -> None:
        if starting.ident is None:
            server.stop()
            starting.start()

    work(store, pool, stop_once)
    starting.join()
    assert_each_is_read_once(store, ids)
    store.close()


def test_following_reads_what_is_taken_in_later(
    store: Store, pool: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coordinator, "LOOK", 0.1)
    ids = fill(store, documents(1))
    told: list[int] = []

    def take_in_more(settled: Settled) -> None:
        told.append(settled.document_id)
        if len(told) == 3:
            raise KeyboardInterrupt
        ids.extend(fill(store, documents(1, first=len(told))))

    with pytest.raises(KeyboardInterrupt):
        work(store, pool, take_in_more, follow=True)
    assert told == ids
