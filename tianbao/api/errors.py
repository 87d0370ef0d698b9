"""What every error of the interface looks like."""

from __future__ import annotations

import json
import logging
from typing import Any, Final

from flask import Response
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.http import HTTP_STATUS_CODES

LOG = logging.getLogger(__name__)

SIGN_IN: Final = "sign in with a token: Authorization: Bearer TOKEN"
CODES: Final = {413: "too-large", 415: "unsupported-kind", 422: "refused", 429: "too-many"}


class ErrorSchema(Schema):
    """An error."""

    status = fields.Integer(required=True, metadata={"description": "the HTTP status"})
    code = fields.String(required=True, metadata={"description": "what it is, for programs"})
    message = fields.String(required=True, metadata={"description": "what it is, for people"})
    errors = fields.Dict(
        keys=fields.String(), metadata={"description": "what is wrong, by its place in the request"}
    )


class Refusal(HTTPException):
    """A request that can't be done: status, code, message, and what is wrong by its place."""

    def __init__(self, status: int, code: str, message: str, errors: Any = None) -> None:
        super().__init__(message)
        self.code = status
        self.name_of_code = code
        self.errors = errors


def answer(error: Any) -> Response:
    """The response of an error, in the shape of `ErrorSchema`."""
    status = error.code or 500
    if isinstance(error, InternalServerError):
        LOG.error("the interface failed", exc_info=error.original_exception or error)
    told = {
        "status": status,
        "code": getattr(error, "name_of_code", None) or _code(status),
        "message": _message(error),
    }
    if errors := getattr(error, "errors", None) or _of_request(error):
        told["errors"] = errors
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    if status == 401:
        headers.append(("WWW-Authenticate", "Bearer"))
    text = json.dumps(told, ensure_ascii=False)
    return Response(text, status, headers, mimetype="application/json")


def _code(status: int) -> str:
    return CODES.get(status) or HTTP_STATUS_CODES.get(status, "error").lower().replace(" ", "-")


def _message(error: Any) -> str:
    """What the error says; never what a fault of ours says of itself."""
    if isinstance(error, InternalServerError):
        return "the request failed; the log has the reason"
    if error.code == 401:
        return SIGN_IN
    return str(error.description or error.name)


def _of_request(error: Any) -> Any:
    """What is wrong with a request, as the schemas found it."""
    data = getattr(error, "data", None)
    return data.get("messages") if isinstance(data, dict) else None
