"""Which submissions are versions of one application: by the credit code, else by the name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.text import squeeze
from tianbao.store.models import Application, Submission
from tianbao.store.rows import put


def place(session: Session, submission: Submission) -> None:
    """Puts a submission to the others of the same applicant. One without a code and a name is an
    application by itself."""
    key = submission.credit_code or fold(submission.applicant)
    if key is None:
        part(session, submission)
        return
    values = {"applicant": submission.applicant, "district": submission.district}
    by = {"form": submission.form, "key": key}
    submission.application_id, _ = put(session, Application, by, values)


def part(session: Session, submission: Submission) -> None:
    """Makes a submission an application by itself, which no later one joins."""
    own = Application(
        form=submission.form,
        key=None,
        applicant=submission.applicant,
        district=submission.district,
    )
    session.add(own)
    session.flush()
    submission.application_id = own.id


def join(session: Session, submission: Submission, application_id: int) -> None:
    """Makes a submission a version of an application."""
    submission.application_id = application_id


def remove_empty(session: Session, application_id: int | None) -> None:
    """Forgets an application that has no submission left."""
    if application_id is None:
        return
    left = select(Submission.id).where(Submission.application_id == application_id).limit(1)
    session.flush()
    if session.scalar(left) is None:
        session.delete(session.get_one(Application, application_id))
        session.flush()


def fold(name: str | None) -> str | None:
    """A name as it is compared: width, spaces and small letters make no difference."""
    return squeeze(name).casefold() if name else None
