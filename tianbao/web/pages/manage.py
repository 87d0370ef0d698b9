"""Users, what the office has set, and one's own password and tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, Forbidden, NotFound
from werkzeug.wrappers import Response

from tianbao.errors import WrongCall
from tianbao.store import deleting, people, terms
from tianbao.store.clock import now
from tianbao.store.models import Audit, Token, User
from tianbao.web import access, users
from tianbao.web.access import require, require_role, the_store
from tianbao.web.background import check_outdated
from tianbao.web.language import t
from tianbao.web.making import ISSUER
from tianbao.web.numbers import number_of_form

blueprint = Blueprint("manage", __name__)

TOKEN_DAYS: Final = 365
MOST_DAYS: Final = 36_500
MOST_QUOTA: Final = 1_000
AUDITED: Final = 100  # lines of the log that the page shows


@blueprint.get("/manage")
@require("admin")
def show() -> str:
    """All users, and what was done last."""
    with the_store().reading() as session:
        log = select(Audit).order_by(Audit.id.desc()).limit(AUDITED)
        return render_template(
            "manage.html",
            users=people.users(session),
            roles=people.ROLES,
            log=session.scalars(log).all(),
            shortest=users.SHORTEST,
            most_days=MOST_DAYS,
            most_quota=MOST_QUOTA,
            issuer=people.setting(session, ISSUER),
            deadline=people.setting(session, terms.DEADLINE),
            quotas=people.setting(session, terms.QUOTA, {}),
            keep_days=people.setting(session, deleting.KEEP_DAYS),
        )


@blueprint.post("/manage/settings")
@require("admin")
def settings() -> Response:
    """What the office goes by: its name on letters, the deadline, how long documents are kept."""
    who, form = require_role("admin").name, request.form
    keep = number_of_form("keep_days", MOST_DAYS)
    with the_store().session() as session:
        try:
            terms.set_deadline(session, form.get("deadline") or None)
        except ValueError as error:
            raise BadRequest from error
        people.set_setting(session, ISSUER, form.get("issuer", "").strip() or None)
        people.set_setting(session, deleting.KEEP_DAYS, keep)
        people.note(session, who, "settings", "office")
    check_outdated(the_store())
    return redirect(url_for("manage.show"), 303)


@blueprint.post("/manage/quota")
@require("admin")
def quota() -> Response:
    """How many projects a district may recommend; without a number as the notice says."""
    who, district = require_role("admin").name, request.form.get("district", "").strip()
    most = number_of_form("quota", MOST_QUOTA)
    if not district:
        raise BadRequest
    with the_store().session() as session:
        terms.set_quota(session, district, most)
        people.note(session, who, "quota", district)
    check_outdated(the_store())
    return redirect(url_for("manage.show"), 303)


@blueprint.post("/manage/users")
@require("admin")
def add() -> Response:
    person = require_role("admin")
    name, role = request.form.get("name", ""), request.form.get("role", "")
    try:
        with the_store().session() as session:
            user = users.add_user(session, name, role, request.form.get("password", ""))
            people.note(session, person.name, "user-add", user.name, role=role)
    except WrongCall:
        flash(
            t(
                "没有建立用户：用户名不能为空或重复，密码至少{shortest}个字符。",
                shortest=users.SHORTEST,
            )
        )
    return redirect(url_for("manage.show"), 303)


@blueprint.post("/manage/users/<int:number>")
@require("admin")
def change(number: int) -> Response:
    """Another role for a user, or whether he may sign in; never for oneself, so that an admin is
    left."""
    person = require_role("admin")
    if number == person.id:
        raise Forbidden
    with the_store().session() as session:
        user = session.get(User, number)
        if user is None:
            raise NotFound
        role = request.form.get("role", user.role)
        if role not in people.ROLES:
            raise BadRequest
        user.role = role
        if "disabled" in request.form:
            people.disable(session, user)
        else:
            user.disabled = False
        people.note(
            session,
            person.name,
            "user-change",
            user.name,
            role=user.role,
            disabled=user.disabled,
        )
    return redirect(url_for("manage.show"), 303)


@blueprint.get("/account")
@require("viewer")
def account() -> str:
    return _account()


@blueprint.post("/account/password")
@require("viewer")
def password() -> Response:
    """A new password of one's own; the old one is asked for."""
    person = require_role("viewer")
    old, new = request.form.get("old", ""), request.form.get("new", "")
    with the_store().session() as session:
        user = users.verified(session, person.name, old)
        if user is None or not users.SHORTEST <= len(new) <= users.LONGEST:
            flash(
                t("没有更改：旧密码不对，或新密码少于{shortest}个字符。", shortest=users.SHORTEST)
            )
            return redirect(url_for("manage.account"), 303)
        user.password = users.hashed(new)
        people.note(session, person.name, "user-password", person.name)
    access.sign_in(user)
    flash(t("密码已更改。"))
    return redirect(url_for("manage.account"), 303)


@blueprint.post("/account/tokens")
@require("viewer")
def add_token() -> str:
    """A new token, shown this once."""
    person = require_role("viewer")
    label = request.form.get("label", "").strip()[: users.LONGEST_NAME]
    with the_store().session() as session:
        user = session.get_one(User, person.id)
        made = users.new_token(session, user, label, now() + timedelta(days=TOKEN_DAYS))
        people.note(session, person.name, "token-add", person.name, label=label)
    return _account(made)


@blueprint.post("/account/tokens/<int:number>/remove")
@require("viewer")
def remove_token(number: int) -> Response:
    person = require_role("viewer")
    with the_store().session() as session:
        if number not in [token.id for token in _tokens(session, person.id)]:
            raise NotFound
        people.remove_token(session, number)
        people.note(session, person.name, "token-remove", person.name)
    return redirect(url_for("manage.account"), 303)


def _account(made: str | None = None) -> str:
    person = require_role("viewer")
    with the_store().reading() as session:
        return render_template(
            "account.html",
            tokens=_tokens(session, person.id),
            made=made,
            days=TOKEN_DAYS,
            shortest=users.SHORTEST,
        )


def _tokens(session: Session, user_id: int) -> list[Token]:
    wanted = select(Token).where(Token.user_id == user_id).order_by(Token.id)
    return list(session.scalars(wanted))
