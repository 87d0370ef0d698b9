"""Users, their passwords and their tokens in the store. None of them is kept as it is: passwords as
argon2id hashes, tokens as SHA-256 of 256 random bits."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tianbao.errors import WrongCall
from tianbao.store import people
from tianbao.store.clock import now
from tianbao.store.models import User
from tianbao.store.people import ROLES

SHORTEST: Final = 10  # characters of a password
LONGEST: Final = 1_000  # argon2 hashes any length; a megabyte of it would cost time
LONGEST_NAME: Final = 100
PREFIX: Final = "tb_"  # of a token, so that one that got out is known for what it is
USED_STEP: Final = timedelta(minutes=5)  # between two notes that a token was used

HASHER = PasswordHasher()


def add_user(session: Session, name: str, role: str, password: str) -> User:
    """A new user; raises WrongCall for a name that is taken or none, an unknown role, and a
    password that is too short."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongCall(f"a user's name has 1 to {LONGEST_NAME} characters that can be seen.")
    if people.user_named(session, name):
        raise WrongCall(f"{name}: there is such a user already.")
    return people.add_user(session, name, checked_role(role), hashed(password))


def checked_role(role: str) -> str:
    if role not in ROLES:
        raise WrongCall(f"{role}: a role is one of {', '.join(ROLES)}.")
    return role


def hashed(password: str) -> str:
    """The hash of a new password; raises WrongCall for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WrongCall(f"a password has {SHORTEST} to {LONGEST} characters.")
    return HASHER.hash(password)


def verified(session: Session, name: str, password: str) -> User | None:
    """The user of a name and its password. An unknown name takes as long as a wrong password."""
    user = people.user_named(session, name.strip())
    known = user.password if user and not user.disabled else _nobody()
    if len(password) > LONGEST or not _matches(known, password):
        return None
    return user


def _matches(known: str, password: str) -> bool:
    try:
        return HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return HASHER.hash(secrets.token_urlsafe(32))


def user_by_id(session: Session, number: int) -> User | None:
    """A user who may still sign in."""
    return session.scalar(select(User).where(User.id == number, User.disabled.is_(False)))


def has_users(session: Session) -> bool:
    return session.scalar(select(func.count()).select_from(User)) != 0


def reviewers(session: Session) -> Sequence[str]:
    """The names of those who may review."""
    may = select(User.name).where(User.role != ROLES[0], User.disabled.is_(False))
    return session.scalars(may.order_by(User.name)).all()


def fingerprint(user: User) -> str:
    """What a session knows its user by: another one with each password, and when all of his
    sessions were ended."""
    return hashlib.sha256(f"{user.sessions} {user.password}".encode()).hexdigest()[:16]


# --- tokens --------------------------------------------------------------------------------------


def new_token(session: Session, user: User, label: str, expires_at: datetime | None) -> str:
    """A token of a user, shown once and kept as its hash."""
    token = PREFIX + secrets.token_urlsafe(32)
    people.add_token(session, user, _hash(token), label, expires_at)
    return token


def user_of_token(session: Session, token: str) -> tuple[User, bool] | None:
    """The user of a token that still counts, and whether its use is to be noted."""
    row = people.token_of(session, _hash(token))
    if row is None:
        return None
    return row.user, row.last_used_at is None or now() - row.last_used_at > USED_STEP


def note_use(session: Session, token: str) -> None:
    """Notes that a token was used now."""
    row = people.token_of(session, _hash(token))
    if row is not None:
        row.last_used_at = now()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
