"""The ledger: what arrived, who works on it, and what came of it.

A document goes received → reading → checked → reviewed → exported; one that gives no form ends as
`unusable` with the reason, one that killed its worker twice as `set-aside`. Every function works in
the caller's transaction, so that what belongs together is there together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tianbao.outcomes.preparing import Prepared, Result, prepare
from tianbao.store import arriving, submitting
from tianbao.store.arriving import Bytes, Mail, Origin, Refused
from tianbao.store.clock import now
from tianbao.store.models import STATES, Document
from tianbao.store.texts import storable

MOST_KILLS = 2  # workers that die of one document before it is set aside


class Claim(NamedTuple):
    """A document that `by` works on."""

    document_id: int
    sha256: str
    name: str
    size: int
    by: str


class Finished(NamedTuple):
    """A document that was read."""

    claim: Claim
    prepared: Prepared
    seconds: float  # that it took by the clock
    reader: str  # the version that read it


class Claimant(NamedTuple):
    """Who has claims, how many, and since when the latest one."""

    by: str
    documents: int
    latest: datetime | None


# --- what arrives --------------------------------------------------------------------------------


def add_message(session: Session, key: str, *, source: str, **values: Any) -> tuple[int, bool]:
    """The id of the mail with that key, and whether it is new; `values` as arriving.Mail's."""
    return arriving.add_messages(session, [Mail(key, source, **values)])[0]


def add_document(session: Session, sha256: str, size: int, name: str) -> tuple[int, bool]:
    """The id of the document with those bytes, and whether it is new. The bytes are in the blobs
    before the row is."""
    return arriving.add_documents(session, [Bytes(sha256, size, name)])[0]


def add_arrival(session: Session, document_id: int, **values: Any) -> None:
    """Notes where a document came from; `values` as arriving.Origin's."""
    arriving.add_arrivals(session, [Origin(document_id, **values)])


def refuse(session: Session, **values: Any) -> None:
    """Notes what is no document and why; `values` as arriving.Refused's."""
    arriving.refuse(session, [Refused(**values)])


# --- work ----------------------------------------------------------------------------------------


