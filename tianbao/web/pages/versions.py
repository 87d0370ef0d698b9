"""The versions of an application, what changed in them, and two of them side by side."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from forms.comparing import differences
from forms.registry import get
from tianbao.errors import WrongCall
from tianbao.store import (
    applications,
    checking,
    deleting,
    listing,
    people,
    revising,
    terms,
)
from tianbao.store.models import Submission
from tianbao.verbs.comparing import as_written
from tianbao.web.access import require, require_role, the_store
from tianbao.web.language import t
from tianbao.web.numbers import row_number
from tianbao.web.pictures import the_pictures
from tianbao.web.placing import place

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
            similar=_similar(session, submission),
            own_deadline=submission.application and submission.application.deadline,
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
    other = request.form.get("other", type=row_number)
    if other is None:
        raise BadRequest
    return _placed(number, other)


@blueprint.post("/records/<int:number>/extend")
@require("admin")
def extend(number: int) -> Response:
    """The last day for this applicant alone; without a day that of all."""
    who, day = require_role("admin").name, request.form.get("deadline") or None
    with the_store().session() as session:
        submission = revising.load(session, number)
        if submission.application_id is None:
            raise BadRequest
        try:
            terms.extend_deadline(session, submission.application_id, day)
        except ValueError as error:
            raise BadRequest from error
        checking.check_outdated(session)
        people.note(session, who, "extend", f"submission {number}", deadline=day)
    return redirect(url_for("versions.show", number=number), 303)


@blueprint.post("/records/<int:number>/delete")
@require("admin")
def delete(number: int) -> Response:
    """The document deleted with all its traces; the number is typed again to confirm it."""
    who = require_role("admin").name
    if request.form.get("confirm", type=int) != number:
        raise BadRequest
    with the_store().reading() as session:
        document = revising.load(session, number).document
    deleting.delete_document(the_store(), document.id, who=who)
    the_pictures().forget(document.sha256)
    flash(t("已删除。"))
    return redirect(url_for("listing.show"), 303)


def _placed(number: int, other: int | None) -> Response:
    who = require_role("reviewer").name
    with the_store().session() as session:
        try:
            place(session, number, other, who=who)
        except WrongCall as error:
            raise BadRequest from error
    return redirect(url_for("versions.show", number=number), 303)


def _similar(session: Session, submission: Submission) -> list[Submission]:
    """The submissions of applications that may be of the same applicant."""
    ids = [each.id for each in applications.similar(session, submission)]
    wanted = select(Submission).where(
        Submission.application_id.in_(ids), Submission.current.is_(True)
    )
    return list(session.scalars(wanted.order_by(Submission.id)))


def _versions(session: Session, submission: Submission) -> list[Submission]:
    """The submissions of the application, the latest first."""
    wanted = select(Submission).where(
        Submission.application_id == submission.application_id,
        Submission.application_id.is_not(None),
    )
    latest_first = (Submission.edition.desc(), Submission.arrived_at.desc(), Submission.id.desc())
    found = session.scalars(wanted.order_by(*latest_first))
    return list(found) or [submission]


def _written(submission: Submission) -> dict[str, object]:
    """The record with what stands in the document where that gave no value."""
    return as_written({"record": submission.record, "fields": revising.evidence(submission)})
