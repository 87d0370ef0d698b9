"""A store saved while it is worked with, and made again of what was saved."""

from __future__ import annotations

import io
import shutil
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.servers.postgres import Postgres
from tests.tianbao.conftest import Run
from tests.tianbao.store.helpers import Results, arrive, sha256, take_in
from tianbao.errors import WrongCall
from tianbao.store import NoStore, Store, listing, open_store, revising
from tianbao.store.backup import backup, restore
from tianbao.store.models import Base


def saved(folder: Path) -> bytes:
    store, target = open_store(folder), io.BytesIO()
    backup(store, target)
    store.close()
    return target.getvalue()


def everything(folder: Path) -> dict[str, list[object]]:
    return everything_in(open_store(folder, make=False))


def everything_in(store: Store) -> dict[str, list[object]]:
    with store.reading() as session:
        rows: dict[str, list[object]] = {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }
    rows["blobs"] = [store.blobs.get(sha256) for sha256 in store.blobs.all()]
    store.close()
    return rows


def test_a_restored_store_is_the_one_that_was_saved(
    run: Run, tmp_path: Path, results: Results
) -> None:
    store = open_store("store")
    id = take_in(store, results, "申报书.docx")
    with store.session() as session:
        revising.correct(session, id, 1, {"applicant.contact.fax": "021-59560001"}, who="李")
    store.close()

    assert run("backup", "--store", "store", "-o", "store.tar").exit_code == 0
    assert run("restore", "store.tar", "--store", "again").exit_code == 0

    assert everything(Path("again")) == everything(Path("store"))
    assert [path.name for path in Path("again").glob("*.part")] == []


def test_a_backup_is_of_one_moment_and_work_goes_on(
    tmp_path: Path, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, target = open_store(tmp_path / "store"), io.BytesIO()
    take_in(store, results, "1.docx")
    get = store.blobs.get

    def get_while_others_work(sha256: str) -> bytes:
        arrive(store, "2.docx")
        return get(sha256)

    monkeypatch.setattr(store.blobs, "get", get_while_others_work)
    backup(store, target)
    target.seek(0)
    restore(target, tmp_path / "again")

    again = open_store(tmp_path / "again")
    with again.reading() as session:
        assert listing.count(session) == 1
    assert list(again.blobs.all()) == [sha256(b"1.docx")]


def test_bytes_that_the_store_has_lost_are_named(tmp_path: Path) -> None:
    store, target = open_store(tmp_path / "store"), io.BytesIO()
    arrive(store, "1.docx")
    arrive(store, "2.docx")
    store.blobs.delete(sha256(b"1.docx"))

    assert backup(store, target) == (1, [sha256(b"1.docx")])

    target.seek(0)
    assert restore(target, tmp_path / "again") == (1, [sha256(b"1.docx")])


def test_what_is_no_whole_backup_becomes_no_store(tmp_path: Path, results: Results) -> None:
    store = open_store(tmp_path / "store")
    take_in(store, results, "申报书.docx")
    store.close()
    whole = saved(tmp_path / "store")
    changed = whole.replace("申报书.docx".encode(), "申诉书.docx".encode())
    evil = io.BytesIO()
    with tarfile.open(fileobj=evil, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("../../evil"), io.BytesIO())
    cut = (whole[:n] for n in (0, 3, 700, len(whole) // 2, len(whole) - 10240))

    for number, data in enumerate((*cut, b"PK\x03\x04", changed, evil.getvalue())):
        folder = tmp_path / f"again{number}"
        with pytest.raises(NoStore):
            restore(io.BytesIO(data), folder)
        with pytest.raises(NoStore):
            open_store(folder, make=False)
    assert not (tmp_path / "evil").exists()


def test_nothing_is_restored_over_a_store(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with pytest.raises(WrongCall, match="not empty"):
        restore(io.BytesIO(saved(tmp_path / "store")), tmp_path / "store")


def test_postgresql_has_a_way_of_its_own(server: Postgres, template: str, tmp_path: Path) -> None:
    store = open_store(server.url(server.new_database(template)), tmp_path)
    with pytest.raises(WrongCall, match="pg_dump"):
        backup(store, io.BytesIO())


def test_a_store_in_postgresql_is_saved_and_restored_by_its_own_tools(
    server: Postgres, template: str, tmp_path: Path, results: Results
) -> None:
    """As docs/store.md tells it, while others work."""
    name = server.new_database(template)
    store = open_store(server.url(name), tmp_path / "blobs")
    id = take_in(store, results, "1.docx")
    with store.session() as session:
        revising.correct(session, id, 1, {"applicant.contact.fax": "021-59560001"}, who="李")
    before = everything_in(open_store(server.url(name), tmp_path / "blobs"))

    server.run("pg_dump", "--format=custom", "--file=store.dump", server.url(name))
    arrive(store, "2.docx")
    shutil.copytree(tmp_path / "blobs", tmp_path / "saved")
    store.close()
    again = server.url("again")
    server.run("createdb", f"--maintenance-db={server.url('postgres')}", "again")
    server.run("pg_restore", f"--dbname={again}", "store.dump")

    restored = everything_in(open_store(again, tmp_path / "saved", make=False))
    assert set(restored.pop("blobs")) == {*before.pop("blobs"), b"2.docx"}
    assert restored == before
    # and it is worked on: what is new gets numbers of its own
    store = open_store(again, tmp_path / "saved")
    assert take_in(store, results, "3.docx") > id
    store.close()
