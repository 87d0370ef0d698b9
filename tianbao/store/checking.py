"""A submission checked: its problems as they are now, and the counts of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forms.problems import Problem
from forms.registry import get
from forms.terms import AS_PRINTED
from tianbao.store import judging, moving, terms
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
    moves = moving.moves(submission.revisions)
    submission.content.problems = judging.problems_of(
        list(moving.moved_problems(submission.content.found, moves)),
        by_rules,
        settled(submission.revisions),
        moving.moved_keys(submission.fields, moves),
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
