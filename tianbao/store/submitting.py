"""What reading documents gave, as submissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.registry import get
from tianbao.outcomes.preparing import Facts, Prepared, PreparedForm, facts_of
from tianbao.store import applications, checking, searching, terms
from tianbao.store.clock import now
from tianbao.store.models import Arrival, Content, Document, Submission

# source.kind → what a submission is beside the others of its application.
ROLES = {"pdf": "pdf", "scan": "scan", "image": "scan"}


def add(session: Session, read: Sequence[tuple[Document, Prepared]]) -> None:
    """A submission for each form in the documents."""
    arrived = _arrived(session, [document.id for document, _ in read])
    made = [
        (_submission(document, number, form, arrived.get(document.id)), form)
        for document, prepared in read
        for number, form in enumerate(prepared.forms, start=1)
    ]
    submissions = [submission for submission, _ in made]
    to_arrange = applications.assign(session, submissions)
    present = terms.present(session)
    extended = terms.extended(session, to_arrange) if to_arrange else {}
    for submission, form in made:
        own = present.of(submission.district, extended.get(submission.application_id))
        checking.check_new(submission, form, own, present)
    session.add_all(submissions)
    for application_id in to_arrange:
        applications.arrange(session, application_id)
    session.flush()
    names = {document.id: document.name for document, _ in read}
    searching.describe_all(session, [(each, names[each.document_id]) for each in submissions])


def _arrived(session: Session, documents: Iterable[int]) -> dict[int, datetime]:
    """When each document first arrived, by its id."""
    wanted = (
        select(Arrival.document_id, func.min(Arrival.arrived_at))
        .where(Arrival.document_id.in_(documents))
        .group_by(Arrival.document_id)
    )
    return dict(session.execute(wanted).all())


def _submission(
    document: Document, number: int, form: PreparedForm, arrived_at: datetime | None
) -> Submission:
    submission = Submission(
        document_id=document.id,
        number=number,
        form=form.form,
        role=ROLES.get(document.kind or "", "word"),
        state="checked",
        arrived_at=arrived_at or document.taken_in_at,
        created_at=now(),
        content=Content(**form.packed),
        revisions=[],
        rulings=[],
    )
    _show(submission, form.facts)
    submission.search = ""
    return submission


def describe(submission: Submission) -> None:
    """Sets what lists show of a submission by its record."""
    _show(submission, facts_of(get(submission.form), submission.record))


def _show(submission: Submission, facts: Facts) -> None:
    submission.applicant, submission.credit_code, submission.district = facts
