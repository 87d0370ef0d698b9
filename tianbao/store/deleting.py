"""Submissions and documents deleted with all their traces, one at a time or by their age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tianbao.store import applications, people, searching
from tianbao.store.clock import now
from tianbao.store.errors import NotThere
from tianbao.store.models import (
    Arrival,
    Content,
    Document,
    Finding,
    Message,
    Refusal,
    Revision,
    Ruling,
    Submission,
)
from tianbao.store.rows import be_alone

if TYPE_CHECKING:
    from tianbao.store.store import Store

KEEP_DAYS = "keep_days"  # the setting: days after which documents are deleted, None for never
BATCH = 100  # documents deleted in one transaction

_PARTS = (Content, Finding, Revision, Ruling)  # what hangs on a submission


def delete_document(store: Store, document_id: int, *, who: str) -> None:
    """Deletes a document with its submissions, their revisions and rulings, its arrivals, the mails
    of which nothing else came, and the bytes. The audit log keeps that it happened, and no more.

    Raises NotThere. The bytes go before the rows are committed: a deletion that was stopped in
    between is still there to be done again, and never leaves bytes that nothing names.
    """
    with store.session() as session:
        be_alone(session)
        _delete(store, session, document_id)
        people.note(session, who, "delete", f"document {document_id}")


def delete_old(store: Store, *, who: str) -> int:
    """Deletes the documents that are older than the office set; how many. Their age is counted from
    when they were taken in, and one that is being read stays."""
    with store.reading() as session:
        days = people.setting(session, KEEP_DAYS)
    if days is None:
        return 0
    deleted = 0
    while batch := _delete_batch(store, timedelta(days=days), who):
        deleted += batch
    return deleted


def _delete_batch(store: Store, age: timedelta, who: str) -> int:
    with store.session() as session:
        be_alone(session)
        wanted = select(Document.id).where(
            Document.taken_in_at < now() - age, Document.state != "reading"
        )
        ids = session.scalars(wanted.order_by(Document.id).limit(BATCH)).all()
        for id in ids:
            _delete(store, session, id)
            people.note(session, who, "expire", f"document {id}")
    return len(ids)


def _delete(store: Store, session: Session, document_id: int) -> None:
    for sha256 in _delete_rows(session, document_id):
        store.blobs.delete(sha256)


def _delete_rows(session: Session, document_id: int) -> list[str]:
    """Deletes all rows of a document; the SHA-256 of the bytes that nothing names any more."""
    document = session.get(Document, document_id, with_for_update=True)
    if document is None:
        raise NotThere(f"there is no document {document_id}")
    wanted = select(Submission).where(Submission.document_id == document_id)
    for submission in session.scalars(wanted).all():
        _delete_submission(session, submission)
    came_with = select(Arrival.message_id).where(Arrival.document_id == document_id).distinct()
    mails = [id for id in session.scalars(came_with) if id is not None]
    _delete_where(session, Arrival, Arrival.document_id == document_id)
    _delete_where(session, Document, Document.id == document_id)
    gone = [document.sha256]
    for id in mails:
        gone.extend(_delete_mail(session, id))
    return [sha256 for sha256 in gone if not _is_named(session, sha256)]


def _delete_submission(session: Session, submission: Submission) -> None:
    application_id = submission.application_id
    searching.forget(session, submission)
    for table in _PARTS:
        _delete_where(session, table, table.submission_id == submission.id)
    _delete_where(session, Submission, Submission.id == submission.id)
    applications.tidy(session, application_id)


def _delete_mail(session: Session, message_id: int) -> Iterator[str]:
    """Deletes a mail of which no document is left: its text names the applicant."""
    left = select(Arrival.id).where(Arrival.message_id == message_id).limit(1)
    if session.scalar(left) is not None:
        return
    sha256 = session.get_one(Message, message_id).sha256
    _delete_where(session, Refusal, Refusal.message_id == message_id)
    _delete_where(session, Message, Message.id == message_id)
    if sha256 is not None:
        yield sha256


def _is_named(session: Session, sha256: str) -> bool:
    return any(
        session.scalar(select(table.id).where(table.sha256 == sha256).limit(1)) is not None
        for table in (Document, Message)
    )


def _delete_where(session: Session, table: type[Any], condition: Any) -> None:
    session.execute(delete(table).where(condition).execution_options(synchronize_session="fetch"))
