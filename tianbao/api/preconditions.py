"""Which version of a record a change is made to: `If-Match` names it, or the body does.

A record's `ETag` is its version, which each change of what it says raises.
"""

from __future__ import annotations

from typing import Any, Final

from flask import request
from sqlalchemy.orm import Session
from werkzeug.http import quote_etag

from tianbao.api.errors import Refusal
from tianbao.store import Conflict, revising
from tianbao.store.models import Submission

HEADER: Final = "If-Match"
PARAMETER: Final = {
    "in": "header",
    "name": HEADER,
    "description": "the ETag of the record that the change is made to; 412 where it is another now",
    "schema": {"type": "string", "maxLength": 200},
}
MISSING: Final = f"say which version the change is made to, here or by {HEADER}"


def tag(submission: Submission) -> str:
    """The ETag of a record, without its quotes."""
    return str(submission.version)


def headers(submission: Submission) -> dict[str, str]:
    """The headers of an answer that is the record."""
    return {"ETag": quote_etag(tag(submission))}


def version_of(session: Session, number: int, asked: dict[str, Any]) -> int:
    """The version that a change is made to; raises Refusal where neither the header nor the body
    names one, and Conflict for a header that names none that is there."""
    named: int | None = asked.get("version")
    if HEADER not in request.headers:
        if named is None:
            raise Refusal(422, "refused", MISSING, {"json": {"version": [MISSING]}})
        return named
    submission = revising.load(session, number, lock=True)
    match(submission)
    return submission.version if named is None else named


def match(submission: Submission) -> None:
    """Raises Conflict for a record that `If-Match` does not name; passes without the header."""
    if HEADER in request.headers and not request.if_match.contains(tag(submission)):
        seen = max(map(int, filter(str.isdecimal, request.if_match.as_set())), default=0)
        since = [revising.as_dict(each) for each in submission.revisions if each.step > seen]
        raise Conflict(submission.version, since)


def refusal(conflict: Conflict) -> Refusal:
    """What a change is answered with that came too late: 412 where the header said so, else 409."""
    errors = {"version": conflict.version, "changes": conflict.changes}
    late = HEADER in request.headers and not request.if_match.contains(str(conflict.version))
    status, code = (412, "precondition-failed") if late else (409, "conflict")
    return Refusal(status, code, str(conflict), errors)
