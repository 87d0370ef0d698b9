"""The rows of mails, archives and files, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tianbao.intake.finds import Finds, Header
from tianbao.intake.sources import Item
from tianbao.store import arriving, searching
from tianbao.store.arriving import Bytes, Mail, Origin, Refused
from tianbao.store.clock import now
from tianbao.store.models import Message
from tianbao.store.texts import storable


class Stored(NamedTuple):
    """The SHA-256 and the size in bytes of a leaf in the blobs."""

    sha256: str
    size: int


class Entry(NamedTuple):
    """An item, the SHA-256 of its bytes where it is a mail, what is in it, and its leaves as they
    are in the blobs."""

    item: Item
    sha256: str | None
    finds: Finds
    stored: Sequence[Stored]


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
    # Not as a range: PostgreSQL orders texts by its locale, where 77/5 is behind 770.
    within = select(Message.key).where(Message.key.startswith(prefix, autoescape=True))
    told = [key.removeprefix(prefix) for key in session.scalars(within) if key.startswith(prefix)]
    return {int(uid) for uid in told if uid.isdecimal()}


def record(session: Session, entries: Sequence[Entry]) -> list[Counts]:
    """Puts down items that were taken in together; what became of each."""
    headers = [
        entry.finds.header or (Header() if entry.item.is_mail else None) for entry in entries
    ]
    keys = _keys(session, entries, headers)
    mails = [
        _mail(entry, header, key)
        for entry, header, key in zip(entries, headers, keys, strict=True)
        if header is not None
    ]
    put_down = iter(arriving.add_messages(session, mails))
    messages = [next(put_down) if header is not None else None for header in headers]
    files = [
        Bytes(*stored, leaf.name)
        for entry in entries
        for leaf, stored in zip(entry.finds.leaves, entry.stored, strict=True)
    ]
    documents = arriving.add_documents(session, files)
    each_document = iter(documents)
    origins: list[Origin] = []
    refused: list[Refused] = []
    counts = []
    for entry, header, key, message in zip(entries, headers, keys, messages, strict=True):
        id, arrived, new = message.id if message else None, arrived_at(header), 0
        for leaf in entry.finds.leaves:
            document = next(each_document)
            new += document.is_new
            origins.append(Origin(document.id, key, leaf.path, leaf.name, id, arrived))
        refused += (
            Refused(key, each.path, each.code, each.message, id) for each in entry.finds.refusals
        )
        counts.append(Counts(message is not None, message is not None and message.is_new, new))
    arriving.add_arrivals(session, origins)
    searching.renew(session, {each.id for each in documents if not each.is_new})
    arriving.refuse(session, refused)
    return counts


def _mail(entry: Entry, header: Header, key: str) -> Mail:
    return Mail(
        key,
        source=entry.item.source,
        sha256=entry.sha256,
        message_id=header.message_id,
        sender=header.sender,
        subject=header.subject,
        sent_at=header.sent_at,
        problems=[{"code": each.code, "message": each.message} for each in entry.finds.refusals],
    )


def _keys(
    session: Session, entries: Sequence[Entry], headers: Sequence[Header | None]
) -> list[str]:
    """What tells each mail from all others: its place on the server, else its Message-ID, else its
    bytes. A Message-ID that another mail has already (some mailers repeat theirs) does not do. Of
    what is no mail, where it came from."""
    ids = {header.message_id for header in headers if header is not None and header.message_id}
    found = select(Message.key, Message.sha256).where(Message.key.in_(map(storable, ids)))
    taken = dict(session.execute(found).all())
    keys = []
    for (item, sha256, *_), header in zip(entries, headers, strict=True):
        if header is None:
            keys.append(item.source)
        elif item.key is not None:
            keys.append(item.key)
        elif not header.message_id:
            keys.append(sha256 or f"{item.source}/{item.name}")
        elif taken.setdefault(storable(header.message_id), sha256) in (None, sha256):
            keys.append(header.message_id)
        else:
            keys.append(f"{header.message_id} {sha256}")
    return keys


def arrived_at(header: Header | None) -> datetime | None:
    """When a mail arrived, as the last server that passed it on says; never later than now, as a
    clock that was wrong would put it after all that come later."""
    if header is None or header.received_at is None:
        return None
    return min(header.received_at, now())
