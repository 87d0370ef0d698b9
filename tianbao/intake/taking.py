"""Items into the store: the bytes first, then the rows of each mail in one transaction."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tianbao.intake import limits, recording, servers, sources
from tianbao.intake.finds import Leaf, Refusal
from tianbao.intake.isolating import Group, Unpacker, beginning
from tianbao.intake.kinds import is_message
from tianbao.intake.recording import Counts, Stored
from tianbao.intake.sources import Item
from tianbao.store import Store

TOGETHER: Final = 100  # items that one child takes at once, and one transaction holds
TOGETHER_BYTES: Final = 4 * limits.MEBIBYTE
AHEAD: Final = 2  # groups that are unpacked while an earlier one is stored
WRITERS: Final = 4  # threads that bring bytes to the disk

Password = Callable[[servers.Address], str]
Told = Callable[[Item, Refusal], None]


@dataclass
class Summary:
    """What was taken in."""

    mails: int = 0
    known_mails: int = 0
    attachments: int = 0  # documents found, in mails, in archives or by themselves
    new: int = 0
    known: int = 0
    left_out: int = 0  # pictures of signatures, and what systems leave behind
    refused: Counter[str] = field(default_factory=Counter)  # by the refusals' codes


def take_in(
    store: Store,
    given: Sequence[str],
    summary: Summary | None = None,
    *,
    follow: bool = False,
    mark_seen: bool = False,
    password: Password = lambda where: "",
    told: Told = lambda item, refusal: None,
) -> Summary:
    """Takes in mails, mailboxes, archives, files, folders and IMAP folders; safe to run again.

    `follow` goes on looking until it is interrupted; a `summary` that is given is filled meanwhile.
    `password` is asked for each server, `told` hears of everything that is not usable. Raises
    WrongCall for a source that is not there, Unreachable for a server, StoreUnusable when the store
    can't be written; what was committed till then stays.
    """
    sources.check(given)
    addresses = [servers.address(each) for each in given if sources.is_server(each)]
    paths = [Path(each) for each in given if not sources.is_server(each)]
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tianbao-")))
        taking = Taking(store, scratch, summary or Summary(), told)
        stack.callback(taking.close)
        boxes = []
        for where in addresses:
            box = servers.Mailbox(where, password(where), taking.uids, mark_seen=mark_seen)
            stack.callback(box.close)
            boxes.append(box)
        look = watching if follow else once
        taking.run(look(paths, boxes, scratch))
        return taking.summary


def once(
    paths: Sequence[Path], boxes: Sequence[servers.Mailbox], scratch: Path
) -> Iterator[Item | None]:
    for path in paths:
        yield from sources.of_path(path, scratch)
    for box in boxes:
        yield from box.items()


def watching(
    paths: Sequence[Path], boxes: Sequence[servers.Mailbox], scratch: Path
) -> Iterator[Item | None]:
    """Items as they come; None for each pause, before which all that was found is to be stored."""
    watched = sources.Watched(paths, scratch)
    asked = None
    while True:
        yield from watched.items()
        if asked is None or time.monotonic() - asked >= servers.POLL:
            for box in boxes:
                yield from box.items()
            asked = time.monotonic()
        yield None
        time.sleep(sources.POLL)


class Taking:
    """One run: a child that unpacks, threads that write bytes, and what has been done."""

    def __init__(self, store: Store, scratch: Path, summary: Summary, told: Told) -> None:
        self.summary = summary
        self._store = store
        self._told = told
        self._unpacker = Unpacker(scratch)
        self._writers = ThreadPoolExecutor(WRITERS, "blobs")

    def close(self) -> None:
        self._unpacker.close()
        self._writers.shutdown(cancel_futures=True)

    def uids(self, prefix: str) -> set[int]:
        """The UIDs of an IMAP folder that the store has."""
        with self._store.reading() as session:
            return recording.uids(session, prefix)

    def run(self, items: Iterator[Item | None]) -> None:
        pending: deque[tuple[Group, list[str | None]]] = deque()
        for together in groups(items):
            if together:
                pending.append(self._begin(together))
            while len(pending) > (AHEAD if together else 0):
                self._settle(*pending.popleft())
        while pending:
            self._settle(*pending.popleft())

    def _begin(self, items: Sequence[Item]) -> tuple[Group, list[str | None]]:
        """Stores the bytes of the mails that are not known, and has all that is new unpacked."""
        shas = [sha256(item) if is_mail(item) else None for item in items]
        with self._store.reading() as session:
            known = recording.known_mails(session, [sha for sha in shas if sha])
        wanted = []
        for item, sha in zip(items, shas, strict=True):
            # What a server has is noted under its own key too, so that it is not fetched again.
            if sha in known and item.key is None:
                self.summary.mails += 1
                self.summary.known_mails += 1
                discard(item)
            else:
                wanted.append((item, sha))
        list(self._writers.map(self._put, [item.data for item, sha in wanted if sha]))
        return self._unpacker.begin([item for item, _ in wanted]), [sha for _, sha in wanted]

    def _settle(self, group: Group, shas: Sequence[str | None]) -> None:
        """Stores what was found in a group's items, then does what waits for that."""
        all_finds = self._unpacker.end(group)
        leaves = [leaf for finds in all_finds for leaf in finds.leaves]
        stored = iter(list(self._writers.map(self._put_leaf, leaves)))
        with self._store.session() as session:
            counts = [
                recording.record(session, item, sha, finds, [next(stored) for _ in finds.leaves])
                for item, sha, finds in zip(group.items, shas, all_finds, strict=True)
            ]
        for item, finds, count in zip(group.items, all_finds, counts, strict=True):
            self._count(count, len(finds.leaves), finds.left_out)
            for refusal in finds.refusals:
                self.summary.refused[refusal.code] += 1
                self._told(item, refusal)
            if item.committed is not None:
                item.committed()
            discard(item)
        self._unpacker.forget(group)

    def _put(self, data: bytes | Path | None) -> Stored:
        if isinstance(data, Path):
            with open(data, "rb") as stream:
                return Stored(*self._store.blobs.put_stream(stream))
        data = data or b""
        return Stored(self._store.blobs.put(data), len(data))

    def _put_leaf(self, leaf: Leaf) -> Stored:
        return self._put(leaf.data)

    def _count(self, count: Counts, leaves: int, left_out: int) -> None:
        self.summary.mails += count.is_mail
        self.summary.known_mails += count.is_mail and not count.is_new
        self.summary.attachments += leaves
        self.summary.new += count.new
        self.summary.known += leaves - count.new
        self.summary.left_out += left_out


def groups(items: Iterator[Item | None]) -> Iterator[list[Item]]:
    """Items to be handled together; an empty group where the source pauses."""
    group: list[Item] = []
    size = 0
    for item in items:
        if item is not None:
            group.append(item)
            size += item.size
        if group and (item is None or len(group) == TOGETHER or size >= TOGETHER_BYTES):
            yield group
            group, size = [], 0
        if item is None:
            yield []
    if group:
        yield group


def is_mail(item: Item) -> bool:
    """Whether an item is a mail whose bytes we have."""
    return item.data is not None and (item.is_mail or is_message(beginning(item)))


def sha256(item: Item) -> str:
    if isinstance(item.data, Path):
        with open(item.data, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return hashlib.sha256(item.data or b"").hexdigest()


def discard(item: Item) -> None:
    """Removes what was copied for an item alone."""
    if item.temporary and isinstance(item.data, Path):
        item.data.unlink(missing_ok=True)
