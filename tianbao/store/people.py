"""Users, tokens, settings and the audit log: the rows; who may do what is the web's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tianbao.store.clock import now
from tianbao.store.errors import NotThere
from tianbao.store.models import Audit, Setting, Token, User

Role = str  # viewer, reviewer, admin
ROLES = ("viewer", "reviewer", "admin")


def add_user(session: Session, name: str, role: Role, password: str) -> User:
    """A new user; `password` is its argon2 hash."""
    user = User(name=name, role=role, password=password, created_at=now())
    session.add(user)
    session.flush()
    return user


def user_named(session: Session, name: str) -> User | None:
    return session.scalars(select(User).where(User.name == name)).one_or_none()


def disable(session: Session, user: User) -> None:
    """Lets a user no longer in; nor do his sessions go on when he may again."""
    user.disabled = True
    end_sessions(session, user.id)


def end_sessions(session: Session, user_id: int) -> None:
    """Ends all sessions of a user: what was begun before counts no more."""
    more = update(User).where(User.id == user_id).values(sessions=User.sessions + 1)
    session.execute(more)


def users(session: Session) -> list[User]:
    return list(session.scalars(select(User).order_by(User.name)))


def add_token(
    session: Session, user: User, hash: str, label: str, expires_at: datetime | None = None
) -> Token:
    """A new token; `hash` is the SHA-256 of it."""
    token = Token(user_id=user.id, hash=hash, label=label, created_at=now(), expires_at=expires_at)
    session.add(token)
    session.flush()
    return token


def token_of(session: Session, hash: str) -> Token | None:
    """The token with that hash, of a user that may still sign in, unless it is expired."""
    token = session.scalars(select(Token).where(Token.hash == hash)).one_or_none()
    if token is None or token.user.disabled:
        return None
    return None if token.expires_at is not None and token.expires_at <= now() else token


def remove_token(session: Session, token_id: int) -> None:
    token = session.get(Token, token_id)
    if token is None:
        raise NotThere(f"there is no token {token_id}")
    session.delete(token)


def note(session: Session, who: str, action: str, target: str, **detail: Any) -> None:
    """A line of the audit log; `detail` has no personal data."""
    session.add(Audit(at=now(), who=who, action=action, target=target, detail=detail))


def setting(session: Session, key: str, default: Any = None) -> Any:
    row = session.get(Setting, key)
    return default if row is None else row.value


def set_setting(session: Session, key: str, value: Any) -> None:
    session.merge(Setting(key=key, value=value))
