"""What arrived: mails, the documents in them, where each came from, and what is no document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tianbao.store.models.base import NEVER_AGAIN, Base

# A document's way through the ledger; the last two have a reason and go no further by themselves.
STATES = (
    *("received", "reading", "read", "checked", "reviewed", "exported"),
    *("unusable", "set-aside"),
)
ARRIVED = ("received", "reading")  # the states before there is a result
DONE = ("read", "checked", "reviewed", "exported")  # the states of a document with submissions


class Message(Base):
    """A mail. `key` is IMAP account/folder/uidvalidity/uid, else Message-ID, else its SHA-256."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[str | None] = mapped_column(index=True)
    sha256: Mapped[str | None] = mapped_column(index=True)  # the blob of the mail's bytes
    source: Mapped[str]
    sender: Mapped[str | None]
    subject: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    taken_in_at: Mapped[datetime] = mapped_column(index=True)
    problems: Mapped[list[Any]] = mapped_column(default=list)


class Document(Base):
    """A file's bytes, one row however often they arrive, and how far the work on them is."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "state", "id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    name: Mapped[str]  # the one it first arrived under
    state: Mapped[str] = mapped_column(default="received")
    attempts: Mapped[int] = mapped_column(default=0)  # how often it was given to a worker
    kills: Mapped[int] = mapped_column(default=0)  # how often its worker died of it
    reason_code: Mapped[str | None]
    reason_message: Mapped[str | None]
    kind: Mapped[str | None]  # source.kind of the result
    pages: Mapped[int | None]
    reader: Mapped[str | None]  # the version that read it
    seconds: Mapped[float | None]
    taken_in_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(index=True)

    arrivals: Mapped[list[Arrival]] = relationship(
        back_populates="document", order_by="(Arrival.arrived_at, Arrival.id)"
    )


class Arrival(Base):
    """That a document came, from where, and under which name."""

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("document_id", "source", "path_text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    source: Mapped[str]  # the mail's key, the file or folder given
    path: Mapped[list[Any]]  # names inside the mail or archive, the outermost first
    path_text: Mapped[str]  # `path` as one text, to be unique by
    name: Mapped[str]
    arrived_at: Mapped[datetime]

    document: Mapped[Document] = relationship(back_populates="arrivals")
    message: Mapped[Message | None] = relationship()


class Refusal(Base):
    """What was in a mail, an archive or a folder and is no document, and why."""

    __tablename__ = "refusal"
    __table_args__ = (UniqueConstraint("source", "path_text", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    source: Mapped[str]
    path: Mapped[list[Any]]
    path_text: Mapped[str]
    code: Mapped[str]
    message: Mapped[str]
    at: Mapped[datetime]
