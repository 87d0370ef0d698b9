"""Documents read one after another, each in a child process within limits.

What comes out has the shape that the records' description gives: one object a form found, or one
with `"form": null` and the reason why there is none. No document ends the reading of the others.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from extractors.conversion import NeedsConversion
from extractors.limits import Unreadable
from tianbao.errors import Missing
from tianbao.isolation.children import Children, Crashed, Limits, OutOfMemory, TimedOut
from tianbao.names import numbered, safe
from tianbao.sources.given import LARGEST, File, Given, Pictures
from tianbao.verbs.converting import converted, limits

if TYPE_CHECKING:
    from renderers.office import Office

Result = dict[str, Any]

P = ParamSpec("P")
T = TypeVar("T")

LOG = logging.getLogger(__name__)

# Ten seconds and 1 GiB are promised; starting and killing a process takes some of the time.
LIMITS = Limits(seconds=9.0, memory=2**30)
DRAWING = Limits(seconds=120.0, memory=2**30)  # with a picture of each page

REASONS = {
    "timeout": "在限定的时间内未能读完，已停止；文件可能损坏或异常复杂，请另存后重交。",
    "out-of-memory": "读取所需内存超过限额，已停止；文件可能异常复杂，请另存后重新提交。",
    "too-large": f"文件超过{LARGEST // 2**20} MiB，未读取；请压缩其中的图片后重新提交。",
    "damaged": "文件无法读取；请用Word或WPS打开，确认无误后另存为docx重新提交。",
    "unsupported-kind": "不是普通文件，无法读取。",
}


def processors() -> int:
    """How many there are for us."""
    return len(os.sched_getaffinity(0))


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
    workers = workers or min(processors(), len(paths))
    readers = Readers(workers, LIMITS if wishes.explain is None else DRAWING, list)
    try:
        yield from in_order(readers, paths, wishes, ahead=4 * workers)
    finally:
        readers.close()


def in_order(
    readers: Readers[list[Result]], paths: Sequence[Path], wishes: Wishes, ahead: int
) -> Iterator[list[Result]]:
    """Keeps `ahead` documents submitted, so that many paths don't mean many results in memory."""
    pending: deque[tuple[Given, Future[list[Result]]]] = deque()
    unique = numbered()
    for path in paths:
        own = wishes
        if wishes.explain is not None:
            own = replace(wishes, explain=wishes.explain / unique(safe(path.stem)))
        document = Pictures(path) if wishes.as_one else File(path)
        pending.append((document, submit(readers, document, own)))
        if len(pending) >= ahead:
            yield outcome(*pending.popleft())
    while pending:
        yield outcome(*pending.popleft())


class Readers(Generic[T]):
    """Child processes that read and make of the results what is asked for (`made`), and, once a
    document needs it, the LibreOffice that converts what they can't read; a thread for each
    document goes from the one to the other."""

    def __init__(self, workers: int, limits: Limits, made: Callable[[list[Result]], T]) -> None:
        self._workers = workers
        self._made = made
        self._children = Children(workers, limits)
        self._threads = ThreadPoolExecutor(workers, "document")
        self._lock = threading.Lock()
        self._office: Office | None = None

    def submit(self, document: Given, wishes: Wishes) -> Future[T | list[Result]]:
        """What is made of the document's results; the results where it could not be converted."""
        return self._threads.submit(self._read, document, wishes)

    def close(self) -> None:
        """Ends every process, whatever it is at."""
        self._children.shutdown(wait=False)
        with self._lock:
            if self._office is not None:
                self._office.close()
        self._threads.shutdown(cancel_futures=True)

    def _read(self, document: Given, wishes: Wishes) -> T | list[Result]:
        try:
            most = document.limits(LIMITS if wishes.explain is None else DRAWING)
            call = self._children.submit_within(most, then, self._made, read, document, wishes)
            return call.result()
        except NeedsConversion as need:
            return self._read_converted(document, need)

    def _read_converted(self, document: Given, need: NeedsConversion) -> T | list[Result]:
        try:
            word = converted(need, document.data(), self._kept_office())
        except Unreadable as reason:
            return [{**unread(document, reason.code, str(reason)), "source": need.source}]
        need.data = None  # what was converted is not needed again
        return self._children.submit(then, self._made, read_converted, word, need).result()

    def _kept_office(self) -> Office:
        from renderers.office import Office

        with self._lock:
            if self._office is None:
                self._office = Office(self._workers, limits())
            return self._office


def submit(readers: Readers[T], document: Given, wishes: Wishes) -> Future[T | list[Result]]:
    """What is made of the document's results to come; those that need no reading are there at
    once."""
    try:
        code = document.refusal()
        refusal = None if code is None else unread(document, code)
    except OSError as error:
        refusal = unread(document, "damaged", f"{REASONS['damaged']}（{error.strerror}）")
    if refusal is None:
        return readers.submit(document, wishes)
    done: Future[T | list[Result]] = Future()
    done.set_result([refusal])
    return done


def then(
    made: Callable[[list[Result]], T],
    job: Callable[P, list[Result]],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Runs in the child: what is made of a job's results."""
    return made(job(*args, **kwargs))


def read(document: Given, wishes: Wishes) -> list[Result]:
    """Runs in the child: the document's bytes and what they say."""
    # Here and not above: the parent needs nothing of it, and starts faster without.
    from extractors.extract import extract, extract_pictures

    if isinstance(document, Pictures):
        files = document.pages()
        results = extract_pictures(files, document.name)
    else:
        files = [document.data()]
        results = extract(files[0], document.name, wishes.pages)
    if wishes.explain is not None:
        from tianbao.verbs.explaining import explain

        explain(files, results, wishes.explain)
    return results


def read_converted(document: bytes, need: NeedsConversion) -> list[Result]:
    """Runs in the child: what a converted document says."""
    from extractors.extract import extract_converted

    return extract_converted(document, need)


def outcome(document: Given, reading: Future[T]) -> T | list[Result]:
    """What came of a reading, or the result that says why nothing did; a fault of ours is the
    document's reason too, and names itself."""
    try:
        return reading.result()
    except TimedOut:
        return [unread(document, "timeout")]
    except OutOfMemory:
        return [unread(document, "out-of-memory")]
    except Crashed as error:
        return [unread(document, "damaged", f"{REASONS['damaged']}（进程退出：{error}）")]
    except ImportError as error:
        raise Missing(f"{error}: the installation is not whole; run: make setup") from error
    except Exception as error:
        LOG.error("%s: could not be read\n%s", document.name, error.__cause__ or error)
        detail = f"{type(error).__name__}: {error}"
        return [unread(document, "damaged", f"{REASONS['damaged']}（{detail}）")]


def unread(document: Given, code: str, message: str | None = None) -> Result:
    """The result of a document that gave none."""
    return {
        "form": None,
        "record": None,
        "reason": {"code": code, "message": message or REASONS[code]},
        "source": {"name": document.name, "sha256": document.sha256(), "kind": None, "pages": None},
    }
