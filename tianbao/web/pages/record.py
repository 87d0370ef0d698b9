"""The record page: the document's pages beside its fields, and what is done to a field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from forms.errors import InvalidRecord
from forms.messages import excerpt
from forms.registry import get
from tianbao.store import Conflict, revising
from tianbao.store.models import Submission
from tianbao.web import pictures, viewing
from tianbao.web.access import require, require_role, the_store
from tianbao.web.answers import Refused, answer
from tianbao.web.fields import Field, blank_row, field_at, fields_of, row_of, value_at
from tianbao.web.showing import written

blueprint = Blueprint("record", __name__)

EXCERPT: Final = 60  # characters of an answer that somebody else changed
BEFORE: Final = 15  # of these, what stands before the change


@blueprint.get("/records/<int:number>")
@require("viewer")
def show(number: int) -> str:
    with the_store().reading() as session:
        submission = revising.load(session, number)
        return render_template("record.html", **viewing.page_of(session, submission))


@blueprint.get("/records/<int:number>/pages")
@require("viewer")
def pages(number: int) -> str:
    """The pictures of the document's pages, with the places of the fields on them."""
    with the_store().reading() as session:
        submission = revising.load(session, number)
        content = viewing.content_of(submission)
        document = submission.document
    try:
        shown = pictures.pages_of(document, content.evidence)
    except pictures.NoPicture as error:
        return render_template("no_pages.html", reason=str(error))
    fields = fields_of(content)
    doubtful = {each.path for each in fields if each.doubtful}
    labels = {each.path: each.label for each in fields}
    return render_template(
        "pages.html", document=document, shown=shown, doubtful=doubtful, labels=labels
    )


@blueprint.get("/records/<int:number>/row")
@require("reviewer")
def row(number: int) -> str:
    """The fields of a new row of a list."""
    with the_store().reading() as session:
        submission = revising.load(session, number)
        content = viewing.content_of(submission)
        fields = blank_row(content, request.args.get("list", ""))
        return render_template(
            "row.html", base=base_of(number), fields=fields, options=viewing.vocabularies(fields)
        )


@blueprint.post("/records/<int:number>/correct")
@require("reviewer")
def correct(number: int) -> Response:
    """An answer put right; one left as it was counts as looked at."""
    path, typed = request.form.get("path", ""), request.form.getlist("value")
    with the_store().reading() as session:
        before = _before(session, number)
        field = _field(revising.load(session, number), path)
    try:
        value = answer(before.form, path, typed)
        with the_store().session() as session:
            submission = revising.correct(
                session, number, version_of_form(), {path: value}, who=require_role("reviewer").name
            )
            return _answered(session, submission, before, path)
    except Refused as refused:
        return _refused(number, field, str(refused), typed)
    except InvalidRecord as error:
        told = "；".join(text for texts in error.errors.values() for text in texts)
        return _refused(number, field, told, typed)
    except Conflict as conflict:
        return conflicting(number, conflict, path, typed)


@blueprint.post("/records/<int:number>/rows/remove")
@require("reviewer")
def remove_row(number: int) -> Response:
    """A row taken out of a list; those behind it move up."""
    prefix, index = request.form.get("list", ""), request.form.get("row", type=int)
    who, version = require_role("reviewer").name, version_of_form()
    with the_store().reading() as session:
        submission = revising.load(session, number)
        form = get(submission.form)
        rows = value_at(form.printed(submission.record), prefix)
    known = isinstance(rows, list) and index is not None and 0 <= index < len(rows)
    if not known or row_of(form, f"{prefix}.{index}.") is None:
        raise BadRequest
    left = [row for at, row in enumerate(rows) if at != index]
    try:
        with the_store().session() as session:
            submission = revising.correct(session, number, version, {prefix: left}, who=who)
            return whole(session, submission, _beside(submission, prefix, index or 0))
    except InvalidRecord as error:
        told = "；".join(text for texts in error.errors.values() for text in texts)
        return make_response(render_template("told.html", told=told), 422)
    except Conflict as conflict:
        return conflicting(number, conflict, prefix, None)


@blueprint.post("/records/<int:number>/accept")
@require("reviewer")
def accept(number: int) -> Response:
    """An answer that a person found right as it is."""
    path = request.form.get("path", "")
    who = require_role("reviewer").name
    with the_store().reading() as session:
        before = _before(session, number)
    if path not in before.paths:
        raise BadRequest
    try:
        with the_store().session() as session:
            submission = revising.accept(session, number, version_of_form(), [path], who=who)
            return _answered(session, submission, before, path)
    except Conflict as conflict:
        return conflicting(number, conflict, path, None)


