"""What is deleted leaves no trace but that it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.tianbao.store.helpers import Results, arrive, claim, finish, sha256, take_in
from tianbao.store import NotThere, Store, arriving, deleting, ledger, open_store, people, revising
from tianbao.store.models import Audit, Base, Document, Message, Submission

CODE = "applicant.credit_code"


def from_mail(store: Store, key: str, *names: str) -> None:
    with store.session() as session:
        mail, _ = ledger.add_message(
            session, key, source="mbox", sha256=store.blobs.put(key.encode()), subject="申报"
        )
    for name in names:
        document = arrive(store, name)
        with store.session() as session:
            ledger.add_arrival(
                session, document, source=key, path=[name], name=name, message_id=mail
            )


def rows(store: Store) -> dict[str, int]:
    with store.reading() as session:
        counts = {
            table.name: len(session.execute(select(table)).all())
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def only_document(store: Store) -> int:
    with store.reading() as session:
        return session.scalars(select(Document.id)).one()


def test_a_document_goes_with_everything_that_hangs_on_it(store: Store, results: Results) -> None:
    from_mail(store, "<1@mail.example>", "申报书.docx")
    (claimed,) = claim(store)
    finish(store, claimed, results)
    with store.session() as session:
        id = session.scalars(select(Submission.id)).one()
        version = revising.correct(session, id, 1, {CODE: "1"}, who="李").version
        revising.rule(session, id, version, "credit-code-format", CODE, reason="x", who="李")

    deleting.delete_document(store, claimed.document_id, who="王")

    assert rows(store) == {"audit": 1}
    assert list(store.blobs.all()) == []
    with store.reading() as session:
        entry = session.scalars(select(Audit)).one()
    assert (entry.who, entry.action, entry.detail) == ("王", "delete", {})
    assert entry.target == f"document {claimed.document_id}"


def test_what_others_still_need_stays(store: Store, results: Results) -> None:
    from_mail(store, "<1@mail.example>", "1.docx", "2.docx")
    first, second = claim(store, 2)
    finish(store, first, results)
    finish(store, second, results)

    deleting.delete_document(store, first.document_id, who="王")

    assert store.blobs.exists(sha256(b"<1@mail.example>"))
    assert store.blobs.get(second.sha256) == b"2.docx"
    with store.reading() as session:
        left = session.scalars(select(Submission)).one()
        assert (left.document_id, left.edition, left.current) == (second.document_id, 1, True)
        assert session.scalars(select(Message)).one()

    deleting.delete_document(store, second.document_id, who="王")
    assert rows(store) == {"audit": 2}


def test_a_deleted_document_taken_in_again_is_new(store: Store, results: Results) -> None:
    submission = take_in(store, results, "1.docx")
    document = only_document(store)
    deleting.delete_document(store, document, who="王")
    with pytest.raises(NotThere):
        deleting.delete_document(store, document, who="王")

    # A link to the old one must not lead to another.
    assert take_in(store, results, "1.docx") != submission
    assert only_document(store) != document


def test_old_documents_go_when_the_office_says_so(
    store: Store, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, results, "旧.docx")
    monkeypatch.setattr(arriving, "now", lambda: datetime.now(UTC) + timedelta(days=20))
    take_in(store, results, "新.docx")
    monkeypatch.setattr(deleting, "now", lambda: datetime.now(UTC) + timedelta(days=31))
    assert deleting.delete_old(store, who="保存期限") == 0

    with store.session() as session:
        people.set_setting(session, deleting.KEEP_DAYS, 30)
    assert deleting.delete_old(store, who="保存期限") == 1

    with store.reading() as session:
        assert session.scalars(select(Document.name)).all() == ["新.docx"]


def test_a_deletion_that_was_stopped_can_be_done_again(
    store: Store, results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, results, "1.docx")
    before = rows(store)
    with monkeypatch.context() as patch:
        patch.setattr(people, "note", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            deleting.delete_document(store, only_document(store), who="王")
    assert rows(store) == before

    deleting.delete_document(store, only_document(store), who="王")

    assert rows(store) == {"audit": 1}
    assert list(store.blobs.all()) == []


def test_the_files_of_a_store_hold_nothing_of_it(tmp_path: Path, results: Results) -> None:
    """SQLite leaves what was deleted in its free pages, unless it is told to overwrite them."""
    store = open_store(tmp_path / "store")
    take_in(store, results, "绝密申报书.docx")
    deleting.delete_document(store, only_document(store), who="王")
    store.close()

    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["tianbao.db"]
    assert "绝密申报书".encode() not in files[0].read_bytes()
