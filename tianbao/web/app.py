"""The application: its parts put together for a store."""

from __future__ import annotations

import secrets
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from flask import Flask

import tianbao
from tianbao.store import Store, people
from tianbao.web import (
    access,
    errors,
    health,
    language,
    metrics,
    numbers,
    pages,
    pictures,
    requests,
    security,
    showing,
)

SECRET: Final = "web-secret"  # the setting that signs sessions
SESSION: Final = timedelta(hours=12)
LARGEST_UPLOAD: Final = 210 * 2**20  # bytes of a request; a document has at most 100 MiB
API: Final = "tianbao.api"


def create_app(store: Store) -> Flask:
    """The web application, and the HTTP interface below `/api`, for a store."""
    app = Flask(__name__)
    app.url_map.converters["int"] = numbers.Number
    app.config.update(
        SECRET_KEY=_secret(store),
        SESSION_COOKIE_NAME="tianbao",
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION,
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    app.extensions["tianbao-store"] = store
    app.session_interface = access.Sessions()
    app.jinja_env.globals.update(current_user=access.current_user, version=tianbao.__version__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (metrics, requests, health, language, security, showing, pictures):
        part.init(app)
    pages.register(app)
    if find_spec(API):
        import_module(API).register(app)
    errors.init(app)
    return app


def _secret(store: Store) -> str:
    """The key that signs this store's sessions, made when it is first served."""
    with store.session() as session:
        secret: str | None = people.setting(session, SECRET)
        if secret is None:
            secret = secrets.token_hex(32)
            people.set_setting(session, SECRET, secret)
        return secret
