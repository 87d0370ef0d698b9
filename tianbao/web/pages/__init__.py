"""The pages, a blueprint each."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask

from tianbao.web.access import current_user
from tianbao.web.errors import signed_in
from tianbao.web.pages import (
    dashboard,
    downloads,
    handling,
    listing,
    manage,
    record,
    sign_in,
    summaries,
    uploads,
    versions,
)

PAGES: Final = (
    sign_in,
    listing,
    record,
    handling,
    versions,
    downloads,
    summaries,
    uploads,
    dashboard,
    manage,
)

# Endpoint → its name in the navigation, and the role that has it there.
NAVIGATION: Final = (
    ("listing.show", "收件", "viewer"),
    ("dashboard.show", "总览", "viewer"),
    ("summaries.show", "汇总表", "viewer"),
    ("uploads.show", "上传", "reviewer"),
    ("manage.show", "管理", "admin"),
)


def register(app: Flask) -> None:
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    app.context_processor(around)


def around() -> dict[str, Any]:
    """What every page has: its user, and where he may go."""
    user = current_user() if signed_in() else None
    shown = [(endpoint, name) for endpoint, name, role in NAVIGATION if user and user.may(role)]
    return {"user": user, "navigation": shown}
