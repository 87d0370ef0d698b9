"""How often somebody may try to sign in: by the name tried, and by the address it comes from; and
how often an address may come with a token that nobody has."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tianbao.store.clock import now
from tianbao.store.models import Attempt

WITHIN: Final = timedelta(minutes=15)
MOST_BY_NAME: Final = 5
MOST_BY_ADDRESS: Final = 30
MOST_TOKENS: Final = 30


def attempt(session: Session, name: str, address: str) -> bool:
    """Notes a try to sign in; whether it may go on. It is noted before the password is looked at,
    so that many at once are no way round."""
    _forget(session)
    limits = {f"name:{name}": MOST_BY_NAME, f"address:{address}": MOST_BY_ADDRESS}
    if any(_count(session, key) >= most for key, most in limits.items()):
        return False
    session.add_all(Attempt(key=key, at=now()) for key in limits)
    return True


def succeeded(session: Session, name: str, address: str) -> None:
    """Forgets the tries of somebody who has signed in."""
    keys = (f"name:{name}", f"address:{address}")
    session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def unknown_token(session: Session, address: str) -> bool:
    """Notes that an address came with a token that nobody has; whether it may go on. One that
    somebody has always counts: of 256 random bits none is guessed, and a program with an old token
    must not lock out the others behind its address."""
    key = f"token:{address}"
    _forget(session)
    if _count(session, key) >= MOST_TOKENS:
        return False
    session.add(Attempt(key=key, at=now()))
    return True


def _forget(session: Session) -> None:
    """Forgets what is long ago, or far ahead: of a clock that was wrong, and that would lock out
    until then."""
    recent = Attempt.at.between(now() - WITHIN, now() + WITHIN)
    session.execute(delete(Attempt).where(~recent))


def _count(session: Session, key: str) -> int:
    return session.scalar(select(func.count()).where(Attempt.key == key)) or 0
