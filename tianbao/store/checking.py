"""A submission checked: its problems as they are now, and the counts of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forms.registry import get
from tianbao.store import judging, terms
from tianbao.store.models import Finding, Revision, Submission


def check(session: Session, submission: Submission) -> None:
    """Finds the problems of a submission anew, after its record, a ruling or a term changed."""
    submission.content.problems = judging.problems_of(
        get(submission.form),
        submission.record,
        submission.content.found,
        settled(submission.revisions),
        submission.fields,
        submission.rulings,
        terms.terms_of(session, submission),
    )
    submission.terms = terms.present(session)
    # Deleted first and at once: the new ones may have the same keys.
    session.execute(delete(Finding).where(Finding.submission_id == submission.id))
    session.expire(submission, ["findings"])
    for finding in judging.count(submission):
        finding.submission_id = submission.id
        session.add(finding)
    session.flush()


def check_outdated(session: Session, most: int = 200) -> int:
    """Checks submissions anew that were checked by other terms; how many, 0 when none is left."""
    found = terms.outdated(session, most)
    for submission in found:
        check(session, submission)
    return len(found)


def settled(revisions: Sequence[Revision]) -> set[str]:
    """The paths that a person corrected or accepted, and did not take back."""
    undone = {each.undoes for each in revisions}
    return {each.path for each in revisions if each.undoes is None and each.number not in undone}
