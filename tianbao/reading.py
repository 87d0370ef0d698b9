"""Documents read one after another, each in a child process within limits.

What comes out has the shape that the records' description gives: one object a form found, or one
with `"form": null` and the reason why there is none. No document ends the reading of the others.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tianbao.documents import below, shown
from tianbao.errors import Missing
from tianbao.names import numbered, safe
from tianbao.work import Children, Crashed, Limits, OutOfMemory, TimedOut

Result = dict[str, Any]

LOG = logging.getLogger(__name__)

# Ten seconds and 1 GiB are promised; starting and killing a process takes some of the time.
LIMITS = Limits(seconds=9.0, memory=2**30)
DRAWING = Limits(seconds=120.0, memory=2**30)  # with a picture of each page
# Pages that are pictures take 2 s each on two processors and at least 20 KB each in their file.
PICTURES = Limits(seconds=60.0, memory=3 * 2**30)
PER_MEBIBYTE = 60.0  # seconds more
PICTURE_HEADS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"II", b"MM", b"RIFF")
LARGEST = 100 * 2**20  # bytes of a document

REASONS = {
    "timeout": "{}秒内未能读完，已停止；文件可能损坏或异常复杂，请另存后重交。",
    "out-of-memory": "读取所需内存超过{} GiB，已停止；文件可能异常复杂，请另存后重新提交。",
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
    children = Children(workers, LIMITS if wishes.explain is None else DRAWING)
    try:
        yield from in_order(children, paths, wishes, ahead=4 * workers)
    finally:
        children.shutdown(wait=False)


def in_order(
    children: Children, paths: Sequence[Path], wishes: Wishes, ahead: int
) -> Iterator[list[Result]]:
    """Keeps `ahead` documents submitted, so that many paths don't mean many results in memory."""
    pending: deque[tuple[Path, Future[list[Result]], Limits]] = deque()
    unique = numbered()
    for path in paths:
        own = wishes
        if wishes.explain is not None:
            own = replace(wishes, explain=wishes.explain / unique(safe(path.stem)))
        limits = limits_of(path, own)
        pending.append((path, submit(children, path, own, limits), limits))
        if len(pending) >= ahead:
            yield outcome(*pending.popleft())
    while pending:
        yield outcome(*pending.popleft())


def submit(children: Children, path: Path, wishes: Wishes, limits: Limits) -> Future[list[Result]]:
    """The document's results to come; those that need no reading are there at once."""
    try:
        refusal = None if wishes.as_one else unreadable(path)
    except OSError as error:
        refusal = unread(path, "damaged", f"{REASONS['damaged']}（{error.strerror}）")
    if refusal is None:
        return children.submit_within(limits, read, path, shown(path), wishes)
    done: Future[list[Result]] = Future()
    done.set_result([refusal])
    return done


def limits_of(path: Path, wishes: Wishes) -> Limits:
    """What reading a document may take: more where its pages may be pictures."""
    usual = LIMITS if wishes.explain is None else DRAWING
    try:
        files = list(below(path)) if wishes.as_one else [path]
        sizes = [each.stat().st_size for each in files if each.is_file()]
        if not wishes.as_one and not may_be_picture(path):
            return usual
    except OSError:
        return usual
    seconds = PICTURES.seconds * max(1, len(sizes)) + PER_MEBIBYTE * sum(sizes) / 2**20
    return Limits(max(seconds, usual.seconds), PICTURES.memory)


def may_be_picture(path: Path) -> bool:
    """Whether a file begins as those do whose pages may be pictures."""
    if not path.is_file():
        return False
    with open(path, "rb") as stream:
        return stream.read(1024).lstrip().startswith(PICTURE_HEADS)


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
        return extract_pictures([each.read_bytes() for each in in_page_order(path)], name)
    data = path.read_bytes()
    results = extract(data, name, wishes.pages)
    if wishes.explain is not None:
        from tianbao.explain import explain

        explain(data, results, wishes.explain)
    return results


def in_page_order(folder: Path) -> list[Path]:
    """The files of a folder by name, numbers in names by their value: 2.jpg before 10.jpg."""

    def order(path: Path) -> list[tuple[int, str]]:
        parts = re.split(r"(\d+)", path.relative_to(folder).as_posix())
        return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]

    return sorted(below(folder), key=order)


def outcome(path: Path, reading: Future[list[Result]], limits: Limits) -> list[Result]:
    """What came of a reading; a fault of ours is the document's reason too, and names itself."""
    try:
        return reading.result()
    except TimedOut:
        return [unread(path, "timeout", REASONS["timeout"].format(round(limits.seconds)))]
    except OutOfMemory:
        gibibytes = limits.memory // 2**30
        return [unread(path, "out-of-memory", REASONS["out-of-memory"].format(gibibytes))]
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
