"""Documents: taken in, looked after, given back."""

from __future__ import annotations

import io
from typing import Any

from flask import request
from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from tianbao.api import once
from tianbao.api.errors import Refusal
from tianbao.api.schemas import DocumentSchema, NameSchema, TakenSchema
from tianbao.exports.stored import origins_of
from tianbao.sources.given import LARGEST
from tianbao.store import ledger, people
from tianbao.store.models import Document, Submission
from tianbao.web.access import require, require_role, the_store
from tianbao.web.pages.downloads import PLAIN, sent
from tianbao.web.pages.uploads import take_in
from tianbao.web.pictures import NoPicture, the_pictures

BINARY = {"type": "string", "format": "binary"}

blueprint = Blueprint("api-documents", __name__, url_prefix="/api/documents", description=__doc__)


@blueprint.post("/")
@require("reviewer")
@blueprint.doc(
    parameters=[once.PARAMETER],
    requestBody={"required": True, "content": {PLAIN: {"schema": BINARY}}},
)
@once.once
@blueprint.arguments(NameSchema, location="query")
@blueprint.response(201, TakenSchema)
def take(arguments: dict[str, str]) -> dict[str, Any]:
    """Take a document in: the request's body is its bytes. One that is there stays as it is."""
    person = require_role("reviewer")
    if (request.content_length or 0) > LARGEST:
        raise Refusal(413, "too-large", f"a document has at most {LARGEST // 2**20} MiB")
    # Not `request.stream`: what has a key is read already, for its fingerprint.
    file = FileStorage(io.BytesIO(request.get_data()), arguments["name"])
    taken = take_in(the_store(), file, person.name)
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
@blueprint.response(200, BINARY, content_type=PLAIN)
def file(number: int) -> Response:
    """The document as it came."""
    who = require_role("reviewer").name
    with the_store().session() as session:
        document = found(session, number)
        people.note(session, who, "download", f"document {number}")
    return sent(document.name, the_store().blobs.get(document.sha256), PLAIN)


@blueprint.get("/<int:number>/pages/<int:page>")
@require("viewer")
@blueprint.response(200, BINARY, content_type="image/png")
def picture(number: int, page: int) -> Response:
    """The picture of a page, from 1."""
    with the_store().reading() as session:
        document = found(session, number)
    if page < 1:
        raise NotFound
    try:
        return Response(the_pictures().picture(document, page), mimetype="image/png")
    except NoPicture as error:
        raise NotFound(str(error)) from error


def found(session: Session, number: int) -> Document:
    document = session.get(Document, number)
    if document is None:
        raise NotFound
    return document
