"""A request that is sent again with the same key is done once, and answered as it was."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from flask import Response, make_response, request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tianbao.api import preconditions
from tianbao.api.errors import Refusal
from tianbao.store.clock import now
from tianbao.store.models import Idempotency
from tianbao.web.access import require_role, the_store

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 200  # characters of a key
KEPT: Final = timedelta(days=2)
PARAMETER: Final = {
    "in": "header",
    "name": HEADER,
    "description": "a request with a key is done once, however often it is sent within two days",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
}

View = Callable[..., Any]


def once(view: View) -> View:
    """A view whose requests may carry a key."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return view(*args, **kwargs)
        if not 0 < len(key) <= LONGEST:
            raise Refusal(422, "bad-key", f"{HEADER} has 1 to {LONGEST} characters")
        user, asked = require_role("viewer").id, _fingerprint()
        with the_store().reading() as session:
            before = session.get(Idempotency, (key, user))
        if before is not None:
            return _again(before, asked)
        response = make_response(view(*args, **kwargs))
        with the_store().session() as session:
            _keep(session, key, user, asked, response)
        return response

    return guarded


def _fingerprint() -> str:
    """The SHA-256 of what is asked."""
    precondition = request.headers.get(preconditions.HEADER, "")
    asked = f"{request.method} {request.full_path}\n{precondition}\n"
    digest = hashlib.sha256(asked.encode("utf-8", "surrogatepass"))
    digest.update(request.get_data())
    return digest.hexdigest()


def _again(before: Idempotency, asked: str) -> Response:
    if before.request != asked:
        raise Refusal(422, "key-used", f"this {HEADER} came with another request before")
    status, text, headers = before.response
    return Response(text, status, headers, mimetype="application/json")


def _keep(session: Session, key: str, user: int, asked: str, response: Response) -> None:
    """Keeps the response, and forgets old ones."""
    session.execute(delete(Idempotency).where(Idempotency.at < now() - KEPT))
    tag = {"ETag": response.headers["ETag"]} if "ETag" in response.headers else {}
    kept = [response.status_code, response.get_data(as_text=True), tag]
    session.merge(Idempotency(key=key, user_id=user, request=asked, response=kept, at=now()))