def claim(session: Session, most: int, by: str) -> list[Claim]:
    """Up to `most` documents that nobody works on, the oldest first, now claimed by `by`."""
    waiting = (
        select(Document.id)
        .where(Document.state == "received")
        .order_by(Document.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # PostgreSQL's; SQLite has one writer anyway
    )
    ids = session.scalars(waiting).all()
    if not ids:
        return []
    taken = (
        update(Document)
        .where(Document.id.in_(ids))
        .values(
            state="reading",
            claimed_by=by,
            claimed_at=now(),
            attempts=Document.attempts + 1,
        )
        .returning(Document.id, Document.sha256, Document.name, Document.size)
    )
    return [Claim(*row, by=by) for row in sorted(session.execute(taken))]


def finish(
    session: Session, claim: Claim, results: Sequence[Result], *, seconds: float, reader: str
) -> bool:
    """`finish_all` for one document, by its results."""
    return bool(finish_all(session, [Finished(claim, prepare(results), seconds, reader)]))


def finish_all(session: Session, finished: Sequence[Finished]) -> set[int]:
    """Puts what reading gave into the store: a submission for each form, else the reason why there
    is none. Gives the ids of the documents; left as it is, and not among them, is one whose claim
    was released meanwhile."""
    held = _held(session, [each.claim for each in finished])
    ours = [(held[each.claim], each) for each in finished if each.claim in held]
    with session.no_autoflush:  # each document is written once
        for document, each in ours:
            _note(document, each)
        read = [(document, each.prepared) for document, each in ours if each.prepared.forms]
        if read:
            submitting.add(session, read)
    return {claim.document_id for claim in held}


def _note(document: Document, finished: Finished) -> None:
    """What the ledger says of a document that was read."""
    prepared = finished.prepared
    document.kind, document.pages = prepared.kind, prepared.pages
    document.seconds, document.reader = finished.seconds, finished.reader
    if prepared.reason is None:
        document.state, document.read_at = "checked", now()
        document.reason_code = document.reason_message = None
    else:
        _end(document, "unusable", *prepared.reason)
    _unclaim(document)


def fail(session: Session, claim: Claim, code: str, message: str) -> bool:
    """Ends a document that can't be read, with the reason; False as `finish`."""
    document = _claimed(session, claim)
    if document is None:
        return False
    _end(document, "unusable", code, message)
    _unclaim(document)
    return True


def died(session: Session, claim: Claim, code: str, message: str) -> bool:
    """Notes that a worker died of the document: it waits for another, or is set aside after the
    second; False as `finish`."""
    document = _claimed(session, claim)
    if document is None:
        return False
    document.kills += 1
    if document.kills >= MOST_KILLS:
        _end(document, "set-aside", code, message)
    else:
        document.state = "received"
    _unclaim(document)
    return True


def release(session: Session, by: str) -> int:
    """Gives back what a worker that is no more had claimed; how many documents that are."""
    given_back = (
        update(Document)
        .where(Document.state == "reading", Document.claimed_by == by)
        .values(state="received", claimed_by=None, claimed_at=None)
    )
    return int(session.execute(given_back).rowcount)  # type: ignore[attr-defined]


def give_back(session: Session, claim: Claim) -> bool:
    """Gives back one claim that came to nothing through no fault of the document."""
    document = _claimed(session, claim)
    if document is None:
        return False
    document.state = "received"
    document.attempts -= 1
    _unclaim(document)
    return True


def claimants(session: Session) -> list[Claimant]:
    """Who has claims now. Whether one of them is still there only its machine can tell: a time
    can't, for clocks are put back and a scan may take long."""
    found = (
        select(Document.claimed_by, func.count(), func.max(Document.claimed_at))
        .where(Document.state == "reading")
        .group_by(Document.claimed_by)
        .order_by(Document.claimed_by)
    )
    return [Claimant(by or "", count, at) for by, count, at in session.execute(found)]


def again(session: Session, document_id: int) -> bool:
    """Lets a document be read once more that gave no form or was set aside; False for others."""
    waiting = (
        update(Document)
        .where(Document.id == document_id, Document.state.in_(("unusable", "set-aside")))
        .values(state="received", kills=0, reason_code=None, reason_message=None)
    )
    return bool(session.execute(waiting).rowcount)  # type: ignore[attr-defined]


def counts(session: Session) -> dict[str, int]:
    """How many documents are in each state, in the order of the ledger."""
    grouped = select(Document.state, func.count()).group_by(Document.state)
    found = dict(session.execute(grouped).all())
    return {state: found.get(state, 0) for state in STATES}


# --- small parts ---------------------------------------------------------------------------------


def _claimed(session: Session, claim: Claim) -> Document | None:
    """The document while the claim holds, locked against others."""
    return _held(session, [claim]).get(claim)


def _held(session: Session, claims: Sequence[Claim]) -> dict[Claim, Document]:
    """The documents of those claims that hold, locked against others."""
    found = session.scalars(
        select(Document)
        .where(
            Document.id.in_([claim.document_id for claim in claims]),
            Document.state == "reading",
            Document.claimed_by.in_({claim.by for claim in claims}),
        )
        .order_by(Document.id)
        .with_for_update()
    )
    by_id = {(document.id, document.claimed_by): document for document in found}
    return {
        claim: by_id[claim.document_id, claim.by]
        for claim in claims
        if (claim.document_id, claim.by) in by_id
    }


def _end(document: Document, state: str, code: str, message: str) -> None:
    document.state = state
    document.reason_code, document.reason_message = code, storable(message)
    document.read_at = now()


def _unclaim(document: Document) -> None:
    document.claimed_by = document.claimed_at = None
