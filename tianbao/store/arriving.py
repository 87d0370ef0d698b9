"""What arrives, many at a time: mails, documents, where each came from, and what is no document.

All functions work in the caller's transaction, with few statements however many rows there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tianbao.store.clock import now
from tianbao.store.models import Arrival, Document, Message, Refusal
from tianbao.store.rows import Put, put_all, put_missing
from tianbao.store.texts import storable


class Mail(NamedTuple):
    """A mail; `sha256` is that of its bytes, `problems` what of it is no document."""

    key: str
    source: str
    sha256: str | None = None
    message_id: str | None = None
    sender: str | None = None
    subject: str | None = None
    sent_at: datetime | None = None
    problems: Sequence[Any] = ()


class Bytes(NamedTuple):
    """A file's bytes, which are in the blobs already, and the name that they came under."""

    sha256: str
    size: int
    name: str


class Origin(NamedTuple):
    """Where a document came from; `path` has the names inside the mail or archive, the outermost
    first; `arrived_at` is the present where nothing better is known."""

    document_id: int
    source: str
    path: Sequence[str]
    name: str
    message_id: int | None = None
    arrived_at: datetime | None = None


class Refused(NamedTuple):
    """What is no document, and why."""

    source: str
    path: Sequence[str]
    code: str
    message: str
    message_id: int | None = None


def add_messages(session: Session, mails: Sequence[Mail]) -> list[Put]:
    """The row of each mail, by its key."""
    at = now()
    rows = [
        {**mail._asdict(), "problems": list(mail.problems), "taken_in_at": at} for mail in mails
    ]
    return put_all(session, Message, "key", list(map(all_storable, rows)))


def add_documents(session: Session, files: Sequence[Bytes]) -> list[Put]:
    """The row of each file's bytes."""
    own = {"state": "received", "taken_in_at": now(), "attempts": 0, "kills": 0}
    rows = [all_storable(file._asdict()) | own for file in files]
    return put_all(session, Document, "sha256", rows)


def add_arrivals(session: Session, origins: Sequence[Origin]) -> None:
    """Notes where documents came from; what is noted already stays as it is."""
    at = now()
    rows = [
        {**_placed(origin._asdict()), "arrived_at": origin.arrived_at or at} for origin in origins
    ]
    put_missing(session, Arrival, ("document_id", "source", "path_text"), rows)


def refuse(session: Session, refusals: Sequence[Refused]) -> None:
    """Notes what is no document; what is noted already stays as it is."""
    at = now()
    rows = [{**_placed(refused._asdict()), "at": at} for refused in refusals]
    put_missing(session, Refusal, ("source", "path_text", "code"), rows)


def _placed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their path as one text too, which is unique."""
    path = [storable(step) for step in values["path"]]
    # As JSON: a name may hold any mark that would part it from the next.
    text = json.dumps(path, ensure_ascii=False)
    return {**all_storable(values), "path": path, "path_text": text}


def all_storable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: storable(value) if isinstance(value, str) else value for key, value in values.items()
    }
