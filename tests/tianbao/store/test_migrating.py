"""A store made by any earlier version is brought to this one with all that is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, MetaData, Table, select, text

from tests.servers.postgres import Postgres
from tests.tianbao.store.helpers import Results, take_in
from tianbao.store import NoStore, listing, migrating, open_store, people, revising
from tianbao.store.models import Base, Submission
from tianbao.store.opening import engine_of, place

SEARCHED = listing.Filters(search="1.docx")
SCRIPTS = ScriptDirectory(str(Path(migrating.__file__).with_name("migrations")))
EARLIER = [script.revision for script in SCRIPTS.walk_revisions()][:0:-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store is, without tables."""
    if request.param == "sqlite":
        return str(tmp_path / "store")
    server: Postgres = request.getfixturevalue("server")
    return server.url(server.new_database())


@pytest.fixture
def engine(empty: str, tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "store").mkdir()
    opened = engine_of(place(empty, tmp_path / "blobs").database)
    yield opened
    opened.dispose()


def test_the_tables_of_the_last_script_are_the_models(engine: Engine) -> None:
    migrating.migrate(engine, make=True)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert SCRIPTS.get_current_head() == migrating.HEAD


@pytest.mark.parametrize("version", EARLIER)
def test_what_an_earlier_version_kept_is_there(
    empty: str, engine: Engine, tmp_path: Path, results: Results, version: str
) -> None:
    """The rows of a store of this version, put into the tables of that one."""
    source = open_store(tmp_path / "source", tmp_path / "blobs")
    first = take_in(source, results, "1.docx")
    take_in(source, results, "2.docx", days=2)
    with source.session() as session:
        revising.correct(session, first, 1, {"applicant.contact.fax": "021-59560001"}, who="李")
        people.add_user(session, "李", "reviewer", "a hash")
    with engine.begin() as connection:
        migrating.upgrade(connection, None, version)
    _copy_rows(source.engine, engine)

    store = open_store(empty, tmp_path / "blobs")

    with store.reading() as session:
        assert listing.count(session) == 2
        submission = revising.load(session, first)
        assert submission.record["applicant"]["contact"]["fax"] == "021-59560001"
        assert submission.original == results[0]["record"]
        assert [each.who for each in submission.revisions] == ["李"]
        assert [(each.name, each.sessions) for each in people.users(session)] == [("李", 0)]
        editions = select(Submission.edition, Submission.current).order_by(Submission.id)
        assert session.execute(editions).all() == [(1, False), (2, True)]
        assert [each.id for each in listing.page(session, SEARCHED).submissions] == [first]
    third = take_in(store, results, "3.docx", days=3)
    assert third > first
    store.close()
    source.close()


def _copy_rows(source: Engine, target: Engine) -> None:
    """Copies every column that the earlier tables have."""
    with source.connect() as reading, target.begin() as writing:
        earlier = MetaData()
        earlier.reflect(writing)
        for table in Base.metadata.sorted_tables:
            if table.name not in earlier.tables:
                continue
            known = earlier.tables[table.name].columns
            columns = [column for column in table.columns if column.name in known]
            old = Table(table.name, MetaData(), *(Column(each.name, each.type) for each in columns))
            for row in reading.execute(select(*columns)):
                writing.execute(old.insert().values(row._asdict()))
            if writing.dialect.name == "postgresql" and "id" in known:
                name = f'"{table.name}"'
                sequence = f"pg_get_serial_sequence('{name}', 'id')"
                writing.execute(text(f"SELECT setval({sequence}, max(id)) FROM {name}"))


def test_many_that_open_a_new_store_at_once_make_it_once(empty: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        stores = list(threads.map(lambda _: open_store(empty, tmp_path / "blobs"), range(4)))

    for store in stores:
        with store.reading() as session:
            assert listing.count(session) == 0
        store.close()


def test_a_store_of_a_later_version_is_left_alone(empty: str, tmp_path: Path) -> None:
    store = open_store(empty, tmp_path / "blobs")
    with store.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()

    with pytest.raises(NoStore, match=r"9999.*newer tianbao"):
        open_store(empty, tmp_path / "blobs")


def test_where_there_is_no_store_none_is_made_unasked(
    empty: str, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(NoStore, match="tianbao intake"):
        open_store(empty, tmp_path / "blobs", make=False)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://office@db.example/store", "PostgreSQL"),
        ("postgresql://office@db.example/store", "--blobs"),
        ("://", "a folder"),
        ("sqlite://", "a folder"),
    ],
)
def test_what_can_be_no_store(url: str, said: str) -> None:
    with pytest.raises(NoStore, match=said):
        open_store(url)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("x")
    with pytest.raises(NoStore, match="is a file"):
        open_store(tmp_path / "store")


def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "tianbao.db") as connection:
        connection.execute("CREATE TABLE document (title TEXT)")
    connection.close()

    with pytest.raises(NoStore, match="none of ours"):
        open_store(tmp_path)
