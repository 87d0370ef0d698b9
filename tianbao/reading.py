"""Documents read one after another, each in a child process within limits.

What comes out has the shape that the records' description gives: one object a form found, or one
with `"form": null` and the reason why there is none. No document ends the reading of the others.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.conversion import NeedsConversion
from extractors.limits import Unreadable
from tianbao.converting import converted, limits
from tianbao.documents import shown
from tianbao.errors import Missing
from tianbao.names import numbered, safe
from tianbao.pictures import in_page_order, limits_of
from tianbao.work import Children, Crashed, Limits, OutOfMemory, TimedOut

if TYPE_CHECKING:
    from renderers.office import Office

Result = dict[str, Any]

LOG = logging.getLogger(__name__)

# Ten seconds and 1 GiB are promised; starting and killing a process takes some of the time.
LIMITS = Limits(seconds=9.0, memory=2**30)
DRAWING = Limits(seconds=120.0, memory=2**30)  # with a picture of each page
LARGEST = 100 * 2**20  # bytes of a document

REASONS = {
    "timeout": "在限定的时间内未能读完，已停止；文件可能损坏或异常复杂，请另存后重交。",
    "out-of-memory": "读取所需内存超过限额，已停止；文件可能异常复杂，请另存后重新提交。",
    "too-large": f"文件超过{LARGEST // 2**20} MiB，未读取；请压缩其中的图片后重新提交。",
    "damaged": "文件无法读取；请用Word或WPS打开，确认无误后另存为docx重新提交。",
    "unsupported-kind": "不是普通文件，无法读取。",
}


def default_workers(documents: int) -> int:
    """As many as there are processors for us, and no more than documents."""
    return max(1, min(len(os.sched_getaffinity(0)), documents))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of each reading besides its results: only some pages, pictures that explain."""

    pages: range | None = None
    explain: Path | None = None  # the folder for a picture of each page
    as_one: bool = False  # folders, each a document whose pages are the pictures in it


def read_all(
    paths: Sequence[Path], workers: int | None = None, wishes: Wishes = Wishes()
) -> Generator[list[Result]]:
    """For each document its results, in the order given.

    Closing the generator, or an interrupt, kills what is being read.
    """
    if not paths:
        return
    workers = workers or default_workers(len(paths))
    readers = Readers(workers, LIMITS if wishes.explain is None else DRAWING)
    try:
        yield from in_order(readers, paths, wishes, ahead=4 * workers)
    finally:
        readers.close()


def in_order(
    readers: Readers, paths: Sequence[Path], wishes: Wishes, ahead: int
) -> Iterator[list[Result]]:
    """Keeps `ahead` documents submitted, so that many paths don't mean many results in memory."""
    pending: deque[tuple[Path, Future[list[Result]]]] = deque()
    unique = numbered()
    for path in paths:
        own = wishes
        if wishes.explain is not None:
            own = replace(wishes, explain=wishes.explain / unique(safe(path.stem)))
        pending.append((path, submit(readers, path, own)))
        if len(pending) >= ahead:
            yield outcome(*pending.popleft())
    while pending:
        yield outcome(*pending.popleft())


class Readers:
    """Child processes that read, and, once a document needs it, the LibreOffice that converts what
    they can't read; a thread for each document goes from the one to the other."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers = workers
        self._children = Children(workers, limits)
        self._threads = ThreadPoolExecutor(workers, "document")
        self._lock = threading.Lock()
        self._office: Office | None = None

    def submit(self, path: Path, wishes: Wishes) -> Future[list[Result]]:
        return self._threads.submit(self._read, path, wishes)

    def close(self) -> None:
        """Ends every process, whatever it is at."""
        self._children.shutdown(wait=False)
        with self._lock:
            if self._office is not None:
                self._office.close()
        self._threads.shutdown(cancel_futures=True)

    def _read(self, path: Path, wishes: Wishes) -> list[Result]:
        try:
            most = limits_of(path, LIMITS if wishes.explain is None else DRAWING)
            return self._children.submit_within(most, read, path, shown(path), wishes).result()
        except NeedsConversion as need:
            return self._read_converted(path, need)

    def _read_converted(self, path: Path, need: NeedsConversion) -> list[Result]:
        try:
            document = converted(need, path.read_bytes(), self._kept_office())
        except Unreadable as reason:
            return [{**unread(path, reason.code, str(reason)), "source": need.source}]
        need.data = None  # what was converted is not needed again
        return self._children.submit(read_converted, document, need).result()

    def _kept_office(self) -> Office:
        from renderers.office import Office

        with self._lock:
            if self._office is None:
                self._office = Office(self._workers, limits())
            return self._office


def submit(readers: Readers, path: Path, wishes: Wishes) -> Future[list[Result]]:
    """The document's results to come; those that need no reading are there at once."""
    try:
        refusal = None if wishes.as_one else unreadable(path)
    except OSError as error:
        refusal = unread(path, "damaged", f"{REASONS['damaged']}（{error.strerror}）")
    if refusal is None:
        return readers.submit(path, wishes)
    done: Future[list[Result]] = Future()
    done.set_result([refusal])
    return done


def unreadable(path: Path) -> Result | None:
    """The result of a file that isn't even opened."""
    if not path.is_file():
        return unread(path, "unsupported-kind")
    if path.stat().st_size > LARGEST:
        return unread(path, "too-large")
    return None


def read(path: Path, name: str, wishes: Wishes) -> list[Result]:
    """Runs in the child: the document's bytes and what they say."""
    # Here and not above: the parent needs nothing of it, and starts faster without.
    from extractors.extract import extract, extract_pictures

    if wishes.as_one:
        files = [page.read_bytes() for page in in_page_order(path)]
        results = extract_pictures(files, name)
    else:
        files = [path.read_bytes()]
        results = extract(files[0], name, wishes.pages)
    if wishes.explain is not None:
        from tianbao.explain import explain

        explain(files, results, wishes.explain)
    return results


def read_converted(document: bytes, need: NeedsConversion) -> list[Result]:
    """Runs in the child: what a converted document says."""
    from extractors.extract import extract_converted

    return extract_converted(document, need)


def outcome(path: Path, reading: Future[list[Result]]) -> list[Result]:
    """What came of a reading; a fault of ours is the document's reason too, and names itself."""
    try:
        return reading.result()
    except TimedOut:
        return [unread(path, "timeout")]
    except OutOfMemory:
        return [unread(path, "out-of-memory")]
    except Crashed as error:
        return [unread(path, "damaged", f"{REASONS['damaged']}（进程退出：{error}）")]
    except ImportError as error:
        raise Missing(f"{error}: the installation is not whole; run: make setup") from error
    except Exception as error:
        LOG.error("%s: could not be read\n%s", shown(path), error.__cause__ or error)
        detail = f"{type(error).__name__}: {error}"
        return [unread(path, "damaged", f"{REASONS['damaged']}（{detail}）")]


def unread(path: Path, code: str, message: str | None = None) -> Result:
    """The result of a document that gave none."""
    return {
        "form": None,
        "record": None,
        "reason": {"code": code, "message": message or REASONS[code]},
        "source": {"name": shown(path), "sha256": fingerprint(path), "kind": None, "pages": None},
    }


def fingerprint(path: Path) -> str | None:
    """The SHA-256 of a file that we would read, None of any other."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
