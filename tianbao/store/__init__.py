"""The store: everything that was taken in, what was read of it, and every change since.

    store = open_store("./store")                   # or postgresql://… with blobs="s3://…"
    with store.session() as session:                # a transaction that may write; keep it short
        ledger.add_document(session, store.blobs.put(data), len(data), "申报书.docx")

`ledger` takes in and hands out work, `listing` gives pages of submissions, `revising` changes them,
`people` has users, settings and the audit log. Their functions work in the caller's transaction.
"""

from tianbao.store.errors import BlobMissing, Conflict, NoStore, NotThere, StoreUnusable
from tianbao.store.store import Store, open_store

__all__ = [
    "BlobMissing",
    "Conflict",
    "NoStore",
    "NotThere",
    "Store",
    "StoreUnusable",
    "open_store",
]
