"""Forms printed as the kind of file that a suffix or a caller chooses."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from tianbao.errors import WrongCall

if TYPE_CHECKING:
    from forms.registry import Form
    from renderers.office import Office

Kind = Literal["docx", "pdf", "pdf/a", "fillable"]
T = TypeVar("T")

SUFFIXES: Mapping[str, Kind] = {".docx": "docx", ".pdf": "pdf"}
AHEAD = 4  # records given to each worker before their files are written


def kind_of(target: Path, *, archival: bool = False, fillable: bool = False) -> Kind:
    """The kind of file that `target` is to be; `archival` wants a PDF to be PDF/A-2b, `fillable`
    one to have fields."""
    kind = SUFFIXES.get(target.suffix.lower())
    if kind is None:
        raise WrongCall(f"{target}: name a file that ends in {' or '.join(SUFFIXES)}.")
    if archival and fillable:
        raise WrongCall("--pdf-a is for archives and --fillable for filling in: choose one.")
    if not archival and not fillable:
        return kind
    if kind != "pdf":
        option = "--pdf-a" if archival else "--fillable"
        raise WrongCall(f"{target}: {option} wants a file that ends in .pdf.")
    return "pdf/a" if archival else "fillable"


def split(name: str) -> tuple[str, str]:
    """A name template and the suffix of the kind that it asks for, of Word files by default."""
    suffix = Path(name).suffix.lower()
    return (name[: -len(suffix)], suffix) if suffix in SUFFIXES else (name, ".docx")


def blank(form: Form, kind: Kind) -> bytes:
    """The official blank of the form."""
    from renderers import docx

    if kind == "docx":
        return docx.blank(form)
    if kind == "fillable":
        from renderers import fillable

        return fillable.blank(form)
    from renderers import pdf

    return pdf.blank(form, archival=kind == "pdf/a")


def render(
    form: Form, record: Mapping[str, Any], kind: Kind, office: Office | None = None
) -> bytes:
    """The filled form; a PDF by `office`, by default the one that this process keeps."""
    from renderers import docx

    if kind == "docx":
        return docx.render(form, record)
    if kind == "fillable":
        from renderers import fillable

        return fillable.render(form, record)
    from renderers import pdf

    return pdf.render(form, record, archival=kind == "pdf/a", office=office)


def render_changes(
    form: Form, record: Mapping[str, Any], old: Mapping[str, Any], kind: Kind
) -> tuple[bytes, list[str]]:
    """The filled form with what is not as in `old` marked, and the paths in `old` of rows that are
    gone, which leave no place to mark."""
    from renderers import changes, pdf

    if kind == "fillable":
        raise WrongCall("changes are marked on a printed form, not on one to fill in.")
    document, gone = changes.render(form, record, old)
    return (document if kind == "docx" else pdf.of_word(document, archival=kind == "pdf/a")), gone


def render_all(
    form: Form, records: Iterable[tuple[T, Mapping[str, Any]]], kind: Kind
) -> Generator[tuple[T, Future[bytes]]]:
    """Each record printed, with what it came with, in the order given; a PDF of LibreOffice's
    as many at once as there are processors. Closing the iterator gives up what is not done."""
    with ExitStack() as stack:
        workers, office = 1, None
        if kind in ("pdf", "pdf/a"):
            from renderers.office import Office

            workers = len(os.sched_getaffinity(0))
            office = Office(workers)
        threads = ThreadPoolExecutor(workers)
        stack.callback(threads.shutdown, cancel_futures=True)
        if office:
            stack.callback(office.close)  # before the threads are waited for
        pending: deque[tuple[T, Future[bytes]]] = deque()
        for what, record in records:
            pending.append((what, threads.submit(render, form, record, kind, office)))
            if len(pending) >= AHEAD * workers:
                yield pending.popleft()
        yield from pending
