"""What is done to a submission as a whole: rulings, who has it, review."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from tianbao.store import Conflict, people, revising
from tianbao.web import users
from tianbao.web.access import require, require_role, the_store
from tianbao.web.pages.record import conflicting, version_of_form, whole

blueprint = Blueprint("handling", __name__)

LONGEST_REASON = 500


@blueprint.post("/records/<int:number>/rule")
@require("reviewer")
def rule(number: int) -> Response:
    """A finding overruled, with the reason."""
    who, reason = require_role("reviewer").name, request.form.get("reason", "").strip()
    code, path, version = _finding()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise BadRequest

    def change(session: Session) -> None:
        revising.rule(session, number, version, code, path, reason=reason, who=who)
        people.note(session, who, "rule", f"submission {number}", code=code, path=path)

    return _changed(number, path, change)


@blueprint.post("/records/<int:number>/unrule")
@require("reviewer")
def unrule(number: int) -> Response:
    """A ruling taken back."""
    who = require_role("reviewer").name
    code, path, version = _finding()

    def change(session: Session) -> None:
        revising.unrule(session, number, version, code, path)
        people.note(session, who, "unrule", f"submission {number}", code=code, path=path)

    return _changed(number, path, change)


@blueprint.post("/records/<int:number>/review")
@require("reviewer")
def review(number: int) -> Response:
    """The submission as one that a person went through."""
    who, version = require_role("reviewer").name, version_of_form()

    def change(session: Session) -> None:
        revising.review(session, number, version, who=who)
        people.note(session, who, "review", f"submission {number}")

    return _changed(number, "", change)


@blueprint.post("/records/<int:number>/assign")
@require("reviewer")
def assign(number: int) -> Response:
    """The submission given to a reviewer, or to nobody."""
    who, to = require_role("reviewer").name, request.form.get("to") or None
    with the_store().session() as session:
        if to is not None and to not in users.reviewers(session):
            raise BadRequest
        revising.assign(session, number, to)
        people.note(session, who, "assign", f"submission {number}", to=to)
    return Response(status=204)


def _finding() -> tuple[str, str, int]:
    return request.form.get("code", ""), request.form.get("about", ""), version_of_form()


def _changed(number: int, path: str, change: Callable[[Session], None]) -> Response:
    """The pane of fields after a change; the difference where somebody else was faster."""
    try:
        with the_store().session() as session:
            change(session)
            return whole(session, revising.load(session, number), path)
    except Conflict as conflict:
        return conflicting(number, conflict, "", None)
