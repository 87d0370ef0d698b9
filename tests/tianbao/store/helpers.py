"""Documents put into a store as intake and the workers do it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from tianbao.store import Store, ledger

Results = list[dict[str, Any]]

FIRST = datetime(2024, 5, 20, 9, tzinfo=UTC)  # when the first document of a test arrived


def arrive(store: Store, name: str, data: bytes | None = None, *, days: int = 0) -> int:
    """Takes in a document (its bytes are its name, unless given); its id."""
    data = name.encode() if data is None else data
    with store.session() as session:
        document, _ = ledger.add_document(session, store.blobs.put(data), len(data), name)
        ledger.add_arrival(
            session,
            document,
            source="mails",
            path=[name],
            name=name,
            arrived_at=FIRST + timedelta(days=days),
        )
    return document


def claim(store: Store, most: int = 1, by: str = "here:1") -> list[ledger.Claim]:
    with store.session() as session:
        return ledger.claim(session, most, by)


def finish(store: Store, claimed: ledger.Claim, results: Results) -> bool:
    with store.session() as session:
        return ledger.finish(session, claimed, results, seconds=0.1, reader="0.1.0")


def take_in(store: Store, results: Results, name: str = "申报书.docx", *, days: int = 0) -> int:
    """Takes a document in, reads it with these results, and gives the id of its submission."""
    arrive(store, name, days=days)
    (claimed,) = claim(store)
    assert finish(store, claimed, results)
    from tianbao.store.listing import Filters, page

    with store.reading() as session:
        found = page(session, Filters(document_id=claimed.document_id), sort="arrived")
        return found.submissions[0].id


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
