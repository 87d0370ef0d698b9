"""A submission checked: its problems as they are now, and the counts of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forms.problems import Problem
from forms.registry import get
from forms.terms import AS_PRINTED
from tianbao.store import judging, terms
from tianbao.store.models import Finding, Revision, Submission


def check(session: Session, submission: Submission) -> None:
    """Finds the problems of a submission anew, after its record, a ruling or a term changed."""
    own = terms.terms_of(session, submission)
    _judge(session, submission, get(submission.form).check(submission.record, own))
    # Deleted first and at once: the new ones may have the same keys.
    session.execute(delete(Finding).where(Finding.submission_id == submission.id))
    session.expire(submission, ["findings"])
    for finding in judging.count(submission):
        finding.submission_id = submission.id
        session.add(finding)
    session.flush()


def check_new(session: Session, submission: Submission, as_printed: list[Problem]) -> None:
    """The same for one that was just read; `as_printed` is what the rules find by the terms that
    the form itself names."""
    own = terms.terms_of(session, submission)
    same = own == AS_PRINTED
    by_rules = as_printed if same else get(submission.form).check(submission.record, own)
    _judge(session, submission, by_rules)
    submission.findings = judging.count(submission)


def _judge(session: Session, submission: Submission, by_rules: list[Problem]) -> None:
    submission.content.problems = judging.problems_of(
        submission.content.found,
        by_rules,
        settled(submission.revisions),
        submission.fields,
        submission.rulings,
    )
    submission.terms = terms.present(session)


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
