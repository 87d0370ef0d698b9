"""The coordinator: claims documents, has them read by a pool, and settles what came of it.

It alone talks to the store. What the ledger has as claimed by it is in its hands; whatever ends it,
the next one gives those documents back, so that each is read once in the ledger's eyes.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Event

from tianbao.errors import Missing
from tianbao.outcomes.preparing import Prepared
from tianbao.sources.given import LARGEST
from tianbao.store import BlobMissing, Store, StoreUnusable
from tianbao.store.ledger import Claim
from tianbao.verbs.reading import REASONS
from tianbao.working.desk import Desk, Settled
from tianbao.working.pools import Pool
from tianbao.working.presence import present
from tianbao.working.worker import Outcome, read_document

AHEAD = 8  # documents in hand for each worker
GATHER = 0.5  # seconds that a result waits for others, to be stored with them
LOOK = 1.0  # seconds between two looks for new documents
LOOK_FOR_DEAD = 10.0  # seconds between two looks for coordinators that are no more
FETCHING = 8  # documents fetched at once: each may be a journey to S3

NO_BYTES = "库中没有这个文件的内容，未能读取；请联系管理员。"
WRONG_BLOBS = "{error}: no document is where the blobs are said to be; see --blobs"


def work(
    store: Store,
    pool: Pool,
    tell: Callable[[Settled], object],
    *,
    follow: bool = False,
    stopped: Event | None = None,
) -> None:
    """Reads what the store's ledger has received, until nothing is left; with `follow`, for ever.

    Tells of each document as it is settled. When `stopped` is set, or by any error, it keeps what
    was read and gives the rest back. Raises StoreUnusable or Missing when it can't go on.
    """
    with present(store) as presence:
        coordinator = Coordinator(Desk(store, presence), pool, tell)
        try:
            coordinator.run(follow, stopped or Event())
        finally:
            coordinator.stop()


class Coordinator:
    """One run: the documents in hand, and the calls of the pool that read them."""

    def __init__(self, desk: Desk, pool: Pool, tell: Callable[[Settled], object]) -> None:
        self._desk = desk
        self._pool = pool
        self._tell = tell
        self._claims: dict[int, Claim] = {}  # by the document's id
        self._running: dict[Future[Outcome], Claim] = {}
        self._done: SimpleQueue[Future[Outcome]] = SimpleQueue()
        self._fetching = ThreadPoolExecutor(FETCHING, "fetch")
        self._found_bytes = False  # whether the blobs are where we look for them
        self._looked_for_dead = float("-inf")

    def run(self, follow: bool, stopped: Event) -> None:
        self._desk.release_dead()
        self._keep_up()
        while not stopped.is_set():
            self._pool.check()
            self._fill()
            if self._running:
                self._settle(self._gather())
            elif not self._more_comes(follow):
                return

    def stop(self) -> None:
        """Keeps what is done, gives back the rest; does not wait for a store that is gone."""
        self._fetching.shutdown(wait=False, cancel_futures=True)
        self._desk.hurry()
        with contextlib.suppress(StoreUnusable, Missing):
            self._settle([future for future in self._running if future.done()])
        with contextlib.suppress(StoreUnusable):
            self._desk.give_back(list(self._claims.values()))
            self._desk.release_own()

    # --- documents into the pool -----------------------------------------------------------------

    def _fill(self) -> None:
        """Takes documents in hand, many at once, so that no worker waits for one."""
        ahead = AHEAD * max(1, self._pool.workers)
        room = ahead - len(self._claims)
        if room < ahead / 2:
            return
        # One that another had released, thinking us dead, and that is in hand all the same, is ours
        # again.
        claims = [
            claim
            for claim in self._desk.claim(room, self._claims)
            if claim.document_id not in self._claims
        ]
        self._claims.update((claim.document_id, claim) for claim in claims)
        small = [claim for claim in claims if claim.size <= LARGEST]
        for claim in set(claims).difference(small):
            self._fail(claim, "too-large", REASONS["too-large"])
        for claim, data in zip(small, self._bytes_of(small), strict=True):
            if data is None:
                self._fail(claim, "bytes-missing", NO_BYTES)
            else:
                self._submit(claim, data)

    def _bytes_of(self, claims: Sequence[Claim]) -> list[bytes | None]:
        """The documents, None for one that isn't there. Raises StoreUnusable where none ever was:
        those are the wrong blobs."""
        missing: list[BlobMissing] = []

        def fetched(claim: Claim) -> bytes | None:
            try:
                return self._desk.bytes_of(claim)
            except BlobMissing as error:
                missing.append(error)
                return None

        found = self._desk.patiently(lambda: list(self._fetching.map(fetched, claims)))
        self._found_bytes = self._found_bytes or any(data is not None for data in found)
        if missing and not self._found_bytes:
            raise StoreUnusable(WRONG_BLOBS.format(error=missing[0]))
        return found

    def _submit(self, claim: Claim, data: bytes) -> None:
        future = self._pool.submit(read_document, data, claim.name)
        self._running[future] = claim
        future.add_done_callback(self._done.put)

    def _fail(self, claim: Claim, code: str, message: str) -> None:
        settled = self._desk.fail(claim, code, message)
        del self._claims[claim.document_id]
        self._tell(settled)

    # --- results out of it -----------------------------------------------------------------------

    def _gather(self) -> list[Future[Outcome]]:
        """The calls that are done, once there are enough to be worth a transaction or a moment has
        passed; none when none is soon, so that new documents are seen meanwhile."""
        enough = min(len(self._running), AHEAD * max(1, self._pool.workers) // 2)
        done: list[Future[Outcome]] = []
        last = time.monotonic() + LOOK
        with contextlib.suppress(Empty):
            while len(done) < enough:
                done.append(self._done.get(timeout=max(0.0, last - time.monotonic())))
                if len(done) == 1:
                    last = time.monotonic() + GATHER
        return done

    def _settle(self, done: Sequence[Future[Outcome]]) -> None:
        """Stores what those calls gave; what a lost cluster had is given back."""
        lost = [self._running[future] for future in done if future.cancelled()]
        read = [
            (self._running[future], outcome_of(future)) for future in done if not future.cancelled()
        ]
        settled = self._desk.settle(read) if read else []
        if lost:
            self._desk.give_back(lost)
        for future in done:
            del self._claims[self._running.pop(future).document_id]
        for each in settled:
            self._tell(each)

    def _keep_up(self) -> None:
        """What the office's settings ask for, besides reading."""
        self._desk.check_outdated()
        self._desk.delete_old()

    # --- when there is nothing to do -------------------------------------------------------------

    def _more_comes(self, follow: bool) -> bool:
        """Whether to go on: for what a dead coordinator had, or because more may be taken in."""
        now = time.monotonic()
        if not follow or now - self._looked_for_dead > LOOK_FOR_DEAD:
            self._looked_for_dead = now
            self._keep_up()
            if self._desk.release_dead():
                return True
        if follow:
            time.sleep(LOOK)
        return follow


def outcome_of(call: Future[Outcome]) -> Outcome:
    """What a call gave. One that raises has lost its worker, and the document may be why; only a
    worker that lacks packages can't be: raises Missing."""
    error = call.exception()
    if error is None:
        return call.result()
    if isinstance(error, Missing):
        raise error
    if isinstance(error, ImportError):
        raise Missing(f"{error}: a worker's installation is not whole") from error
    detail = f"{REASONS['damaged']}（{type(error).__name__}）"
    return Outcome(Prepared(None, None, ("damaged", detail), []), 0.0, "", killed=True)
