"""Documents: taken in, looked after, given back."""

from __future__ import annotations

import io
from typing import Any, Final

from flask import request
from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from tianbao.api import once
from tianbao.api.describing import BINARY, files_of
from tianbao.api.errors import Refusal
from tianbao.api.schemas import DocumentSchema, NameSchema, TakenSchema
from tianbao.exports.stored import origins_of
from tianbao.sources.given import LARGEST
from tianbao.store import deleting, ledger, people
from tianbao.store.models import Document, Submission
from tianbao.web.access import require, require_role, the_store
from tianbao.web.pages.downloads import PLAIN, sent
from tianbao.web.pages.uploads import take_in
from tianbao.web.pictures import NoPicture, the_pictures

PNG: Final = "image/png"
MULTIPART: Final = "multipart/form-data"
PARTS: Final = {"type": "object", "required": ["file"], "properties": {"file": BINARY}}
ROUND_A_FILE: Final = 64 * 2**10  # bytes that a form may have beside the file
NO_FILE: Final = "the form has no part `file`"
NO_NAME: Final = "say what the document is called"
TOO_LARGE: Final = f"a document has at most {LARGEST // 2**20} MiB"

blueprint = Blueprint("api-documents", __name__, url_prefix="/api/documents", description=__doc__)


@blueprint.post("/")
@require("reviewer")
@blueprint.doc(
    parameters=[once.PARAMETER],
    requestBody={
        "required": True,
        "content": {PLAIN: {"schema": BINARY}, MULTIPART: {"schema": PARTS}},
    },
)
@once.once
@blueprint.arguments(NameSchema, location="query")
@blueprint.response(201, TakenSchema)
def take(arguments: dict[str, str]) -> dict[str, Any]:
    """Take a document in: the request's body is its bytes, or a form whose part `file` is it. One
    that is there stays as it is."""
    person = require_role("reviewer")
    taken = take_in(the_store(), given(arguments.get("name")), person.name)
    if taken.code == "refused":
        raise Refusal(415, "unsupported-kind", taken.message)
    with the_store().session() as session:
        people.note(session, person.name, "upload", f"document {taken.id}")
        document = session.get_one(Document, taken.id)
        return {
            "id": document.id,
            "sha256": document.sha256,
            "name": taken.name,
            "new": taken.code == "new",
        }


def given(name: str | None) -> FileStorage:
    """The document that a request brings, under the name that its query, else its part has; raises
    Refusal for one that is too large, or has no name."""
    in_form = request.mimetype == MULTIPART
    if (request.content_length or 0) > LARGEST + (ROUND_A_FILE if in_form else 0):
        raise Refusal(413, "too-large", TOO_LARGE)
    if in_form:
        file = request.files.get("file")
        if file is None:
            raise Refusal(422, "refused", NO_FILE, {"form": {"file": [NO_FILE]}})
        data, name = file.stream.read(), name or file.filename
    else:
        # Not `request.stream`: what has a key is read already, for its fingerprint.
        data = request.get_data()
    if len(data) > LARGEST:
        raise Refusal(413, "too-large", TOO_LARGE)
    if not name:
        raise Refusal(422, "refused", NO_NAME, {"query": {"name": [NO_NAME]}})
    return FileStorage(io.BytesIO(data), name)


@blueprint.get("/<int:number>")
@require("viewer")
@blueprint.response(200, DocumentSchema)
def show(number: int) -> dict[str, Any]:
    """How far the work on a document is, and which records it gave."""
    with the_store().reading() as session:
        document = found(session, number)
        reason = {"code": document.reason_code, "message": document.reason_message}
        records = select(Submission.id).where(Submission.document_id == number)
        return {
            "id": document.id,
            "sha256": document.sha256,
            "name": document.name,
            "size": document.size,
            "state": document.state,
            "kind": document.kind,
            "pages": document.pages,
            "reason": reason if document.reason_code else None,
            "records": list(session.scalars(records.order_by(Submission.number))),
            "origins": origins_of(session, [number])[number],
        }


@blueprint.delete("/<int:number>")
@require("admin")
@blueprint.response(204)
def delete(number: int) -> None:
    """Delete a document with all its traces: its bytes, its records and their history, and the
    mails of which nothing else came. The audit log keeps that it was done."""
    with the_store().reading() as session:
        sha256 = found(session, number).sha256
    deleting.delete_document(the_store(), number, who=require_role("admin").name)
    the_pictures().forget(sha256)


@blueprint.post("/<int:number>/again")
@require("reviewer")
@blueprint.response(204)
def again(number: int) -> None:
    """Let a document be read once more that gave no record."""
    with the_store().session() as session:
        found(session, number)
        if not ledger.again(session, number):
            raise Refusal(409, "in-work", "the document waits to be read, or gave a record")


@blueprint.get("/<int:number>/file")
@require("reviewer")
@blueprint.doc(responses=files_of([PLAIN]))
def file(number: int) -> Response:
    """The document as it came."""
    who = require_role("reviewer").name
    with the_store().session() as session:
        document = found(session, number)
        people.note(session, who, "download", f"document {number}")
    return sent(document.name, the_store().blobs.get(document.sha256), PLAIN)


@blueprint.get("/<int:number>/pages/<int:page>")
@require("viewer")
@blueprint.doc(responses=files_of([PNG]))
def picture(number: int, page: int) -> Response:
    """The picture of a page, from 1."""
    with the_store().reading() as session:
        document = found(session, number)
    if page < 1:
        raise NotFound
    try:
        return Response(the_pictures().picture(document, page), mimetype=PNG)
    except NoPicture as error:
        raise NotFound(str(error)) from error


def found(session: Session, number: int) -> Document:
    document = session.get(Document, number)
    if document is None:
        raise NotFound
    return document
