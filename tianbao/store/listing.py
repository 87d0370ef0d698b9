"""Lists of submissions: filtered, searched, sorted, a page at a time however many there are."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager

from tianbao.store.applications import fold
from tianbao.store.errors import NotThere
from tianbao.store.models import Document, Finding, Submission


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is of; None asks for nothing."""

    form: str | None = None
    state: str | None = None
    district: str | None = None
    role: str | None = None
    code: str | None = None  # has a problem of that code that counts
    assigned_to: str | None = None
    application_id: int | None = None
    current: bool | None = None  # stands for its application: the last edition, most surely read
    document_id: int | None = None
    doubtful: bool | None = None  # has something that the office settles by looking
    faulty: bool | None = None  # has an error
    search: str | None = None  # in the applicant, the code, the district, the document's name


class Sort(NamedTuple):
    column: InstrumentedAttribute[Any]
    descending: bool


SORTS = {
    "arrived": Sort(Submission.arrived_at, False),
    "-arrived": Sort(Submission.arrived_at, True),
    "doubts": Sort(Submission.doubts, False),
    "-doubts": Sort(Submission.doubts, True),
    "errors": Sort(Submission.errors, False),
    "-errors": Sort(Submission.errors, True),
    "applicant": Sort(Submission.applicant, False),
    "-applicant": Sort(Submission.applicant, True),
    "district": Sort(Submission.district, False),
    "-district": Sort(Submission.district, True),
}


class Page(NamedTuple):
    """Some submissions, each with its document, and what to ask with for those after them (None
    when there are no more)."""

    submissions: list[Submission]
    next: str | None


def page(
    session: Session,
    filters: Filters = Filters(),
    *,
    sort: str = "-arrived",
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """The first `limit` submissions, or those behind the page whose `next` is `after`.

    `sort` is one of SORTS. Raises NotThere for an `after` that no page gave.
    """
    column, descending = SORTS[sort]
    order = (column.desc(), Submission.id.desc()) if descending else (column, Submission.id)
    wanted = filtered(select(Submission), filters).order_by(*order).limit(limit + 1)
    if after is not None:
        wanted = wanted.where(_behind(column, descending, *_decoded(after, column)))
    wanted = wanted.join(Submission.document).options(contains_eager(Submission.document))
    found = list(session.scalars(wanted))
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], _encoded(getattr(last, column.key), last.id))


def count(session: Session, filters: Filters = Filters()) -> int:
    """How many submissions a list has."""
    return session.scalar(filtered(select(func.count(Submission.id)), filters)) or 0


def tally(session: Session, by: str, filters: Filters = Filters()) -> dict[Any, int]:
    """How many submissions each form, state, district, role or person assigned to has."""
    column = getattr(Submission, by)
    found = filtered(select(column, func.count()), filters).group_by(column).order_by(column)
    return dict(session.execute(found).all())


def problems(session: Session) -> list[tuple[str, str, int]]:
    """The problems that count: code, severity, and how many submissions have it, most first."""
    submissions = func.count()
    found = (
        select(Finding.code, Finding.severity, submissions)
        .group_by(Finding.code, Finding.severity)
        .order_by(submissions.desc(), Finding.code)
    )
    return [(code, severity, number) for code, severity, number in session.execute(found)]


def filtered(wanted: Select[Any], filters: Filters) -> Select[Any]:
    for field in fields(Filters):
        value = getattr(filters, field.name)
        if value is not None:
            wanted = wanted.where(_CONDITIONS.get(field.name, _equal(field.name))(value))
    return wanted


def _equal(name: str) -> Any:
    return lambda value: getattr(Submission, name) == value


def _has(code: str) -> Any:
    return exists().where(Finding.submission_id == Submission.id, Finding.code == code)


def _says(search: str) -> Any:
    """All words of a search, each anywhere."""
    words = [word for word in map(fold, search.split()) if word]
    return and_(True, *(Submission.search.contains(word, autoescape=True) for word in words))


def _is_doubtful(wanted: bool) -> Any:
    return Submission.doubts > 0 if wanted else Submission.doubts == 0


def _is_faulty(wanted: bool) -> Any:
    return Submission.errors > 0 if wanted else Submission.errors == 0


_CONDITIONS = {
    "code": _has,
    "search": _says,
    "doubtful": _is_doubtful,
    "faulty": _is_faulty,
}


def _behind(column: Any, descending: bool, value: Any, id: int) -> Any:
    if descending:
        return or_(column < value, and_(column == value, Submission.id < id))
    return or_(column > value, and_(column == value, Submission.id > id))


def _encoded(value: Any, id: int) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, id]).encode()).decode().rstrip("=")


def _decoded(after: str, column: InstrumentedAttribute[Any]) -> tuple[Any, int]:
    try:
        padded = after + "=" * (-len(after) % 4)
        value, id = json.loads(base64.urlsafe_b64decode(padded.encode()))
        kind = column.type.python_type
        value = datetime.fromisoformat(value) if kind is datetime else kind(value)
        return value, int(id)
    except (ValueError, TypeError):
        raise NotThere(f"no page ended with {after[:80]!r}") from None


def origins(session: Session, document_ids: Sequence[int]) -> list[Document]:
    """The documents with all their arrivals and the mails of these."""
    from sqlalchemy.orm import selectinload

    from tianbao.store.models import Arrival

    wanted = (
        select(Document)
        .where(Document.id.in_(document_ids))
        .order_by(Document.id)
        .options(selectinload(Document.arrivals).joinedload(Arrival.message))
    )
    return list(session.scalars(wanted))
