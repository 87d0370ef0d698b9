"""Records: found, put right, accepted, reviewed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from forms.errors import InvalidRecord
from tianbao.api import once
from tianbao.api.errors import Refusal
from tianbao.api.schemas import (
    AcceptanceSchema,
    AssignmentSchema,
    ComparisonSchema,
    CorrectionsSchema,
    HistorySchema,
    ListSchema,
    PageSchema,
    RecordSchema,
    RulingSchema,
    VersionSchema,
)
from tianbao.errors import WrongCall
from tianbao.exports.stored import result_of
from tianbao.store import Conflict, NotThere, listing, people, revising
from tianbao.store.models import Submission
from tianbao.verbs.comparing import compare_results
from tianbao.web.access import require, require_role, the_store

blueprint = Blueprint("api-records", __name__, url_prefix="/api/records", description=__doc__)

Answer = dict[str, Any]


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
def show(number: int) -> Answer:
    """A record with its evidence and problems."""
    with the_store().reading() as session:
        return record_of(revising.load(session, number))


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
@blueprint.doc(parameters=[once.PARAMETER])
@once.once
@blueprint.arguments(CorrectionsSchema)
@blueprint.response(200, RecordSchema)
def correct(asked: Answer, number: int) -> Answer:
    """Put answers right; the rules check the record at once."""
    who = require_role("reviewer").name
    return _changed(
        lambda session: revising.correct(
            session, number, asked["version"], asked["changes"], who=who, why=asked.get("why")
        )
    )


@blueprint.post("/<int:number>/acceptances")
@require("reviewer")
@blueprint.doc(parameters=[once.PARAMETER])
@once.once
@blueprint.arguments(AcceptanceSchema)
@blueprint.response(200, RecordSchema)
def accept(asked: Answer, number: int) -> Answer:
    """Say that answers are right as they are."""
    who = require_role("reviewer").name
    with the_store().reading() as session:
        submission = revising.load(session, number)
        known = {path for path, _, _ in answers_of(submission)}
    unknown = [path for path in asked["paths"] if path not in known]
    if unknown:
        errors = {path: ["is no answer of the record"] for path in unknown}
        raise Refusal(422, "refused", "some paths are no answers of the record", errors)
    return _changed(
        lambda session: revising.accept(session, number, asked["version"], asked["paths"], who=who)
    )


@blueprint.post("/<int:number>/undo")
@require("reviewer")
@blueprint.doc(parameters=[once.PARAMETER])
@once.once
@blueprint.arguments(VersionSchema)
@blueprint.response(200, RecordSchema)
def undo(asked: Answer, number: int) -> Answer:
    """Take back the last change."""
    who = require_role("reviewer").name
    return _changed(lambda session: revising.undo(session, number, asked["version"], who=who))


@blueprint.post("/<int:number>/rulings")
@require("reviewer")
@blueprint.doc(parameters=[once.PARAMETER])
@once.once
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RecordSchema)
def rule(asked: Answer, number: int) -> Answer:
    """Overrule a finding: it is kept with the reason, and counts no more."""
    who = require_role("reviewer").name
    return _changed(lambda session: revising.rule(session, number, who=who, **asked))


@blueprint.post("/<int:number>/review")
@require("reviewer")
@blueprint.doc(parameters=[once.PARAMETER])
@once.once
@blueprint.arguments(VersionSchema)
@blueprint.response(200, RecordSchema)
def review(asked: Answer, number: int) -> Answer:
    """Say that a person went through the record."""
    who = require_role("reviewer").name
    return _changed(lambda session: revising.review(session, number, asked["version"], who=who))


@blueprint.put("/<int:number>/assignment")
@require("reviewer")
@blueprint.arguments(AssignmentSchema)
@blueprint.response(200, RecordSchema)
def assign(asked: Answer, number: int) -> Answer:
    """Give a record to a reviewer, or to nobody."""
    to = asked["to"]
    with the_store().session() as session:
        if to is not None and people.user_named(session, to) is None:
            raise Refusal(422, "refused", "there is no such user", {"to": ["is no user"]})
        submission = revising.assign(session, number, to)
        people.note(session, require_role("reviewer").name, "assign", f"submission {number}")
        return record_of(submission)


def _changed(change: Callable[[Session], Submission]) -> Answer:
    """The record after a change; raises Refusal for one that can't be made."""
    try:
        with the_store().session() as session:
            return record_of(change(session))
    except Conflict as conflict:
        errors = {"version": conflict.version, "changes": conflict.changes}
        raise Refusal(409, "conflict", str(conflict), errors) from conflict
    except InvalidRecord as error:
        raise Refusal(422, "refused", "the form refuses the changes", error.errors) from error


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
        "fields_": submission.fields,
        "marks": submission.marks,
        "problems": submission.problems,
        "source": {**submission.source, "name": submission.document.name},
    }
