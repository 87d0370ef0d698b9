"""How far the work on a store is, in figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tianbao.store import ledger
from tianbao.store.clock import now
from tianbao.store.models import Document

SPAN = timedelta(minutes=5)  # over which the rate is taken
MOST_NAMED = 100  # documents that are set aside, the latest first


class SetAside(NamedTuple):
    """A document that is read no more, and why."""

    id: int
    name: str
    code: str
    message: str


class Figures(NamedTuple):
    """The state of the ledger at `at`."""

    at: datetime
    counts: dict[str, int]  # documents by state, in the order of the ledger
    rate: float  # documents a second that were read in the last SPAN
    seconds_left: float | None  # at that rate; None where nothing was read
    oldest_waiting: datetime | None  # when the document was taken in that waits longest
    unusable: dict[str, int]  # documents that gave no form, by the reason's code
    set_aside: list[SetAside]
    workers: dict[str, int]  # who has documents in hand, and how many

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        oldest = self.oldest_waiting
        return {
            **self._asdict(),
            "at": self.at.isoformat(),
            "oldest_waiting": oldest and oldest.isoformat(),
            "set_aside": [each._asdict() for each in self.set_aside],
        }


def figures(session: Session) -> Figures:
    at = now()
    counts = ledger.counts(session)
    rate = _rate(session, at)
    waiting = counts["received"] + counts["reading"]
    return Figures(
        at,
        counts,
        rate,
        waiting / rate if rate else None,
        session.scalar(select(func.min(Document.taken_in_at)).where(Document.state == "received")),
        _unusable(session),
        _set_aside(session),
        {each.by: each.documents for each in ledger.claimants(session)},
    )


def _rate(session: Session, at: datetime) -> float:
    """Documents a second, from the first that was read in the last SPAN until now."""
    recent = select(func.count(), func.min(Document.read_at)).where(Document.read_at > at - SPAN)
    count, first = session.execute(recent).one()
    return count / max(1.0, (at - first).total_seconds()) if first is not None else 0.0


def _unusable(session: Session) -> dict[str, int]:
    grouped = (
        select(Document.reason_code, func.count())
        .where(Document.state == "unusable")
        .group_by(Document.reason_code)
        .order_by(func.count().desc(), Document.reason_code)
    )
    return {code or "": count for code, count in session.execute(grouped)}


def _set_aside(session: Session) -> list[SetAside]:
    found = (
        select(Document.id, Document.name, Document.reason_code, Document.reason_message)
        .where(Document.state == "set-aside")
        .order_by(Document.id.desc())
        .limit(MOST_NAMED)
    )
    rows = session.execute(found)
    return [SetAside(id, name, code or "", message or "") for id, name, code, message in rows]
