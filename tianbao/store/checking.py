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
from tianbao.store import moving, terms
from tianbao.store.models import Finding, Revision, Submission


def check(session: Session, submission: Submission) -> None:
    """Finds the problems of a submission anew, after its record, a ruling or a term changed."""
    own = terms.terms_of(session, submission)
    moves = moving.moves(submission.revisions)
    problems = judging.problems_of(
        list(moving.moved_problems(submission.content.found, moves)),
        get(submission.form).check(submission.record, own),
        settled(submission.revisions),
        submission.rulings,
        fields=moving.moved_keys(submission.fields, moves),
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
    """The paths that a person corrected or accepted, and did not take back, as they are now. Where
    rows were added or taken out only the added ones are settled: of the others nobody said that he
    looked at them."""
    found: set[str] = set()
    for revision in moving.standing(revisions):
        move = moving.move_of(revision)
        if move is None:
            found.add(revision.path)
        else:
            found = {now for each in found if (now := moving.moved(each, [move])) is not None}
            found.update(f"{move.path}.{row}" for row in move.added)
    return found
