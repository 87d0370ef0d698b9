"""The ledger: what arrived is there once, is worked on by one at a time, and ends with a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.tianbao.store.helpers import Results, arrive, claim, finish
from tianbao.store import Store, arriving, clock, ledger
from tianbao.store.models import Arrival, Document, Message, Refusal, Submission


def document(store: Store, id: int) -> Document:
    with store.reading() as session:
        return session.get_one(Document, id)


def counts(store: Store) -> dict[str, int]:
    with store.reading() as session:
        return {state: count for state, count in ledger.counts(session).items() if count}


# --- what arrives --------------------------------------------------------------------------------


def test_a_mail_taken_in_again_changes_nothing(store: Store) -> None:
    sent = datetime(2024, 5, 20, 17, 3, tzinfo=UTC)
    for _ in range(2):
        with store.session() as session:
            taken = ledger.add_message(
                session,
                "<1@mail.example>",
                source="inbox.mbox",
                sender="zhang@启岚.example",
                subject="申报书",
                sent_at=sent,
            )
    with store.reading() as session:
        (mail,) = session.scalars(select(Message))

    assert taken == (mail.id, False)
    assert mail.sent_at == sent
    assert mail.problems == []


def test_one_document_arrives_many_times(store: Store) -> None:
    first, again = arrive(store, "a.docx", b"same"), arrive(store, "b.docx", b"same")

    assert first == again
    with store.reading() as session:
        assert [each.name for each in session.scalars(select(Arrival))] == ["a.docx", "b.docx"]
    assert counts(store) == {"received": 1}


def test_two_that_take_in_the_same_at_once_make_one_row(store: Store) -> None:
    together = Barrier(4)

    def take_in(name: str) -> int:
        together.wait()
        return arrive(store, name, b"same")

    with ThreadPoolExecutor(4) as threads:
        ids = list(threads.map(take_in, ["a", "a", "b", "b"]))

    assert len(set(ids)) == 1
    with store.reading() as session:
        assert len(session.scalars(select(Arrival)).all()) == 2


def test_what_is_no_document_is_noted_once_with_the_reason(store: Store) -> None:
    for _ in range(2):
        with store.session() as session:
            ledger.refuse(
                session,
                source="<1@mail.example>",
                path=["材料.zip", "密.zip"],
                code="encrypted",
                message="压缩包已加密",
            )
    with store.reading() as session:
        (refusal,) = session.scalars(select(Refusal))

    assert (refusal.path, refusal.code) == (["材料.zip", "密.zip"], "encrypted")


@pytest.mark.parametrize("name", ["a\0b.docx", "\udcc9\udcea.docx", "名" * 4000, "\u202excod.exe"])
def test_names_that_a_database_can_hardly_hold(store: Store, name: str) -> None:
    document_id = arrive(store, name, b"x")

    assert arrive(store, name, b"x") == document_id
    with store.reading() as session:
        (arrival,) = session.scalars(select(Arrival))
    assert len(arrival.name) == len(name)


# --- work ----------------------------------------------------------------------------------------


def test_the_oldest_are_claimed_first_and_by_one_only(store: Store) -> None:
    ids = [arrive(store, f"{number}.docx") for number in range(5)]

    first, second = claim(store, 3, "a:1"), claim(store, 3, "b:1")

    assert [each.document_id for each in (*first, *second)] == ids
    assert store.blobs.get(first[0].sha256) == b"0.docx"
    assert claim(store) == []


def test_coordinators_that_claim_at_once_share_the_work(store: Store) -> None:
    ids = [arrive(store, f"{number}.docx") for number in range(40)]
    together = Barrier(4)

    def work(by: str) -> list[int]:
        together.wait()
        mine: list[int] = []
        while found := claim(store, 3, by):
            mine.extend(each.document_id for each in found)
        return mine

    with ThreadPoolExecutor(4) as threads:
        taken = [id for ids in threads.map(work, "abcd") for id in ids]

    assert sorted(taken) == ids


def test_a_document_that_was_read_has_its_submissions(store: Store, results: Results) -> None:
    arrive(store, "申报书.docx")
    (claimed,) = claim(store)

    assert finish(store, claimed, results)

    found = document(store, claimed.document_id)
    assert (found.state, found.kind, found.attempts) == ("checked", "docx", 1)
    assert (found.reader, found.seconds, found.claimed_by) == ("0.1.0", 0.1, None)
    with store.reading() as session:
        (submission,) = session.scalars(select(Submission))
        assert submission.record == submission.original == results[0]["record"]
        assert submission.fields == results[0]["fields"]
        assert submission.marks == results[0]["marks"]
        assert submission.source == results[0]["source"]


def test_a_document_without_a_form_is_unusable_with_the_reason(store: Store) -> None:
    arrive(store, "照片.docx")
    (claimed,) = claim(store)
    reason = {"code": "damaged", "message": "文件无法读取"}
    source = {"name": "照片.docx", "sha256": None, "kind": None, "pages": None}

    finish(store, claimed, [{"form": None, "record": None, "reason": reason, "source": source}])

    found = document(store, claimed.document_id)
    assert (found.state, found.reason_code) == ("unusable", "damaged")
    assert found.reason_message == "文件无法读取"


def test_what_comes_after_the_claim_was_released_changes_nothing(
    store: Store, results: Results
) -> None:
    arrive(store, "申报书.docx")
    (slow,) = claim(store, by="slow:1")
    with store.session() as session:
        assert ledger.release(session, "slow:1") == 1
    (quick,) = claim(store, by="quick:1")

    assert not finish(store, slow, results)
    assert finish(store, quick, results)
    assert not finish(store, quick, results)

    with store.reading() as session:
        assert len(session.scalars(select(Submission)).all()) == 1


def test_a_document_that_kills_its_worker_twice_is_set_aside(store: Store) -> None:
    document_id = arrive(store, "炸弹.docx")
    for state in ("received", "set-aside"):
        (claimed,) = claim(store)
        with store.session() as session:
            assert ledger.died(session, claimed, "out-of-memory", "读取所需内存超过限额")
        assert document(store, document_id).state == state

    assert document(store, document_id).reason_code == "out-of-memory"
    assert claim(store) == []


def test_a_coordinator_that_is_killed_is_no_fault_of_the_document(store: Store) -> None:
    document_id = arrive(store, "申报书.docx")
    for _ in range(3):
        claim(store, by="killed:1")
        with store.session() as session:
            ledger.release(session, "killed:1")

    found = document(store, document_id)
    assert (found.state, found.kills, found.attempts) == ("received", 0, 3)


def test_what_was_set_aside_can_be_tried_again(store: Store, results: Results) -> None:
    document_id = arrive(store, "申报书.docx")
    (claimed,) = claim(store)
    with store.session() as session:
        ledger.fail(session, claimed, "timeout", "未能读完")
    with store.session() as session:
        assert ledger.again(session, document_id)
        assert not ledger.again(session, document_id)

    (claimed,) = claim(store)
    finish(store, claimed, results)

    found = document(store, document_id)
    assert (found.state, found.reason_code) == ("checked", None)


def test_a_clock_that_is_put_back_changes_neither_order_nor_claims(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = arrive(store, "1.docx")
    (early,) = claim(store, by="a:1")
    past = datetime.now(UTC) - timedelta(days=4000)
    monkeypatch.setattr(clock, "now", lambda: past)
    monkeypatch.setattr(ledger, "now", lambda: past)
    monkeypatch.setattr(arriving, "now", lambda: past)

    second = arrive(store, "2.docx")
    (late,) = claim(store, by="b:1")

    assert (early.document_id, late.document_id) == (first, second)
    with store.reading() as session:
        assert [each.by for each in ledger.claimants(session)] == ["a:1", "b:1"]
    with store.session() as session:
        assert ledger.release(session, "b:1") == 1
    assert counts(store) == {"received": 1, "reading": 1}
