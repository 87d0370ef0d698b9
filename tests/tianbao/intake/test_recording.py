"""What was taken in, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.servers.postgres import postgres
from tianbao.intake import recording
from tianbao.store import Store, ledger, open_store


@pytest.fixture
def chinese_store(tmp_path: Path) -> Iterator[Store]:
    """A store in a database that orders texts as the Chinese do, which passes over marks."""
    with postgres() as server:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE store TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh'"
            )
        store = open_store(server.url("store"), tmp_path / "blobs")
        yield store
        store.close()


def test_the_uids_of_a_folder_are_found_whatever_the_order_of_texts(chinese_store: Store) -> None:
    folders = ("office@mail.example/申报_1/77/", "office@mail.example/申报x1/77/")
    with chinese_store.session() as session:
        for uid in (1, 9, 15, 123):
            ledger.add_message(session, f"{folders[0]}{uid}", source="imap")
        ledger.add_message(session, f"{folders[1]}4", source="imap")
        ledger.add_message(session, "office@mail.example/申报_1/778/2", source="imap")
    with chinese_store.reading() as session:
        assert recording.uids(session, folders[0]) == {1, 9, 15, 123}
        assert recording.uids(session, folders[1]) == {4}
