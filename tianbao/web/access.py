"""Who asks, and what he may: the user of a session's cookie or of an `Authorization: Bearer` token.

@blueprint.post("/records/<int:number>/corrections")
@require("reviewer")
def correct(number: int) -> Response: ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, NamedTuple, ParamSpec, TypeVar

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from tianbao.store import Store, people
from tianbao.store.models import User
from tianbao.store.people import ROLES
from tianbao.web import attempts
from tianbao.web.users import fingerprint, note_use, user_by_id, user_of_token

P = ParamSpec("P")
T = TypeVar("T")

BEARER: Final = "bearer"
USER, PRINT = "user", "print"  # keys of a session


class Person(NamedTuple):
    """A user who has signed in."""

    id: int
    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether he may what a user of `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


def the_store() -> Store:
    """The store that this application serves."""
    store: Store = current_app.extensions["tianbao-store"]
    return store


def by_token() -> bool:
    """Whether the request comes with a token; a cookie beside it doesn't count."""
    return request.authorization is not None and request.authorization.type == BEARER


def current_user() -> Person | None:
    """Who asks; None for somebody unknown."""
    if "person" not in g:
        g.person = None  # also while the page is made that tells of an error
        g.person = _by_token() if by_token() else _by_session()
    person: Person | None = g.person
    return person


def require(role: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Lets only users of `role`, or of one above it, call a view; raises Unauthorized for somebody
    unknown and Forbidden for others."""

    def guarded(view: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(view)
        def guard(*args: P.args, **kwargs: P.kwargs) -> T:
            require_role(role)
            return view(*args, **kwargs)

        return guard

    return guarded


def require_role(role: str) -> Person:
    """The user who asks, who has `role` or one above it; raises as `require`."""
    person = current_user()
    if person is None:
        raise Unauthorized
    if not person.may(role):
        raise Forbidden
    return person


def sign_in(user: User) -> None:
    """Begins a session of a user in this browser, whoever's was there."""
    session.clear()
    session.permanent = True
    session[USER] = user.id
    session[PRINT] = fingerprint(user)


def sign_out() -> None:
    """Ends all sessions of the user, so that a copy of the cookie counts no more."""
    person = _by_session()
    session.clear()
    if person is not None:
        with the_store().session() as database:
            people.end_sessions(database, person.id)


def _by_session() -> Person | None:
    if USER not in session:
        return None
    with the_store().reading() as database:
        user = user_by_id(database, session[USER])
        # A new password ends the sessions begun with the old one, and signing out all of them.
        if user is None or fingerprint(user) != session.get(PRINT):
            return None
        return Person(user.id, user.name, user.role)


def _by_token() -> Person | None:
    token = request.authorization.token if request.authorization else None
    if not token:
        return None
    with the_store().reading() as database:
        found = user_of_token(database, token)
        person = Person(found[0].id, found[0].name, found[0].role) if found else None
    if found is None:
        _note_unknown()
    elif found[1]:
        with the_store().session() as database:
            note_use(database, token)
    return person


def _note_unknown() -> None:
    """Raises TooManyRequests for an address that came with unknown tokens too often."""
    with the_store().session() as database:
        may = attempts.unknown_token(database, request.remote_addr or "")
    if not may:
        raise TooManyRequests(retry_after=int(attempts.WITHIN.total_seconds()))


class Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, which only HTTPS carries where the page came by HTTPS."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure
