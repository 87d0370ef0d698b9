"""`/healthz`: whether the service can do its work. It says what fails, not more: who asks needs no
token. The log has the reasons."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select, text

from tianbao.store import Store, StoreUnusable
from tianbao.store.blobs import LocalBlobs
from tianbao.store.clock import now
from tianbao.store.models import Document
from tianbao.web.access import the_store

LOG = logging.getLogger(__name__)

OK, WARNING, FAILING = "ok", "warning", "failing"  # from good to bad
PATIENCE: Final = timedelta(minutes=15)  # for which a document may wait while nobody reads
LITTLE, TOO_LITTLE = 2**30, 100 * 2**20  # bytes free on a disk


def init(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", show)


def show() -> ResponseReturnValue:
    found = health(the_store())
    status = max(found.values(), key=(OK, WARNING, FAILING).index)
    return jsonify(status=status, checks=found), 503 if status == FAILING else 200


def health(store: Store) -> dict[str, str]:
    """How each part is."""
    return {name: _outcome(name, check, store) for name, check in CHECKS.items()}


def _outcome(name: str, check: Callable[[Store], str], store: Store) -> str:
    try:
        return check(store)
    except (StoreUnusable, OSError) as error:
        LOG.error("health: %s: %s", name, error)
        return FAILING


def database(store: Store) -> str:
    with store.reading() as session:
        session.execute(text("SELECT 1 FROM document LIMIT 1"))
    return OK


def blobs(store: Store) -> str:
    """Whether the bytes that came last are there."""
    with store.reading() as session:
        last = session.scalar(select(Document.sha256).order_by(Document.id.desc()).limit(1))
    if last is None or store.blobs.exists(last):
        return OK
    LOG.error("health: blobs: %s is missing", last)
    return FAILING


def reading(store: Store) -> str:
    """Whether somebody reads what waits: a warning where a document waits for long and none was
    begun or ended meanwhile."""
    since = now() - PATIENCE
    recent = or_(Document.claimed_at > since, Document.read_at > since)
    waits = select(func.min(Document.taken_in_at)).where(Document.state == "received")
    with store.reading() as session:
        oldest = session.scalar(waits)
        if oldest is None or oldest > since:
            return OK
        return OK if session.scalar(select(Document.id).where(recent).limit(1)) else WARNING


def disk(store: Store) -> str:
    """Whether the disks of this machine that the store is on have room."""
    free = [shutil.disk_usage(folder).free for folder in _folders(store)]
    least = min(free, default=LITTLE)
    if least < TOO_LITTLE:
        return FAILING
    return WARNING if least < LITTLE else OK


def _folders(store: Store) -> list[Path]:
    found = []
    if store.engine.dialect.name == "sqlite":
        found.append(Path(str(store.engine.url.database)).parent)
    if isinstance(store.blobs, LocalBlobs):
        found.append(store.blobs.folder)
    return [folder for folder in found if folder.exists()]  # blobs/ comes with the first document


CHECKS: Final[dict[str, Callable[[Store], str]]] = {
    "database": database,
    "blobs": blobs,
    "reading": reading,
    "disk": disk,
}
