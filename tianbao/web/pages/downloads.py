"""The files that a person takes away: what came, what was put right, what the applicant is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import PurePath
from typing import Final

from flask import Blueprint, flash, redirect, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.registry import get
from renderers.office import OfficeMissing, Unconvertible
from tianbao.names import safe
from tianbao.store import Store, listing, people, revising
from tianbao.store.models import Document, Message, Submission
from tianbao.web import making
from tianbao.web.access import require, require_role, the_store
from tianbao.web.children import NotMade, the_jobs
from tianbao.web.language import t

blueprint = Blueprint("downloads", __name__)

PLAIN: Final = "application/octet-stream"  # nothing that a stranger sent opens in the browser
PDF: Final = "application/pdf"
MAIL: Final = "message/rfc822"

Made = tuple[str, bytes, str]  # name, bytes, MIME type


@blueprint.get("/documents/<int:number>/file")
@require("reviewer")
def document(number: int) -> Response:
    """A document as it came."""
    who = require_role("reviewer").name
    with the_store().session() as session:
        row = session.get(Document, number)
        if row is None:
            raise NotFound
        people.note(session, who, "download", f"document {number}")
    return sent(row.name, the_store().blobs.get(row.sha256), PLAIN)


@blueprint.get("/messages/<int:number>")
@require("viewer")
def mail(number: int) -> Response:
    """What a mail says, as text; its HTML too is shown as text only."""
    from tianbao.intake import letters

    with the_store().reading() as session:
        message = session.get(Message, number)
    if message is None or message.sha256 is None:
        raise NotFound
    with the_store().blobs.open(message.sha256) as stream:
        data = stream.read(letters.MOST)
    try:
        return Response(the_jobs().run(letters.text_of, data), mimetype="text/plain")
    except NotMade as error:
        return Response("\n".join(error.lines), 422, mimetype="text/plain")


@blueprint.get("/records/<int:number>/original")
@require("viewer")
def original(number: int) -> Response:
    return given(number, "original", _original)


@blueprint.get("/records/<int:number>/corrected.docx")
@require("viewer")
def corrected(number: int) -> Response:
    return given(number, "corrected", lambda store, each: _corrected(store, each, None))


@blueprint.get("/records/<int:number>/tracked.docx")
@require("viewer")
def tracked(number: int) -> Response:
    who = require_role("viewer").name
    return given(number, "tracked", lambda store, each: _corrected(store, each, who))


@blueprint.get("/records/<int:number>/annotated.docx")
@require("viewer")
def annotated(number: int) -> Response:
    return given(number, "annotated", _annotated)


@blueprint.get("/records/<int:number>/reprint.docx")
@require("viewer")
def reprint_word(number: int) -> Response:
    return given(number, "reprint", _reprint_word)


@blueprint.get("/records/<int:number>/reprint.pdf")
@require("viewer")
def reprint_pdf(number: int) -> Response:
    return given(number, "reprint", _reprint_pdf)


@blueprint.get("/records/<int:number>/notice.docx")
@require("viewer")
def notice(number: int) -> Response:
    return given(number, "notice", _notice)


@blueprint.get("/records/<int:number>/notice.eml")
@require("reviewer")
def draft(number: int) -> Response:
    return given(number, "notice-mail", _draft)


def given(number: int, action: str, make: Callable[[Store, Submission], Made]) -> Response:
    """The file that `make` makes of a submission; where it can't, the record's page says why."""
    store, who = the_store(), require_role("viewer").name
    with store.reading() as session:
        submission = loaded(session, number)
    try:
        made = make(store, submission)
    except NotMade as error:
        flash(f"{t('没有生成文件：')}{'；'.join(error.lines)}")
        return redirect(url_for("record.show", number=number), 303)
    with store.session() as session:
        people.note(session, who, f"download-{action}", f"submission {number}")
    return sent(*made)


def loaded(session: Session, number: int) -> Submission:
    """A submission with all that files are made of, to be used after the transaction."""
    submission = revising.load(session, number)
    list(submission.revisions), list(submission.rulings)
    return submission


def sent(name: str, data: bytes, kind: str) -> Response:
    """A file to be saved; its name is safe on every system, and told as RFC 5987 has it."""
    return send_file(
        io.BytesIO(data),
        mimetype=kind,
        as_attachment=True,
        download_name=safe(PurePath(name.replace("\\", "/")).name),
        max_age=0,
    )


def named(submission: Submission, what: str, suffix: str) -> str:
    """`上海启岚数字制造技术有限公司-补正通知书.docx`"""
    return safe(f"{submission.applicant or submission.id}-{what}") + suffix


def _original(store: Store, submission: Submission) -> Made:
    return submission.document.name, store.blobs.get(submission.document.sha256), PLAIN


def _corrected(store: Store, submission: Submission, author: str | None) -> Made:
    data = making.corrected(store, the_jobs(), submission, author)
    return named(submission, "修订" if author else "更正", ".docx"), data, making.WORD


def _annotated(store: Store, submission: Submission) -> Made:
    who = require_role("viewer").name
    data = making.annotated(store, the_jobs(), submission, who)
    return named(submission, "批注", ".docx"), data, making.WORD


def _reprint_word(store: Store, submission: Submission) -> Made:
    from renderers.docx import render

    data = render(get(submission.form), submission.record)
    return named(submission, "重新打印", ".docx"), data, making.WORD


def _reprint_pdf(store: Store, submission: Submission) -> Made:
    from renderers.pdf import render

    try:
        data = render(get(submission.form), submission.record)
    except (OfficeMissing, Unconvertible) as error:
        raise NotMade(making.NO_OFFICE) from error
    return named(submission, "重新打印", ".pdf"), data, PDF


def _notice(store: Store, submission: Submission) -> Made:
    record = making.notice(submission, _issuer(store))
    return named(submission, "补正通知书", ".docx"), making.printed_notice(record), making.WORD


def _draft(store: Store, submission: Submission) -> Made:
    record = making.notice(submission, _issuer(store))
    files = {named(submission, "补正通知书", ".docx"): making.printed_notice(record)}
    if submission.role == "word":
        name, data, _ = _annotated(store, submission)
        files[name] = data
    mail = making.draft(submission, record, _sender(store, submission), files)
    return named(submission, "补正通知", ".eml"), mail, MAIL


def _issuer(store: Store) -> str | None:
    with store.reading() as session:
        issuer: str | None = people.setting(session, making.ISSUER)
    return issuer


def _sender(store: Store, submission: Submission) -> str | None:
    """The address that the submission last came from."""
    with store.reading() as session:
        (origin,) = listing.origins(session, [submission.document_id])
        senders = [each.message.sender for each in origin.arrivals if each.message]
    addresses = [parseaddr(sender or "")[1] for sender in senders]
    return next((each for each in reversed(addresses) if "@" in each), None)


# What is made of a submission, by the name that the HTTP interface has for it.
MADE: Final[dict[str, Callable[[Store, Submission], Made]]] = {
    "reprint.docx": _reprint_word,
    "reprint.pdf": _reprint_pdf,
    "corrected.docx": lambda store, submission: _corrected(store, submission, None),
    "annotated.docx": _annotated,
    "notice.docx": _notice,
    "notice.eml": _draft,
}
