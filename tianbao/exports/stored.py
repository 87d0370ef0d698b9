"""What a store holds, given out: each submission as reading gives it, with where it came from; and
what could not be read or is no document, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tianbao.store import Store, revising
from tianbao.store.listing import Filters, filtered, origins
from tianbao.store.models import Arrival, Document, Refusal, Submission
from tianbao.store.ranking import latest

Result = dict[str, Any]
Page = list[tuple[int, Result]]  # results with the numbers of their rows

AT_ONCE = 200  # rows of one transaction: enough of them to be fast, few enough to be small
ALL = Filters()
NOT_READ = ("unusable", "set-aside")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is given out: the submissions that pass the filters, each application's latest version
    or every one; and, where no filter asks for less, what has no record too."""

    filters: Filters = ALL
    every_version: bool = False

    @property
    def unread(self) -> bool:
        return self.filters == ALL


@contextmanager
def giving_out(store: Store, wanted: Wanted) -> Iterator[Iterator[Result]]:
    """Each submission in the order of arrival, as it is now, in the shape of `extract`, with
    `ledger`: its number, state and version in the store and its origins. Then what has no record.

    What was taken of it counts as exported once the block ends without an error: not before the
    file that it went to is whole.
    """
    given: dict[int, int] = {}
    yield _results(store, wanted, given)
    each = iter(given.items())
    while some := dict(islice(each, AT_ONCE)):
        with store.session() as session:
            revising.export(session, some)


def _results(store: Store, wanted: Wanted, given: dict[int, int]) -> Iterator[Result]:
    """The results; `given` is told the number and the version of each submission that was taken."""
    for page in _pages(store, lambda session, after: _submissions(session, wanted, after)):
        for number, result in page:
            yield result
            given[number] = result["ledger"]["version"]
    for one in (_documents, _refusals) if wanted.unread else ():
        for page in _pages(store, one):
            yield from (result for _, result in page)


def count(store: Store, wanted: Wanted) -> int:
    """How many results there are."""
    with store.reading() as session:
        rows = [select(func.count()).select_from(_numbers(wanted).subquery())]
        if wanted.unread:
            rows.append(select(func.count(Document.id)).where(Document.state.in_(NOT_READ)))
            rows.append(select(func.count(Refusal.id)))
        return sum(session.scalar(each) or 0 for each in rows)


def waiting(store: Store) -> int:
    """How many documents nobody has read yet."""
    waits = Document.state.in_(("received", "reading"))
    with store.reading() as session:
        return session.scalar(select(func.count(Document.id)).where(waits)) or 0


def result_of(submission: Submission) -> Result:
    """A submission as reading gives it, as it is now: overruled findings are none."""
    document = submission.document
    return {
        "form": submission.form,
        "record": submission.record,
        "fields": revising.evidence(submission),
        "marks": submission.marks,
        "problems": [each for each in submission.problems if "ruled" not in each],
        "source": {**submission.source, "name": document.name, "sha256": document.sha256},
    }


def _pages(store: Store, page: Callable[[Session, int], Page]) -> Iterator[Page]:
    """Pages of rows, each read in a transaction of its own, until one is empty."""
    after = 0
    while True:
        with store.reading() as session:
            found = page(session, after)
        if not found:
            return
        yield found
        after = found[-1][0]


def _numbers(wanted: Wanted) -> Select[tuple[int]]:
    numbers = filtered(select(Submission.id), wanted.filters)
    return numbers if wanted.every_version else numbers.where(Submission.id.in_(latest()))


def _submissions(session: Session, wanted: Wanted, after: int) -> Page:
    numbers = _numbers(wanted).where(Submission.id > after).order_by(Submission.id)
    ids = session.scalars(numbers.limit(AT_ONCE)).all()
    found = session.scalars(
        select(Submission)
        .where(Submission.id.in_(ids))
        .order_by(Submission.id)
        .options(
            joinedload(Submission.content),
            joinedload(Submission.document),
            selectinload(Submission.revisions),
        )
    ).all()
    came = origins_of(session, [each.document_id for each in found])
    return [
        (each.id, result_of(each) | {"ledger": _ledger(each, came[each.document_id])})
        for each in found
    ]


def _ledger(submission: Submission, came: list[Result]) -> Result:
    return {
        "submission": submission.id,
        "application": submission.application_id,
        "applicant": submission.applicant,
        "district": submission.district,
        "state": submission.state,
        "version": submission.version,
        "origins": came,
    }


def _documents(session: Session, after: int) -> Page:
    """The documents that gave no record."""
    unread = select(Document).where(Document.state.in_(NOT_READ), Document.id > after)
    found = session.scalars(unread.order_by(Document.id).limit(AT_ONCE)).all()
    came = origins_of(session, [each.id for each in found])
    return [(each.id, _unread(each, each.name, came[each.id])) for each in found]


def _refusals(session: Session, after: int) -> Page:
    """What was in a mail, an archive or a folder and is no document."""
    refused = select(Refusal).where(Refusal.id > after).order_by(Refusal.id).limit(AT_ONCE)
    return [
        (each.id, _unread(each, name, [_from(each.source, each.path, name, each.at.isoformat())]))
        for each in session.scalars(refused)
        for name in (each.path[-1] if each.path else each.source,)
    ]


def _unread(row: Document | Refusal, name: str, came: list[Result]) -> Result:
    """The result of a row that has a reason instead of a record."""
    if isinstance(row, Document):
        reason = {"code": row.reason_code, "message": row.reason_message}
        source = {"name": name, "sha256": row.sha256, "kind": row.kind, "pages": row.pages}
        state = row.state
    else:
        reason = {"code": row.code, "message": row.message}
        source = {"name": name, "sha256": None, "kind": None, "pages": None}
        state = "refused"
    ledger = {"state": state, "origins": came}
    return {"form": None, "record": None, "reason": reason, "source": source, "ledger": ledger}


def origins_of(session: Session, document_ids: Sequence[int]) -> dict[int, list[Result]]:
    """Where each of some documents came from, every time that it came."""
    return {
        document.id: [_origin(each) for each in document.arrivals]
        for document in origins(session, document_ids)
    }


def _origin(arrival: Arrival) -> Result:
    mail, arrived = arrival.message, arrival.arrived_at.isoformat()
    came = _from(arrival.source, arrival.path, arrival.name, arrived)
    if mail is None:
        return came
    sent = mail.sent_at.isoformat() if mail.sent_at else None
    return came | {"sender": mail.sender, "subject": mail.subject, "sent": sent}


def _from(source: str, path: list[Any], name: str, arrived: str) -> Result:
    return {
        "arrived": arrived,
        "source": source,
        "path": path,
        "name": name,
        "sender": None,
        "subject": None,
        "sent": None,
    }
