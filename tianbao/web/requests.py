"""Each request: numbered, timed, counted, logged."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter
from typing import Final

from flask import Flask, Response, g, request

from tianbao.logs import REQUEST
from tianbao.web.metrics import the_metrics

LOG = logging.getLogger(__name__)

HEADER: Final = "X-Request-Id"
NUMBER: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")  # of a proxy before us; others get ours
QUIET: Final = frozenset({"healthz", "metrics", "static"})  # endpoints that are asked all the time


def init(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(forget)


def begin() -> None:
    given = request.headers.get(HEADER, "")
    g.began = perf_counter()
    g.request_number = given if NUMBER.fullmatch(given) else secrets.token_hex(8)
    REQUEST.set(g.request_number)


def end(response: Response) -> Response:
    """Tells of a request. The query isn't told: searches have names in them."""
    response.headers[HEADER] = g.request_number
    seconds = perf_counter() - g.began
    endpoint = request.endpoint or "none"
    the_metrics().note(request.method, endpoint, response.status_code, seconds)
    if endpoint not in QUIET:
        person = g.get("person")
        fields = {
            "status": response.status_code,
            "seconds": round(seconds, 4),
            "user": person.name if person else None,
            "address": request.remote_addr,
        }
        LOG.info("%s %s", request.method, request.path, extra={"fields": fields})
    return response


def forget(_: BaseException | None) -> None:
    """What the thread logs after a request is not about it."""
    REQUEST.set(None)
