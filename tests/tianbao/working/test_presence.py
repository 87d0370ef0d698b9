"""Who is at work: a lock that death frees."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.servers.postgres import Postgres
from tests.tianbao.working.conftest import Place
from tianbao.store import Store
from tianbao.working.patience import patiently
from tianbao.working.presence import present

STAYS = """
import sys, time
from tianbao.store import open_store
from tianbao.working.presence import present

with present(open_store(sys.argv[1], sys.argv[2])) as presence:
    print(presence.name, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def opened(place: Place):
    store = place.open()
    yield store
    store.close()


def test_one_who_is_there_is_not_gone_and_one_who_left_is(opened: Store) -> None:
    with present(opened) as mine:
        with present(opened) as other:
            assert not mine.is_gone(other.name)
        assert mine.is_gone(other.name)


def test_a_name_that_nobody_bears_is_gone(opened: Store) -> None:
    with present(opened) as mine:
        assert mine.is_gone("../no/such:1:name")


def test_one_who_is_killed_is_gone(place: Place, opened: Store) -> None:
    command = [sys.executable, "-c", STAYS, place.url, place.blobs]
    with present(opened) as mine:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            name = process.stdout.readline().strip()
            assert name.split(":")[1] == str(process.pid)
            assert not mine.is_gone(name)
            process.kill()
        patiently_gone(mine, name)


def patiently_gone(mine, name: str) -> None:
    """PostgreSQL sees the end of a connection a moment after it."""

    def look() -> None:
        if not mine.is_gone(name):
            raise OSError("still there")

    patiently(look, lambda: None, 10.0)


def test_a_lock_that_the_database_lost_is_taken_again(server: Postgres, on_server: Place) -> None:
    with present(on_server.open()) as mine, present(on_server.open()) as other:
        server.stop()
        server.start()
        assert mine.is_gone(other.name)
        other.renew()
        assert not mine.is_gone(other.name)
