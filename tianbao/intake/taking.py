"""Items into the store: the bytes first, then the rows of a group of mails in one transaction."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

from tianbao.intake import limits, recording, servers, sources
from tianbao.intake.finds import Finds, Refusal
from tianbao.intake.isolating import Group, Unpacker, beginning
from tianbao.intake.kinds import is_message
from tianbao.intake.recording import Counts, Entry, Stored
from tianbao.intake.sources import Item
from tianbao.store import Store
from tianbao.store.blobs import Blobs
from tianbao.store.rows import be_alone

LOG = logging.getLogger(__name__)

TOGETHER: Final = 100  # items that one child takes at once, and one transaction holds
TOGETHER_BYTES: Final = 4 * limits.MEBIBYTE
AHEAD: Final = 2  # groups that are unpacked while an earlier one is stored
WRITERS: Final = 4  # threads that bring bytes to the disk
LOOK: Final = 0.2  # seconds between two looks whether it is to end

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
    stopped: Event | None = None,
) -> Summary:
    """Takes in mails, mailboxes, archives, files, folders and IMAP folders; safe to run again.

    `follow` goes on looking until `stopped` is set, which ends it between two mails; what is in the
    store by then is counted. A `summary` that is given is filled meanwhile.
    `password` is asked for each server, `told` hears of everything that is not usable. Raises
    WrongCall for a source that is not there, Unreachable for a server, StoreUnusable when the store
    can't be written; what was committed till then stays.
    """
    sources.check(given)
    addresses = [servers.address(each) for each in given if sources.is_server(each)]
    paths = [Path(each) for each in given if not sources.is_server(each)]
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tianbao-")))
        stopped = stopped or Event()
        taking = Taking(store, scratch, summary or Summary(), told, stopped)
        stack.callback(taking.close)
        boxes = []
        for where in addresses:
            box = servers.Mailbox(where, password(where), taking.uids, mark_seen=mark_seen)
            stack.callback(box.close)
            boxes.append(box)
        look = watching(paths, boxes, scratch, stopped) if follow else once(paths, boxes, scratch)
        taking.run(look)
        return taking.summary


def once(
    paths: Sequence[Path], boxes: Sequence[servers.Mailbox], scratch: Path
) -> Iterator[Item | None]:
    for path in paths:
        yield from sources.of_path(path, scratch)
    for box in boxes:
        yield from box.items()


def watching(
    paths: Sequence[Path], boxes: Sequence[servers.Mailbox], scratch: Path, stopped: Event
) -> Iterator[Item | None]:
    """Items as they come; None for each pause, before which all that was found is to be stored."""
    watched = sources.Watched(paths, scratch)
    asked = None
    while True:
        yield from watched.items()
        if asked is None or time.monotonic() - asked >= servers.POLL:
            for box in boxes:
                yield from box.items() if asked is None else _answering(box)
            asked = time.monotonic()
        yield None
        stopped.wait(sources.POLL)


def _answering(box: servers.Mailbox) -> Iterator[Item]:
    """What a server has; nothing of one that is away until the next look. One that never answered
    ends the command, as its name may be wrong."""
    try:
        yield from box.items()
    except servers.Away as error:
        LOG.warning("%s; it is asked again in %d seconds", error, servers.POLL)


class Taking:
    """One run: a child that unpacks, threads that write bytes, and what has been done."""

    def __init__(
        self,
        store: Store,
        scratch: Path,
        summary: Summary,
        told: Told,
        stopped: Event | None = None,
    ) -> None:
        self.summary = summary
        self._store = store
        self._told = told
        self._stopped = stopped or Event()
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
        """Takes in items until there are no more, or it is to end: of what is begun then the bytes
        are in the blobs, and no row."""
        pending: deque[tuple[Group, list[str | None]]] = deque()
        for together in groups(self._until_stopped(items)):
            if self._stopped.is_set():
                return
            if together:
                pending.append(self._begin(together))
            self._settle_all(pending, but=AHEAD if together else 0)
        self._settle_all(pending)

    def _until_stopped(self, items: Iterator[Item | None]) -> Iterator[Item | None]:
        for item in items:
            if self._stopped.is_set():
                return
            yield item

    def _settle_all(self, pending: deque[tuple[Group, list[str | None]]], but: int = 0) -> None:
        """Settles what is begun, the last `but` ones excepted."""
        while len(pending) > but and self._is_unpacked(pending[0][0]):
            self._settle(*pending.popleft())

    def _is_unpacked(self, group: Group) -> bool:
        """Waits for a group; False where it is to end."""
        while not self._stopped.is_set() and wait([group.finds], LOOK).not_done:
            pass
        return not self._stopped.is_set()

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
        self._put_all([item.data for item, sha in wanted if sha])
        return self._unpacker.begin([item for item, _ in wanted]), [sha for _, sha in wanted]

    def _settle(self, group: Group, shas: Sequence[str | None]) -> None:
        """Stores what was found in a group's items, then does what waits for that."""
        all_finds = self._unpacker.end(group)
        leaves = [leaf.data for finds in all_finds for leaf in finds.leaves]
        stored = self._put_all(leaves)
        each_stored = iter(stored)
        entries = [
            Entry(item, sha, finds, [next(each_stored) for _ in finds.leaves])
            for item, sha, finds in zip(group.items, shas, all_finds, strict=True)
        ]
        held = [(sha, item.data) for item, sha in zip(group.items, shas, strict=True) if sha]
        held += [(each.sha256, data) for each, data in zip(stored, leaves, strict=True)]
        with self._store.session() as session:
            be_alone(session)
            counts = recording.record(session, entries)
            list(self._writers.map(self._keep, held))
        for entry, count in zip(entries, counts, strict=True):
            self._count(count, entry.finds)
            self._tell(entry.item, entry.finds)
            discard(entry.item)
        self._unpacker.forget(group)

    def _put_all(self, datas: Sequence[bytes | Path | None]) -> list[Stored]:
        """Brings bytes to the blobs, each thread its part of them."""
        each = -(-len(datas) // WRITERS) or 1
        parts = [datas[start : start + each] for start in range(0, len(datas), each)]
        return [stored for part in self._writers.map(self._put, parts) for stored in part]

    def _put(self, datas: Sequence[bytes | Path | None]) -> list[Stored]:
        blobs = self._store.blobs
        inline = [data or b"" for data in datas if not isinstance(data, Path)]
        shas = iter(zip(blobs.put_all(inline), map(len, inline), strict=True))
        return [
            Stored(*(_put_file(blobs, data) if isinstance(data, Path) else next(shas)))
            for data in datas
        ]

    def _keep(self, held: tuple[str, bytes | Path | None]) -> None:
        """Puts bytes again that a deletion took away after they were put: it saw no row that names
        them. None can begin before the rows are committed."""
        sha, data = held
        if not self._store.blobs.exists(sha):
            self._put([data])

    def _count(self, count: Counts, finds: Finds) -> None:
        self.summary.mails += count.is_mail
        self.summary.known_mails += count.is_mail and not count.is_new
        self.summary.attachments += len(finds.leaves)
        self.summary.new += count.new
        self.summary.known += len(finds.leaves) - count.new
        self.summary.left_out += finds.left_out

    def _tell(self, item: Item, finds: Finds) -> None:
        for refusal in finds.refusals:
            self.summary.refused[refusal.code] += 1
            self._told(item, refusal)
        if item.committed is not None:
            item.committed()


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


def _put_file(blobs: Blobs, path: Path) -> tuple[str, int]:
    with open(path, "rb") as stream:
        return blobs.put_stream(stream)


def discard(item: Item) -> None:
    """Removes what was copied for an item alone."""
    if item.temporary and isinstance(item.data, Path):
        item.data.unlink(missing_ok=True)
