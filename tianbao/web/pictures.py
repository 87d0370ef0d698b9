"""Pictures of documents' pages, drawn in child processes and kept in a folder of this process.

The folder is its owner's, is emptied of what is old, and is gone when the process ends: what it
holds is personal data, and the store alone decides how long that is kept.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from flask import Blueprint, Flask, Response, current_app
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from tianbao.store import Store
from tianbao.store.models import Content, Document, Submission
from tianbao.web import drawing
from tianbao.web.access import require, the_store
from tianbao.web.children import NotMade, the_jobs
from tianbao.web.language import t

P = ParamSpec("P")
T = TypeVar("T")

Evidence = Mapping[str, Mapping[str, Any]]

KEPT: Final = 3600.0  # seconds
KEY: Final = "tianbao-pictures"
TURNED: Final = "page-turned"

blueprint = Blueprint("pictures", __name__)


class NoPicture(Exception):
    """A document whose pages can't be shown; the message says why."""


class Shown(NamedTuple):
    """A document's pages: their sizes in points, and the places of its fields."""

    sizes: list[tuple[float, float]]
    places: dict[str, list[Any]]  # path → places, each with `page` and `box`

    def on(self, page: int) -> list[tuple[str, list[float]]]:
        """The fields on a page, from 1, with their boxes; the larger first, so that a small one
        that lies on a large one can be clicked."""
        found = [
            (path, place["box"])
            for path, places in self.places.items()
            for place in places
            if place.get("page") == page and "box" in place
        ]
        return sorted(found, key=lambda each: -_area(each[1]))


def init(app: Flask) -> None:
    app.extensions[KEY] = Pictures(app.extensions["tianbao-store"])
    app.register_blueprint(blueprint)


def pages_of(document: Document, evidence: Evidence) -> Shown:
    """A document's pages with the places of its fields; raises NoPicture."""
    return the_pictures().shown(document, evidence)


def the_pictures() -> Pictures:
    pictures: Pictures = current_app.extensions[KEY]
    return pictures


@blueprint.get("/documents/<int:number>/pages/<int:page>.png")
@require("viewer")
def show(number: int, page: int) -> Response:
    """The picture of a page, from 1."""
    with the_store().reading() as session:
        document = session.get(Document, number)
    if document is None or page < 1:
        raise NotFound
    try:
        return Response(the_pictures().picture(document, page), mimetype="image/png")
    except NoPicture as error:
        raise NotFound(str(error)) from error


