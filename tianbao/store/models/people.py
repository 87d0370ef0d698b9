"""Who may, who did, and what the office has set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tianbao.store.models.base import NEVER_AGAIN, Base


class User(Base):
    """A person; `password` is an argon2 hash, `role` viewer, reviewer or admin."""

    __tablename__ = "user"
    __table_args__ = NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password: Mapped[str]
    disabled: Mapped[bool] = mapped_column(default=False)
    sessions: Mapped[int] = mapped_column(default=0)  # how often all of his were ended at once
    created_at: Mapped[datetime]

    tokens: Mapped[list[Token]] = relationship(back_populates="user", order_by="Token.id")


class Token(Base):
    """A key to the HTTP interface; only the SHA-256 of it is kept."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    hash: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="tokens")


class Audit(Base):
    """That somebody did something: never with personal data in it."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    detail: Mapped[dict[str, Any]]


class Attempt(Base):
    """A sign-in that failed, by the name tried or the address it came from."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]


class Setting(Base):
    """What the office sets: deadline, quota, how long submissions are kept."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Idempotency(Base):
    """The response that a request with this key was given before."""

    __tablename__ = "idempotency"

    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    request: Mapped[str]  # the SHA-256 of what was asked
    response: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(index=True)
