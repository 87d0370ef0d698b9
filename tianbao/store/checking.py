"""A submission checked: its problems as they are now, and the counts of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forms.registry import get
from forms.terms import AS_PRINTED, Terms
from tianbao.outcomes import judging
from tianbao.outcomes.packing import unpack
from tianbao.outcomes.preparing import PreparedForm
from tianbao.store import terms
from tianbao.store.models import Finding, Revision, Submission


def check(session: Session, submission: Submission) -> None:
    """Finds the problems of a submission anew, after its record, a ruling or a term changed."""
    own = terms.terms_of(session, submission)
    problems = judging.problems_of(
        submission.content.found,
        get(submission.form).check(submission.record, own),
        settled(submission.revisions),
        submission.rulings,
        fields=submission.fields,
    )
    submission.content.problems = problems
    submission.terms = terms.present(session).number
    # Deleted first and at once: the new ones may have the same keys.
    session.execute(delete(Finding).where(Finding.submission_id == submission.id))
    session.expire(submission, ["findings"])
    for finding in count(submission, judging.tally(problems)):
        finding.submission_id = submission.id
        session.add(finding)
    session.flush()


def check_new(
    submission: Submission, prepared: PreparedForm, own: Terms, present: terms.Present
) -> None:
    """The same for one that was just read, and checked by the terms that the form itself names."""
    tally = prepared.tally
    if own != AS_PRINTED:
        packed = prepared.packed
        by_rules = get(submission.form).check(unpack(packed["record"]), own)
        problems = judging.problems_of(
            unpack(packed["found"]), by_rules, fields=unpack(packed["fields"])
        )
        submission.content.problems, tally = problems, judging.tally(problems)
    submission.terms = present.number
    submission.findings = count(submission, tally)


def count(submission: Submission, tally: judging.Tally) -> list[Finding]:
    """Sets the counts of a submission; the findings to keep of it."""
    submission.errors, submission.warnings, submission.doubts = tally[:3]
    return [
        Finding(code=code, severity=severity, count=number) for code, severity, number in tally.each
    ]


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