class Pictures:
    """The pictures of one store's documents."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = tempfile.TemporaryDirectory(prefix="tianbao-pages-")
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def shown(self, document: Document, evidence: Evidence) -> Shown:
        """A document's pages with the places of its fields; raises NoPicture."""
        with self._locks[document.sha256]:
            sheets = self._sheets(document)
            sizes = [(each.width, each.height) for each in sheets]
            if _has_pages(document):
                return Shown(sizes, _own_places(evidence, sheets))
            return Shown(sizes, self._places(document, evidence))

    def picture(self, document: Document, page: int) -> bytes:
        """The PNG of a page, from 1; raises NoPicture."""
        with self._locks[document.sha256]:
            sheets = self._sheets(document)
            if page > len(sheets):
                raise NoPicture(t("没有这一页。"))
            place = self._place(document) / f"{page}.png"
            if not place.exists():
                quarters = sheets[page - 1].quarters
                place.write_bytes(self._run(drawing.drawn, self._pdf(document), page, quarters))
            return place.read_bytes()

    def forget(self, sha256: str) -> None:
        """Removes what is kept of a document."""
        shutil.rmtree(Path(self._folder.name, sha256), ignore_errors=True)

    def _place(self, document: Document) -> Path:
        """The folder of a document, those of others that are old removed."""
        place = Path(self._folder.name, document.sha256)
        place.mkdir(exist_ok=True)
        os.utime(place)  # in use now: nobody else removes it meanwhile
        for other in Path(self._folder.name).iterdir():
            if other != place and time.time() - other.stat().st_mtime > KEPT:
                shutil.rmtree(other, ignore_errors=True)
        return place

    def _sheets(self, document: Document) -> list[drawing.Sheet]:
        """The pages, without their pictures."""
        place = self._place(document)
        listed = place / "sheets.json"
        if not listed.exists():
            if document.kind == "image":
                data = self._store.blobs.get(document.sha256)
                sheets = self._run(drawing.pictures_of, data)
                for number, sheet in enumerate(sheets, start=1):
                    (place / f"{number}.png").write_bytes(sheet.picture or b"")
            else:
                sheets = self._sheets_of_pdf(document)
            listed.write_text(json.dumps([each._replace(picture=None) for each in sheets]))
        return [drawing.Sheet(*each) for each in json.loads(listed.read_text())]

    def _sheets_of_pdf(self, document: Document) -> list[drawing.Sheet]:
        """The pages of a PDF, upright where reading it turned some and that can be found again."""
        pdf = self._pdf(document)
        if _was_turned(self._store, document):
            with suppress(NoPicture):
                return self._run(drawing.sheets, pdf, turned=True)
        return self._run(drawing.sheets, pdf)

    def _pdf(self, document: Document) -> bytes:
        """The document as a PDF: itself, or what LibreOffice makes of it."""
        if _has_pages(document):
            return self._store.blobs.get(document.sha256)
        kept = self._place(document) / "converted.pdf"
        if not kept.exists():
            kept.write_bytes(self._converted(self._store.blobs.get(document.sha256)))
        return kept.read_bytes()

    def _converted(self, data: bytes) -> bytes:
        from renderers.office import OfficeMissing, Unconvertible, convert

        needed = self._run(drawing.conversion, data)
        try:
            return convert(needed.data, "pdf", kind=needed.kind)  # type: ignore[arg-type]
        except OfficeMissing as error:
            raise NoPicture(t("没有安装LibreOffice，无法显示Word文件的页面。")) from error
        except Unconvertible as error:
            raise NoPicture(t("LibreOffice无法打开此文件，不能显示页面。")) from error

    def _places(self, document: Document, evidence: Evidence) -> dict[str, list[Any]]:
        """The places of a Word file's fields on its conversion."""
        kept = self._place(document) / "places.json"
        if not kept.exists():
            try:
                found = self._run(drawing.places, self._pdf(document), dict(evidence))
            except NoPicture:
                found = {}  # the pages can be shown all the same
            kept.write_text(json.dumps(found))
        places: dict[str, list[Any]] = json.loads(kept.read_text())
        return {path: found for path, found in places.items() if path in evidence}

    def _run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a job in a child process; raises NoPicture for a document that is too much
        for it."""
        try:
            return the_jobs().run(job, *args, **kwargs)
        except NotMade as error:
            raise NoPicture(t("这份文件的页面无法显示，请下载原件查看。")) from error


def _was_turned(store: Store, document: Document) -> bool:
    """Whether reading a document turned pages of it, whatever a person said of that since."""
    wanted = select(Content.found).join(Submission).where(Submission.document_id == document.id)
    with store.reading() as session:
        problems = [each for found in session.scalars(wanted) for each in found]
    return any(each["code"] == TURNED for each in problems)


def _has_pages(document: Document) -> bool:
    return document.kind in ("pdf", "scan", "image")


def _own_places(evidence: Evidence, sheets: Sequence[drawing.Sheet]) -> dict[str, list[Any]]:
    """The places that evidence on paper has itself, on the pages as they are shown."""
    found = {}
    for path, entry in evidence.items():
        where = entry.get("where")
        places = where if isinstance(where, list) else [where]
        found[path] = [_on_sheet(each, sheets) for each in places if each]
    return found


def _on_sheet(place: dict[str, Any], sheets: Sequence[drawing.Sheet]) -> dict[str, Any]:
    number = place.get("page", 0)
    if "box" not in place or not 0 < number <= len(sheets):
        return place
    return {**place, "box": sheets[number - 1].shown(place["box"])}


def _area(box: list[float]) -> float:
    x0, y0, x1, y1 = box
    return (x1 - x0) * (y1 - y0)
