"""Lists of submissions: filtered, searched, sorted, a page at a time however many there are."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, selectinload

from tianbao.store import searching
from tianbao.store.errors import NotThere
from tianbao.store.models import Arrival, Document, Finding, Submission
from tianbao.store.models.base import Utc


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
    search: str | None = None  # in applicant, code, district, the document's name, who sent it


LARGEST_NUMBER = 2**31 - 1  # PostgreSQL's integer


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
    for ids in _few(session, filters):
        wanted = wanted.where(Submission.id.in_(ids))
    if after is not None:
        wanted = wanted.where(_behind(column, descending, *_decoded(after, column)))
    wanted = wanted.join(Submission.document).options(contains_eager(Submission.document))
    found = list(session.scalars(wanted))
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], cursor(getattr(last, column.key), last.id))


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


def _few(session: Session, filters: Filters) -> Iterator[list[int]]:
    """The ids that a filter leaves where it leaves few: they are sorted then, for in the order of
    the list one would meet all others first."""
    if filters.search is not None and (ids := searching.few(session, filters.search)) is not None:
        yield ids
    if filters.code is not None:
        with_code = select(Finding.submission_id).where(Finding.code == filters.code)
        if (ids := searching.at_most(session, with_code)) is not None:
            yield ids


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


# Not as a parameter: the indexes of these submissions alone are for this number.
_NONE: Any = literal_column("0")


def _is_doubtful(wanted: bool) -> Any:
    return Submission.doubts > _NONE if wanted else Submission.doubts == _NONE


def _is_faulty(wanted: bool) -> Any:
    return Submission.errors > _NONE if wanted else Submission.errors == _NONE


_CONDITIONS = {
    "code": _has,
    "search": searching.says,
    "doubtful": _is_doubtful,
    "faulty": _is_faulty,
}


def _behind(column: Any, descending: bool, value: Any, id: int) -> Any:
    # As one comparison, which both databases begin with in the index.
    here, there = tuple_(column, Submission.id), tuple_(literal(value, column.type), literal(id))
    return here < there if descending else here > there


def cursor(value: Any, id: int) -> str:
    """What asks for the submissions behind one, by its id and what they are sorted by."""
    plain = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(json.dumps([plain, id]).encode()).decode().rstrip("=")


def _decoded(after: str, column: InstrumentedAttribute[Any]) -> tuple[Any, int]:
    try:
        padded = after + "=" * (-len(after) % 4)
        value, id = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if isinstance(column.type, Utc):
            return datetime.fromisoformat(value).astimezone(UTC), _held(id)
        of_type = column.type.python_type(value)
        return (_held(of_type) if isinstance(of_type, int) else of_type), _held(id)
    except (ArithmeticError, ValueError, TypeError):  # a year 0, a number without end
        raise NotThere(f"no page ended with {after[:80]!r}") from None


def _held(number: Any) -> int:
    """A whole number that both databases can hold; raises ValueError or OverflowError."""
    told = int(number)
    if not 0 <= told <= LARGEST_NUMBER:
        raise ValueError(number)
    return told


def origins(session: Session, document_ids: Sequence[int]) -> list[Document]:
    """The documents with all their arrivals and the mails of these."""
    wanted = (
        select(Document)
        .where(Document.id.in_(document_ids))
        .order_by(Document.id)
        .options(selectinload(Document.arrivals).joinedload(Arrival.message))
    )
    return list(session.scalars(wanted))
