"""收件: what was taken in and read, to be filtered and searched, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from flask import Blueprint, render_template, request
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forms.registry import forms
from tianbao.store import listing, revising
from tianbao.store.models import Document, Finding, Message, Refusal, Submission
from tianbao.web.access import current_user, require, the_store
from tianbao.web.numbers import row_number

blueprint = Blueprint("listing", __name__)

LIMIT: Final = 50
MINE: Final = "mine"
# States of a document that has no submission to show.
UNREAD: Final = ("set-aside", "unusable", "reading", "received")
SORTS: Final = {
    "-arrived": "最近收到",
    "arrived": "最早收到",
    "-doubts": "存疑最多",
    "-errors": "有误最多",
    "applicant": "申报单位",
    "district": "区域",
}


@blueprint.get("/")
@require("viewer")
def show() -> str:
    """The submissions that the filters let through."""
    asked = {name: value for name, value in request.args.items() if value}
    filters, sort = filters_of(asked), asked.get("sort", "-arrived")
    with the_store().reading() as session:
        page = listing.page(
            session,
            filters,
            sort=sort if sort in SORTS else "-arrived",
            after=asked.get("after"),
            limit=LIMIT,
        )
        documents = [submission.document_id for submission in page.submissions]
        senders = senders_of(listing.origins(session, documents))
        return render_template(
            "list.html",
            page=page,
            senders=senders,
            asked=asked,
            following={**asked, "after": page.next},
            sorts=SORTS,
            **choices(session),
        )


@blueprint.get("/unread")
@require("viewer")
def unread() -> str:
    """The documents that gave no submission, and what was no document, with the reasons; a further
    page is of one of them alone."""
    after = request.args.get("after", type=row_number)
    refused = request.args.get("refused", type=row_number)
    with the_store().reading() as session:
        documents = [] if refused else _unread(session, after)
        refusals = [] if after else _refusals(session, refused)
        return render_template(
            "unread.html",
            documents=documents[:LIMIT],
            next=documents[LIMIT - 1].id if len(documents) > LIMIT else None,
            refusals=refusals[:LIMIT],
            next_refused=refusals[LIMIT - 1][0].id if len(refusals) > LIMIT else None,
            senders=senders_of(listing.origins(session, [each.id for each in documents[:LIMIT]])),
        )


def filters_of(asked: dict[str, str]) -> listing.Filters:
    """The filters that an address asks for."""
    person = current_user()
    return listing.Filters(
        form=asked.get("form"),
        state=asked.get("state"),
        district=asked.get("district"),
        role=asked.get("role"),
        code=asked.get("code"),
        doubtful=True if asked.get("doubtful") else None,
        faulty=True if asked.get("faulty") else None,
        assigned_to=person.name if person and asked.get("assigned") == MINE else None,
        search=asked.get("search"),
    )


def choices(session: Session) -> dict[str, Any]:
    """What can be filtered by."""
    return {
        "forms": forms(),
        "states": revising.STATES,
        "districts": distinct(session, Submission.district),
        "codes": distinct(session, Finding.code),
        "waiting": session.scalar(select(func.count()).where(Document.state.in_(UNREAD))),
    }


def distinct(session: Session, column: InstrumentedAttribute[Any]) -> list[str]:
    """The values of an indexed column, "" left out: each found by a step in the index, so that
    100,000 rows cost no more than as many steps as there are values."""
    return [value for value in session.scalars(_steps(column)) if value is not None]


@lru_cache(maxsize=8)
def _steps(column: InstrumentedAttribute[Any]) -> Select[Any]:
    step = select(func.min(column).label("value")).where(column > "").cte("step", recursive=True)
    following = select(func.min(column)).where(column > step.c.value).scalar_subquery()
    step = step.union_all(select(following).where(step.c.value.is_not(None)))
    return select(step.c.value)


def senders_of(documents: Sequence[Document]) -> dict[int, str]:
    """Who sent each document the first time, "" where it came in no mail."""
    return {
        document.id: next(
            (each.message.sender or "" for each in document.arrivals if each.message), ""
        )
        for document in documents
    }


def _unread(session: Session, after: int | None) -> Sequence[Document]:
    wanted = select(Document).where(Document.state.in_(UNREAD)).order_by(Document.id.desc())
    if after is not None:
        wanted = wanted.where(Document.id < after)
    return session.scalars(wanted.limit(LIMIT + 1)).all()


def _refusals(session: Session, after: int | None) -> Sequence[Row[Refusal, Message]]:
    """What was no document, each with the mail that it came with, if any."""
    wanted = (
        select(Refusal, Message)
        .outerjoin(Message, Message.id == Refusal.message_id)
        .order_by(Refusal.id.desc())
    )
    if after is not None:
        wanted = wanted.where(Refusal.id < after)
    return session.execute(wanted.limit(LIMIT + 1)).all()
