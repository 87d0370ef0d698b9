"""上传: files taken in from the browser, as intake takes them from mails and folders."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from flask import Blueprint, render_template, request
from werkzeug.datastructures import FileStorage

from extractors.limits import Unreadable
from extractors.sniff import sniff
from tianbao.intake.kinds import container
from tianbao.intake.sources import Item
from tianbao.intake.taking import Summary, Taking
from tianbao.names import safe
from tianbao.sources.given import LARGEST
from tianbao.store import Store, ledger, people
from tianbao.store.clock import now
from tianbao.store.rows import be_alone
from tianbao.web.access import require, require_role, the_store
from tianbao.web.language import t

blueprint = Blueprint("uploads", __name__)

MOST_FILES: Final = 200


class Taken(NamedTuple):
    """What became of an uploaded file."""

    name: str
    code: str  # new, known, refused
    message: str
    id: int | None = None  # of the document


@blueprint.get("/upload")
@require("reviewer")
def show() -> str:
    return render_template("upload.html", taken=[], most=LARGEST // 2**20)


@blueprint.post("/upload")
@require("reviewer")
def take() -> tuple[str, int]:
    """Takes the files in; each that can't be has its reason."""
    person = require_role("reviewer")
    files = [each for each in request.files.getlist("files") if each.filename]
    taken = [taken_of(the_store(), each, person.name) for each in files[:MOST_FILES]]
    with the_store().session() as session:
        new = sum(each.code == "new" for each in taken)
        people.note(session, person.name, "upload", f"{len(taken)} files", new=new)
    status = 415 if taken and all(each.code == "refused" for each in taken) else 200
    return render_template("upload.html", taken=taken, most=LARGEST // 2**20), status


def taken_of(store: Store, file: FileStorage, who: str) -> Taken:
    """One file: what is in it, of a mail or an archive."""
    data = file.stream.read(LARGEST + 1)
    file.stream.seek(0)
    if len(data) <= LARGEST and container(data, name_of(file)):
        return unpacked(store, name_of(file), data, who)
    return take_in(store, file, who)


def unpacked(store: Store, name: str, data: bytes, who: str) -> Taken:
    """A mail or an archive, taken in with all that is in it as intake does."""
    summary = Summary()
    refused: list[str] = []
    with tempfile.TemporaryDirectory(prefix="tianbao-") as scratch:
        taking = Taking(store, Path(scratch), summary, lambda _, each: refused.append(each.message))
        try:
            taking.run(iter([Item(f"upload by {who}", name, data)]))
        finally:
            taking.close()
    found = t("其中新文件{new}份，已有{known}份。", new=summary.new, known=summary.known)
    code = "new" if summary.new else "known" if summary.known else "refused"
    return Taken(name, code, "".join([found, *refused]))


def name_of(file: FileStorage) -> str:
    """The name of an uploaded file, without the folders of who sent it."""
    return safe((file.filename or "").replace("\\", "/").rpartition("/")[2])


def take_in(store: Store, file: FileStorage, who: str) -> Taken:
    """One file: its bytes stored, its arrival noted."""
    name = name_of(file)
    data = file.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Taken(name, "refused", t("超过{most} MiB。", most=LARGEST // 2**20))
    try:
        sniff(data, name).check()
    except Unreadable as reason:
        return Taken(name, "refused", reason.message)
    sha256 = store.blobs.put(data)
    with store.session() as session:
        be_alone(session)
        if not store.blobs.exists(sha256):  # deleted with a document meanwhile
            store.blobs.put(data)
        document, is_new = ledger.add_document(session, sha256, len(data), name)
        ledger.add_arrival(
            session,
            document,
            source=f"upload by {who}",
            path=[name],
            name=name,
            arrived_at=now(),
        )
    return Taken(name, "new" if is_new else "known", "", document)
