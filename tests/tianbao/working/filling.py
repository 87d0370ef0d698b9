"""Stores filled with small documents, and what the ledger must say of them in the end."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from sqlalchemy import func, select

from tianbao.store import Store, ledger
from tianbao.store.models import Document, Submission

SAMPLE = Path(__file__).parents[3] / "samples" / "submissions" / "s01-retyped.docx"


def documents(count: int, first: int = 0) -> list[bytes]:
    """So many Word files that say the same and are not the same."""
    return [_numbered(SAMPLE.read_bytes(), first + number) for number in range(count)]


def fill(store: Store, contents: list[bytes]) -> list[int]:
    """Takes documents in; gives their ids."""
    ids = []
    with store.session() as session:
        for number, data in enumerate(contents):
            name = f"{number}.docx"
            id, _ = ledger.add_document(session, store.blobs.put(data), len(data), name)
            ledger.add_arrival(session, id, source="folder", path=[], name=name)
            ids.append(id)
    return ids


def states(store: Store) -> dict[int, str]:
    """The state of each document by its id."""
    with store.reading() as session:
        return dict(map(tuple, session.execute(select(Document.id, Document.state))))


def document(store: Store, id: int) -> Document:
    with store.reading() as session:
        return session.get_one(Document, id)


def submissions(store: Store) -> dict[int, int]:
    """How many submissions each document gave, of those that gave any."""
    counted = select(Submission.document_id, func.count()).group_by(Submission.document_id)
    with store.reading() as session:
        return dict(map(tuple, session.execute(counted)))


def assert_each_is_read_once(store: Store, ids: list[int]) -> None:
    """Every document is there, was read, and gave its one submission once."""
    assert states(store) == dict.fromkeys(ids, "checked")
    assert submissions(store) == dict.fromkeys(ids, 1)


def _numbered(document: bytes, number: int) -> bytes:
    made = io.BytesIO(document)
    with zipfile.ZipFile(made, "a") as package:
        package.comment = f"{number}".encode()
    return made.getvalue()
