"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from tianbao.store import people
from tianbao.web import access, attempts, users

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def show() -> str:
    with access.the_store().reading() as database:
        first = not users.has_users(database)
    return render_template("sign_in.html", first=first, next=request.args.get("next"))


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    name, password = request.form.get("name", ""), request.form.get("password", "")
    name, target = name.strip()[: users.LONGEST_NAME], request.form.get("next", "")
    address = request.remote_addr or ""
    with access.the_store().session() as database:
        may = attempts.attempt(database, name, address)
    if not may:
        raise TooManyRequests(retry_after=int(attempts.WITHIN.total_seconds()))
    with access.the_store().reading() as database:
        user = users.verified(database, name, password)
    with access.the_store().session() as database:
        if user is None:
            people.note(database, name, "sign-in-refused", address)
        else:
            attempts.succeeded(database, name, address)
            people.note(database, name, "sign-in", address)
    if user is None:
        page = render_template("sign_in.html", refused=True, name=name, next=target)
        return page, 401
    access.sign_in(user)
    return redirect(own(target) or url_for("listing.show"), 303)


@blueprint.post("/sign-out")
def leave() -> Response:
    access.sign_out()
    return redirect(url_for("sign_in.show"), 303)


def own(target: str) -> str | None:
    """`target` if it is a place of this application, and not another site's: browsers take `//x`,
    `///x` and `/\\x` for one."""
    path = target.replace("\\", "/")
    within = path.startswith("/") and not path.startswith("//")
    return target if within and target.isprintable() else None
