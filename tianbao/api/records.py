"""Records: found, put right, accepted, reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from forms.errors import InvalidRecord
from tianbao.api import once, preconditions
from tianbao.api.errors import Refusal
from tianbao.api.schemas import (
    AcceptanceSchema,
    AssignmentSchema,
    ComparisonSchema,
    CorrectionsSchema,
    HistorySchema,
    JoinSchema,
    ListSchema,
    PageSchema,
    RecordSchema,
    RulingSchema,
    UnrulingSchema,
    VersionSchema,
)
from tianbao.errors import WrongCall
from tianbao.exports.stored import result_of
from tianbao.store import Conflict, NotThere, listing, people, revising
from tianbao.store.models import Submission
from tianbao.verbs.comparing import compare_results
from tianbao.web import users
from tianbao.web.access import require, require_role, the_store
from tianbao.web.placing import place

blueprint = Blueprint("api-records", __name__, url_prefix="/api/records", description=__doc__)

Answer = dict[str, Any]
Whole = tuple[Answer, dict[str, str]]  # a record and its headers
PARAMETERS: Final = [once.PARAMETER, preconditions.PARAMETER]


@blueprint.get("/")
@require("viewer")
@blueprint.arguments(ListSchema, location="query")
@blueprint.response(200, PageSchema)
def page(asked: Answer) -> Answer:
    """A page of the records that pass the filters."""
    sort, after, limit = asked.pop("sort"), asked.pop("after", None), asked.pop("limit")
    filters = listing.Filters(**{name: value for name, value in asked.items() if value != ""})
    with the_store().reading() as session:
        try:
            found = listing.page(session, filters, sort=sort, after=after or None, limit=limit)
        except NotThere as error:
            raise Refusal(422, "refused", str(error), {"query": {"after": [str(error)]}}) from error
        return {"items": [row_of(each) for each in found.submissions], "next": found.next}


@blueprint.get("/<int:number>")
@require("viewer")
@blueprint.response(200, RecordSchema)
def show(number: int) -> Whole:
    """A record with its evidence and problems."""
    with the_store().reading() as session:
        return whole(revising.load(session, number))


@blueprint.get("/<int:number>/history")
@require("viewer")
@blueprint.response(200, HistorySchema)
def history(number: int) -> Answer:
    """Every change that was made to a record: who, when, from what to what, why."""
    with the_store().reading() as session:
        revisions = revising.load(session, number).revisions
        return {"items": [_revision(each) for each in revisions]}


@blueprint.get("/<int:number>/against/<int:other>")
@require("viewer")
@blueprint.response(200, ComparisonSchema)
def against(number: int, other: int) -> Answer:
    """Where a record differs from another: an earlier version, the sealed scan."""
    with the_store().reading() as session:
        results = [result_of(revising.load(session, each)) for each in (number, other)]
    try:
        return {"items": list(compare_results([results[0]], [results[1]]))}
    except WrongCall as error:
        raise Refusal(422, "refused", str(error)) from error


@blueprint.post("/<int:number>/corrections")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.arguments(CorrectionsSchema)
@blueprint.response(200, RecordSchema)
def correct(asked: Answer, number: int) -> Whole:
    """Put answers right, by path; the record is checked at once."""
    changes, why = asked["changes"], asked.get("why")
    return _changed(
        number,
        asked,
        lambda session, version, who: revising.correct(
            session, number, version, changes, who=who, why=why
        ),
    )


@blueprint.post("/<int:number>/acceptances")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.arguments(AcceptanceSchema)
@blueprint.response(200, RecordSchema)
def accept(asked: Answer, number: int) -> Whole:
    """Say that answers are right as they are."""
    paths = asked["paths"]
    with the_store().reading() as session:
        submission = revising.load(session, number)
        known = {path for path, _, _ in answers_of(submission)}
    unknown = [path for path in paths if path not in known]
    if unknown:
        errors = {path: ["is no answer of the record"] for path in unknown}
        raise Refusal(422, "refused", "some paths are no answers of the record", errors)
    return _changed(
        number,
        asked,
        lambda session, version, who: revising.accept(session, number, version, paths, who=who),
    )


@blueprint.post("/<int:number>/undo")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.arguments(VersionSchema)
@blueprint.response(200, RecordSchema)
def undo(asked: Answer, number: int) -> Whole:
    """Take back the last change."""
    return _changed(
        number,
        asked,
        lambda session, version, who: revising.undo(session, number, version, who=who),
    )


@blueprint.post("/<int:number>/rulings")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RecordSchema)
def rule(asked: Answer, number: int) -> Whole:
    """Overrule a finding: it is kept with the reason, and counts no more."""
    code, path, reason = asked["code"], asked["path"], asked["reason"]

    def change(session: Session, version: int, who: str) -> Submission:
        people.note(session, who, "rule", f"submission {number}", code=code, path=path)
        return revising.rule(session, number, version, code, path, reason=reason, who=who)

    return _changed(number, asked, change)


@blueprint.delete("/<int:number>/rulings")
@require("reviewer")
@blueprint.doc(parameters=[preconditions.PARAMETER])
@blueprint.arguments(UnrulingSchema, location="query")
@blueprint.response(200, RecordSchema)
def unrule(asked: Answer, number: int) -> Whole:
    """Let a finding that was overruled count again."""
    code, path = asked["code"], asked["path"]

    def change(session: Session, version: int, who: str) -> Submission:
        people.note(session, who, "unrule", f"submission {number}", code=code, path=path)
        return revising.unrule(session, number, version, code, path)

    return _changed(number, asked, change)


@blueprint.post("/<int:number>/review")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.arguments(VersionSchema)
@blueprint.response(200, RecordSchema)
def review(asked: Answer, number: int) -> Whole:
    """Say that a person went through the record."""

    def change(session: Session, version: int, who: str) -> Submission:
        people.note(session, who, "review", f"submission {number}")
        return revising.review(session, number, version, who=who)

    return _changed(number, asked, change)


@blueprint.put("/<int:number>/assignment")
@require("reviewer")
@blueprint.doc(parameters=[preconditions.PARAMETER])
@blueprint.arguments(AssignmentSchema)
@blueprint.response(200, RecordSchema)
def assign(asked: Answer, number: int) -> Whole:
    """Give a record to a reviewer, or to nobody."""
    to = asked["to"]

    def change(session: Session, who: str) -> Submission:
        if to is not None and to not in users.reviewers(session):
            raise Refusal(422, "refused", "there is no such reviewer", {"to": ["is no reviewer"]})
        people.note(session, who, "assign", f"submission {number}", to=to)
        return revising.assign(session, number, to)

    return _handled(number, change)


@blueprint.post("/<int:number>/part")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.response(200, RecordSchema)
def part(number: int) -> Whole:
    """Make a record an application by itself that was wrongly taken for a version of others."""
    return _handled(number, lambda session, who: place(session, number, None, who=who))


@blueprint.post("/<int:number>/join")
@require("reviewer")
@blueprint.doc(parameters=PARAMETERS)
@once.once
@blueprint.arguments(JoinSchema)
@blueprint.response(200, RecordSchema)
def join(asked: Answer, number: int) -> Whole:
    """Make a record a version of the application that another record belongs to."""
    other = asked["other"]

    def change(session: Session, who: str) -> Submission:
        try:
            return place(session, number, other, who=who)
        except WrongCall as error:
            raise Refusal(422, "refused", str(error), {"other": [str(error)]}) from error

    return _handled(number, change)


def _changed(
    number: int, asked: Answer, change: Callable[[Session, int, str], Submission]
) -> Whole:
    """The record after a change to what it says; raises Refusal for one that can't be made."""
    who = require_role("reviewer").name
    try:
        with the_store().session() as session:
            version = preconditions.version_of(session, number, asked)
            return whole(change(session, version, who))
    except Conflict as conflict:
        raise preconditions.refusal(conflict) from conflict
    except InvalidRecord as error:
        raise Refusal(422, "refused", "the form refuses the changes", error.errors) from error


