"""The versions of an application, what changed in them, and two of them side by side."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from forms.comparing import differences
from forms.registry import get
from tianbao.comparing import as_written
from tianbao.store import applications, listing, people, revising
from tianbao.store.models import Submission
from tianbao.web.access import require, require_role, the_store
from tianbao.web.users import reviewers

blueprint = Blueprint("versions", __name__)


@blueprint.get("/records/<int:number>/versions")
@require("viewer")
def show(number: int) -> str:
    """All versions of the submission's application, and every change of this one."""
    with the_store().reading() as session:
        submission = revising.load(session, number)
        origins = listing.origins(session, [submission.document_id])
        return render_template(
            "versions.html",
            submission=submission,
            form=get(submission.form),
            versions=_versions(session, submission),
            revisions=list(reversed(submission.revisions)),
            origins=[arrival for each in origins for arrival in each.arrivals],
            rulings=submission.rulings,
            reviewers=reviewers(session),
        )


@blueprint.get("/records/<int:number>/against/<int:other>")
@require("viewer")
def compare(number: int, other: int) -> str:
    """Two submissions side by side: where their answers differ, and their pages."""
    with the_store().reading() as session:
        left, right = revising.load(session, number), revising.load(session, other)
        if left.form != right.form:
            raise BadRequest
        form = get(left.form)
        found = [
            each._asdict() | {"label": form.label(each.path)}
            for each in differences(form, _written(left), _written(right))
        ]
        return render_template("against.html", left=left, right=right, found=found, form=form)


@blueprint.post("/records/<int:number>/part")
@require("reviewer")
def part(number: int) -> Response:
    """A submission that was wrongly taken for a version of others made one by itself."""
    return _placed(number, None)


@blueprint.post("/records/<int:number>/join")
@require("reviewer")
def join(number: int) -> Response:
    """A submission made a version of the application that another one belongs to."""
    other = request.form.get("other", type=int)
    if other is None or other == number:
        raise BadRequest
    return _placed(number, other)


def _placed(number: int, other: int | None) -> Response:
    who = require_role("reviewer").name
    with the_store().session() as session:
        submission = revising.load(session, number, lock=True)
        if other is None:
            applications.part(session, submission)
        else:
            beside = revising.load(session, other)
            if beside.form != submission.form or beside.application_id is None:
                raise BadRequest
            applications.join(session, submission, beside.application_id)
        action = "part" if other is None else "join"
        people.note(session, who, action, f"submission {number}", other=other)
    return redirect(url_for("versions.show", number=number), 303)


def _versions(session: Session, submission: Submission) -> list[Submission]:
    """The submissions of the application, the latest first."""
    wanted = select(Submission).where(
        Submission.application_id == submission.application_id,
        Submission.application_id.is_not(None),
    )
    found = session.scalars(wanted.order_by(Submission.arrived_at.desc(), Submission.id.desc()))
    return list(found) or [submission]


def _written(submission: Submission) -> dict[str, object]:
    """The record with what stands in the document where that gave no value."""
    return as_written({"record": submission.record, "fields": submission.fields})
