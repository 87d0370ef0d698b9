"""A submission parted from the application that it was taken for a version of, or joined to one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tianbao.errors import WrongCall
from tianbao.store import applications, people, revising
from tianbao.store.models import Submission


def place(session: Session, number: int, other: int | None, *, who: str) -> Submission:
    """Puts a submission to the application of the submission `other`, or by itself without one;
    the log says who did. Raises NotThere for a number of no submission, and WrongCall for another
    that it can't be a version of."""
    submission = revising.load(session, number, lock=True)
    if other is None:
        applications.part(session, submission)
    else:
        applications.join(session, submission, _application_of(session, submission, other))
    action = "part" if other is None else "join"
    people.note(session, who, action, f"submission {number}", other=other)
    return submission


def _application_of(session: Session, submission: Submission, other: int) -> int:
    beside = revising.load(session, other)
    if beside.id == submission.id:
        raise WrongCall("a record is no version of itself.")
    if beside.form != submission.form or beside.application_id is None:
        raise WrongCall(f"record {other} is of another form, or of no application.")
    return beside.application_id
