"""`tianbao status`"""

from __future__ import annotations

import json

import pytest

from tests.tianbao.working.filling import documents, fill
from tianbao.commands.status import span
from tianbao.store import Store, ledger, open_store


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture
def worked_on(store: Store) -> Store:
    """A document read, one not usable, one set aside, one in hand, and two that wait."""
    fill(store, documents(6))
    with store.session() as session:
        unusable, deadly, _ = ledger.claim(session, 3, by="vm:1:abc")
        ledger.fail(session, unusable, "empty-file", "文件是空的。")
        ledger.died(session, deadly, "timeout", "未能读完。")
    with store.session() as session:
        (deadly,) = ledger.claim(session, 1, by="vm:1:abc")
        ledger.died(session, deadly, "timeout", "未能读完。")
    return store


def test_counts_rate_what_waits_and_what_is_set_aside_for_programs(run, worked_on: Store):
    result = run("status", "--store", "store", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    counts = {state: count for state, count in found["counts"].items() if count}
    assert counts == {"received": 3, "reading": 1, "unusable": 1, "set-aside": 1}
    assert found["rate"] == pytest.approx(2.0)  # two ended within a second
    assert found["seconds_left"] == pytest.approx(2.0)
    assert found["oldest_waiting"].endswith("+00:00")
    assert found["unusable"] == {"empty-file": 1}
    (aside,) = found["set_aside"]
    assert (aside["name"], aside["code"], aside["message"]) == ("1.docx", "timeout", "未能读完。")
    assert found["workers"] == {"vm:1:abc": 1}


def test_the_same_for_people(run, worked_on: Store):
    lines = run("status", "--store", "store").stdout.splitlines()
    assert lines[0].split() == ["received", "3"]
    assert "at work: vm:1:abc, 1 documents in hand" in lines
    assert "not usable: empty-file 1" in lines
    assert "set aside: 1.docx (document 2): timeout: 未能读完。" in lines
    assert any(line.startswith("waiting since ") for line in lines)


def test_an_empty_store_has_nothing_to_tell_of(run, store: Store):
    found = json.loads(run("status", "--store", "store", "--json").stdout)
    assert set(found["counts"].values()) == {0}
    assert (found["rate"], found["seconds_left"], found["oldest_waiting"]) == (0.0, None, None)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(42.4, "42 seconds"), (600.0, "10 minutes"), (3600.0, "60 minutes"), (7200.0, "2.0 hours")],
)
def test_the_time_left_is_told_as_people_say_it(seconds: float, said: str):
    assert span(seconds) == said