def _handled(number: int, change: Callable[[Session, str], Submission]) -> Whole:
    """The record after what doesn't change what it says: who has it, what it is a version of."""
    who = require_role("reviewer").name
    try:
        with the_store().session() as session:
            preconditions.match(revising.load(session, number, lock=True))
            return whole(change(session, who))
    except Conflict as conflict:
        raise preconditions.refusal(conflict) from conflict


def whole(submission: Submission) -> Whole:
    """A record as the answer to a request, its ETag in the header."""
    return record_of(submission), preconditions.headers(submission)


def answers_of(submission: Submission) -> Any:
    from forms.registry import get

    return get(submission.form).answers(submission.record)


def _revision(revision: Any) -> Answer:
    return {**revising.as_dict(revision), "at": revision.at}


def row_of(submission: Submission) -> Answer:
    """A record as lists show it."""
    names = (
        *("id", "form", "role", "version", "state", "application_id", "document_id", "applicant"),
        *("credit_code", "district", "errors", "warnings", "doubts", "assigned_to"),
        *("reviewed_by", "arrived_at"),
    )
    row = {name: getattr(submission, name) for name in names}
    return {**row, "name": submission.document.name}


def record_of(submission: Submission) -> Answer:
    """A record whole."""
    return {
        **row_of(submission),
        "record": submission.record,
        "fields_": revising.evidence(submission),
        "marks": submission.marks,
        "problems": submission.problems,
        "source": {**submission.source, "name": submission.document.name},
    }
