"""Transactions that hold or leave nothing: a full disk, a database that goes away, a busy one."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import event, select

from tests.servers.postgres import Postgres
from tests.tianbao.store.helpers import arrive, claim
from tianbao.store import Store, StoreUnusable, ledger, listing, open_store, people
from tianbao.store.listing import Filters
from tianbao.store.models import Document, Setting


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Document.name).order_by(Document.id)))


def test_an_error_undoes_the_whole_transaction(store: Store) -> None:
    def interrupted() -> None:
        with store.session() as session:
            ledger.add_document(session, "0" * 64, 1, "a.docx")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()

    assert names(store) == []


def test_one_reads_while_another_writes(store: Store) -> None:
    with store.session() as session:
        ledger.add_document(session, "0" * 64, 1, "a.docx")
        session.flush()
        assert names(store) == []

    assert names(store) == ["a.docx"]


def test_a_store_is_its_owners(tmp_path: Path) -> None:
    open_store(tmp_path / "office" / "store").close()

    assert stat.S_IMODE((tmp_path / "office" / "store").stat().st_mode) == 0o700


def test_a_full_disk_is_a_reason_and_nothing_is_lost(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    most = 100  # pages of 4 KiB: SQLite says then what it says of a full disk
    event.listen(
        store.engine, "connect", lambda own, _: own.execute(f"PRAGMA max_page_count = {most}")
    )
    store.engine.dispose()
    kept: list[str] = []

    def fill() -> None:
        for number in range(100):
            arrive(store, f"{number}.docx" + "x" * 10_000, str(number).encode())
            kept.append(f"{number}.docx" + "x" * 10_000)

    with pytest.raises(StoreUnusable, match="disk is full"):
        fill()
    assert kept
    assert names(store) == kept

    most = 1000  # there is room again
    store.engine.dispose()
    arrive(store, "last.docx")
    assert names(store) == [*kept, "last.docx"]
    assert [store.blobs.get(each.sha256) for each in claim(store)] == [b"0"]
    store.close()


def test_a_database_that_goes_away_is_a_reason_and_the_work_goes_on_when_it_is_back(
    server: Postgres, template: str, tmp_path: Path
) -> None:
    store = open_store(server.url(server.new_database(template)), tmp_path)
    arrive(store, "1.docx")

    def cut_off() -> None:
        with store.session() as session:
            ledger.add_document(session, "0" * 64, 1, "lost.docx")
            server.stop()

    try:
        with pytest.raises(StoreUnusable):
            cut_off()
        with pytest.raises(StoreUnusable):
            arrive(store, "2.docx")
        with pytest.raises(StoreUnusable):
            open_store(server.url("store_1"), tmp_path)
    finally:
        server.start()

    arrive(store, "2.docx")
    assert names(store) == ["1.docx", "2.docx"]
    store.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "tianbao.db").write_bytes(b"no database at all" * 100)

    with pytest.raises(StoreUnusable, match="not a database"):
        open_store(tmp_path)


def test_a_text_that_a_database_can_not_hold_may_be_asked_for(store: Store) -> None:
    with store.reading() as session:
        assert people.user_named(session, "王\0审") is None
        for filters in (Filters(search="a\0b"), Filters(district="\0")):
            assert listing.page(session, filters).submissions == []


def test_settings_are_kept(store: Store) -> None:
    for days in (30, None, 60):
        with store.session() as session:
            people.set_setting(session, "keep_days", days)

    with store.reading() as session:
        assert people.setting(session, "keep_days") == 60
        assert people.setting(session, "unset", 7) == 7
        assert len(session.scalars(select(Setting)).all()) == 1
