"""How often somebody may try to sign in: by the name tried, and by the address it comes from."""

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


def attempt(session: Session, name: str, address: str) -> bool:
    """Notes a try to sign in; whether it may go on. It is noted before the password is looked at,
    so that many at once are no way round."""
    since = now() - WITHIN
    session.execute(delete(Attempt).where(Attempt.at < since))
    limits = {f"name:{name}": MOST_BY_NAME, f"address:{address}": MOST_BY_ADDRESS}
    if any(_count(session, key) >= most for key, most in limits.items()):
        return False
    session.add_all(Attempt(key=key, at=now()) for key in limits)
    return True


def succeeded(session: Session, name: str, address: str) -> None:
    """Forgets the tries of somebody who has signed in."""
    keys = (f"name:{name}", f"address:{address}")
    session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def _count(session: Session, key: str) -> int:
    return session.scalar(select(func.count()).where(Attempt.key == key)) or 0