@blueprint.post("/records/<int:number>/undo")
@require("reviewer")
def undo(number: int) -> Response:
    """The last change taken back."""
    try:
        with the_store().session() as session:
            version = version_of_form()
            submission = revising.undo(session, number, version, who=require_role("reviewer").name)
            undone = submission.version != version
            path = submission.revisions[-1].path if undone else ""
            return whole(session, submission, path)
    except Conflict as conflict:
        return conflicting(number, conflict, "", None)


# --- what a change is answered with --------------------------------------------------------------


class Before(NamedTuple):
    """What a page shows that a change may make untrue."""

    form: str
    problems: dict[str, list[Any]]  # by path
    paths: tuple[str, ...]


def _before(session: Session, number: int) -> Before:
    submission = revising.load(session, number)
    content = viewing.content_of(submission)
    paths = tuple(path for path, _, _ in content.form.answers(content.record))
    return Before(submission.form, by_path(submission.problems), paths)


def by_path(problems: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for problem in problems:
        found.setdefault(problem["path"], []).append(problem)
    return found


def _answered(session: Session, submission: Submission, before: Before, path: str) -> Response:
    """The changed field, the head of the page, and the problems of other fields that changed."""
    session.flush()
    content = viewing.content_of(submission)
    fields = {each.path: each for each in fields_of(content)}
    after = by_path(submission.problems)
    others = {each for each in {**before.problems, **after} if each not in fields}
    if (
        path not in fields
        or set(before.paths) != {each[0] for each in content.form.answers(content.record)}
        or any(before.problems.get(each) != after.get(each) for each in others)
    ):
        return whole(session, submission, path)
    changed = [
        fields[each]
        for each in {**before.problems, **after}
        if each != path and before.problems.get(each) != after.get(each)
    ]
    return make_response(
        render_template(
            "answered.html",
            field=fields[path],
            changed=changed,
            **viewing.summary_part(submission),
        )
    )


def whole(session: Session, submission: Submission, path: str) -> Response:
    """The whole pane of fields, for a change that other fields came or went with."""
    parts = viewing.fields_part(session, submission)
    response = make_response(render_template("fields_changed.html", **parts))
    response.headers["HX-Retarget"] = "#fields"
    response.headers["HX-Reswap"] = "innerHTML"
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"tianbao:at": {"path": path}})
    return response


def _refused(number: int, field: Field | None, told: str, typed: list[str]) -> Response:
    """The field as it was, with what was typed and why it wasn't taken."""
    if field is None:
        raise BadRequest
    shown = replace(field, text=typed[0] if typed else "", value=typed)
    return make_response(
        render_template("refused.html", base=base_of(number), field=shown, told=told)
    )


def _beside(submission: Submission, prefix: str, index: int) -> str:
    """The first answer of the row that is now in the place of one that went, else of the last."""
    paths = [path for path, _, _ in get(submission.form).answers(submission.record)]
    there = [each for each in paths if each.startswith(f"{prefix}.{index}.")]
    rest = [each for each in paths if each.startswith(f"{prefix}.")] or paths
    return there[0] if there else rest[-1]


def conflicting(number: int, conflict: Conflict, path: str, typed: list[str] | None) -> Response:
    """What others changed meanwhile, for a person to decide."""
    with the_store().reading() as session:
        submission = revising.load(session, number)
        form = get(submission.form)
    changes = [
        {
            "label": form.label(change["path"]),
            "who": change["who"],
            "accepted": change["old"] == change["new"],
            **_where_they_part(written(change["old"]), written(change["new"])),
        }
        for change in conflict.changes
    ]
    page = render_template(
        "conflict.html",
        number=number,
        version=conflict.version,
        changes=changes,
        path=path,
        label=form.label(path) if path else "",
        typed=typed,
    )
    return make_response(page, 409)


def _where_they_part(old: str, new: str) -> dict[str, str]:
    """Both as excerpts, of long ones from shortly before the first difference."""
    pairs = enumerate(zip(old, new, strict=False))
    common = next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = common - BEFORE if max(len(old), len(new)) > EXCERPT and common > BEFORE else 0
    return {
        name: ("…" if start else "") + excerpt(text[start:], EXCERPT)
        for name, text in (("old", old), ("new", new))
    }


def base_of(number: int) -> str:
    """The address below which everything about a submission is."""
    return url_for("record.show", number=number)


def version_of_form() -> int:
    version = request.form.get("version", type=int)
    if version is None:
        raise BadRequest
    return version


def _field(submission: Submission, path: str) -> Field | None:
    content = viewing.content_of(submission)
    known = field_at(content, path)
    if known is not None:
        return known
    prefix = path.rpartition(".")[0].rpartition(".")[0]
    return next((each for each in blank_row(content, prefix) if each.path == path), None)
