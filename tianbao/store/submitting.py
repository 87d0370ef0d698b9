"""What reading a document gave, as submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.registry import get
from tianbao.store import applications, checking, judging, searching
from tianbao.store.clock import now
from tianbao.store.models import Arrival, Content, Document, Submission

Result = Mapping[str, Any]

# source.kind → what a submission is beside the others of its application.
ROLES = {"pdf": "pdf", "scan": "scan", "image": "scan"}


def add(session: Session, document: Document, results: Sequence[Result]) -> list[Submission]:
    """A submission for each result; every one has a form."""
    arrived_at = session.scalar(
        select(func.min(Arrival.arrived_at)).where(Arrival.document_id == document.id)
    )
    submissions = []
    for number, result in enumerate(results, start=1):
        as_printed = get(result["form"]).check(result["record"])
        submission = _submission(result, judging.found_by_reading(result["problems"], as_printed))
        submission.document_id, submission.number = document.id, number
        submission.arrived_at = arrived_at or document.taken_in_at
        describe(submission)
        submission.search = ""
        session.add(submission)
        applications.place(session, submission)
        with session.no_autoflush:  # written once, with its problems
            checking.check_new(session, submission, as_printed)
        submissions.append(submission)
    session.flush()
    for submission in submissions:
        searching.describe(session, submission, document.name)
    return submissions


def _submission(result: Result, found: list[dict[str, Any]]) -> Submission:
    content = Content(
        record=result["record"],
        original=result["record"],
        fields=result["fields"],
        marks=result["marks"],
        found=found,
        problems=result["problems"],
        source=result["source"],
    )
    return Submission(
        form=result["form"],
        role=ROLES.get(result["source"].get("kind"), "word"),
        state="checked",
        created_at=now(),
        content=content,
        revisions=[],
        rulings=[],
        findings=[],
    )


def describe(submission: Submission) -> None:
    """Sets what lists show of a submission by its record."""
    form, record = get(submission.form), submission.record
    submission.applicant = form.sender(record) or ""
    submission.credit_code = form.credit_code(record)
    submission.district = form.district(record) or ""
