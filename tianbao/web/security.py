"""What keeps a page from strangers: headers of every response, and the token of every change."""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import Final

from flask import Flask, Response, request, session
from werkzeug.exceptions import BadRequest

from tianbao.web.access import by_token

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Submissions hold personal data: no copy stays in the browser's cache.
    "Cache-Control": "no-store",
}
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD: Final = "csrf"
HEADER: Final = "X-CSRF-Token"


def init(app: Flask) -> None:
    app.before_request(refuse_forged)
    app.after_request(add_headers)
    app.jinja_env.globals["csrf_token"] = csrf_token


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        if name not in response.headers:
            response.headers[name] = value
    return response


def csrf_token() -> str:
    """The token of this session, made at its first use."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(32)
    token: str = session[FIELD]
    return token


def refuse_forged() -> None:
    """Refuses a change that another site's page may have sent: a browser adds the cookie to it, but
    nobody else knows the session's token. Who comes with a token of his own sends no cookie, and
    who has no session has nothing to lose but his sign-in."""
    if request.method in SAFE or by_token() or (not session and request.path.startswith("/api")):
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not compare_digest(given.encode(), str(session.get(FIELD, "")).encode()) or not given:
        raise BadRequest("csrf")
