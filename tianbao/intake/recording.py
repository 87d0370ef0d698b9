"""The rows of one mail, archive or file, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tianbao.intake.finds import Finds, Header
from tianbao.intake.sources import Item
from tianbao.store import ledger
from tianbao.store.clock import now
from tianbao.store.models import Message


class Stored(NamedTuple):
    """The SHA-256 and the size in bytes of a leaf in the blobs."""

    sha256: str
    size: int


class Counts(NamedTuple):
    """What recording an item did: whether it is a mail, one not seen before, and how many of its
    documents are new."""

    is_mail: bool
    is_new: bool
    new: int


def known_mails(session: Session, shas: Sequence[str]) -> set[str]:
    """Those SHA-256 that are of mails taken in already."""
    found = session.scalars(select(Message.sha256).where(Message.sha256.in_(shas)))
    return {sha for sha in found if sha}


def uids(session: Session, prefix: str) -> set[int]:
    """The UIDs of an IMAP folder that were taken in; `prefix` begins their keys and ends in `/`."""
    # As a range, which both databases find in the index; 0 is the character behind /.
    within = select(Message.key).where(Message.key >= prefix, Message.key < f"{prefix[:-1]}0")
    told = [key.removeprefix(prefix) for key in session.scalars(within) if key.startswith(prefix)]
    return {int(uid) for uid in told if uid.isdecimal()}


def record(
    session: Session, item: Item, sha256: str | None, finds: Finds, stored: Sequence[Stored]
) -> Counts:
    """Puts down an item; `sha256` is that of a mail's own bytes, `stored` has its leaves."""
    message, is_new, source = None, False, item.source
    header = finds.header or (Header() if item.is_mail else None)
    if header is not None:
        source = key_of(session, item, header, sha256)
        message, is_new = ledger.add_message(
            session,
            source,
            source=item.source,
            sha256=sha256,
            message_id=header.message_id,
            sender=header.sender,
            subject=header.subject,
            sent_at=header.sent_at,
            problems=[{"code": each.code, "message": each.message} for each in finds.refusals],
        )
    arrived = arrived_at(header)
    new = 0
    for leaf, (sha, size) in zip(finds.leaves, stored, strict=True):
        document, is_first = ledger.add_document(session, sha, size, leaf.name)
        new += is_first
        ledger.add_arrival(
            session,
            document,
            source=source,
            path=leaf.path,
            name=leaf.name,
            message_id=message,
            arrived_at=arrived,
        )
    for each in finds.refusals:
        ledger.refuse(
            session,
            source=source,
            path=each.path,
            code=each.code,
            message=each.message,
            message_id=message,
        )
    return Counts(header is not None, is_new, new)


def key_of(session: Session, item: Item, header: Header, sha256: str | None) -> str:
    """What tells a mail from all others: its place on the server, else its Message-ID, else its
    bytes. A Message-ID that another mail has already (some mailers repeat theirs) does not do."""
    if item.key is not None:
        return item.key
    if not header.message_id:
        return sha256 or f"{item.source}/{item.name}"
    taken = session.scalar(select(Message.sha256).where(Message.key == header.message_id))
    return header.message_id if taken in (None, sha256) else f"{header.message_id} {sha256}"


def arrived_at(header: Header | None) -> datetime | None:
    """When a mail arrived, as the last server that passed it on says; never later than now, as a
    clock that was wrong would put it after all that come later."""
    if header is None or header.received_at is None:
        return None
    return min(header.received_at, now())
