"""The interface put together: its parts, its errors, its description."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, render_template
from flask_smorest import Api

import tianbao
from tianbao.api import documents, exports, files, records, summaries
from tianbao.api.errors import ErrorSchema, answer
from tianbao.web.access import require

PREFIX: Final = "/api"
PARTS: Final = (documents, records, files, summaries, exports)
DESCRIPTION: Final = """Documents go in, records come out, are put right and given out again.

Sign in with a token that a user makes on the account page: `Authorization: Bearer TOKEN`.
A changed record has another `version`; a change names the one it was made to, and is answered with
409 and what others changed where that is past. Every error has the shape of `Error`."""


class Interface(Api):
    """Errors of every kind in one shape."""

    ERROR_SCHEMA = ErrorSchema

    def handle_http_exception(self, error: Any) -> Any:
        return answer(error)


def register(app: Flask) -> None:
    """Adds the interface to the application."""
    app.config.update(
        API_TITLE="Tianbao",
        API_VERSION=tianbao.__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    spec = {
        "info": {"description": DESCRIPTION, "license": {"name": "AGPL-3.0-or-later"}},
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
    interface = Interface(app, spec_kwargs=spec)
    for part in PARTS:
        interface.register_blueprint(part.blueprint)

    @app.get(f"{PREFIX}/", endpoint="interface")
    @require("viewer")
    def show() -> str:
        """The description as a page."""
        return render_template("interface.html", spec=interface.spec.to_dict())
