"""What the coordinator takes from the store and puts back, whatever happens to the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from tianbao.store import Store, StoreUnusable, checking, deleting, ledger
from tianbao.store.ledger import Claim, Finished
from tianbao.store.models import ARRIVED, Document
from tianbao.working.patience import patiently
from tianbao.working.presence import Presence
from tianbao.working.worker import Outcome

T = TypeVar("T")

LOG = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds that the store may be unusable

NOT_STORED = "读取的结果无法存入（{detail}）；请联系管理员。"


class Settled(NamedTuple):
    """A document that was read, and how that ended."""

    document_id: int
    name: str
    state: str  # in the ledger; `received` where it waits for another try
    code: str | None = None  # of the reason, where it gave no form
    message: str | None = None


class Desk:
    """The claims of one coordinator, who is there by `presence`.

    A transaction is tried again while the store can't be worked with. It may have been done all the
    same, and only the answer been lost: so each does no harm when it is done twice.
    """

    def __init__(self, store: Store, presence: Presence) -> None:
        self._store = store
        self._presence = presence
        self._patience = PATIENCE
        self._shaken = False  # whether something may have been done that we weren't told of

    def hurry(self) -> None:
        """From now on nothing is tried twice."""
        self._patience = 0.0

    def claim(self, most: int, mine: Collection[int]) -> list[Claim]:
        """Up to `most` documents to read; `mine` are the ids of those that are being read."""
        if self._shaken:
            self._recover(mine)
        return self._do(partial(ledger.claim, most=most, by=self._presence.name))

    def bytes_of(self, claim: Claim) -> bytes:
        """The document; tried once. Raises BlobMissing, and whatever the blobs' place raises."""
        return self._store.blobs.get(claim.sha256)

    def settle(self, read: Sequence[tuple[Claim, Outcome]]) -> list[Settled]:
        """Puts what was read into the store, in one transaction where they all can be. Not settled
        are documents that another has claimed meanwhile."""
        try:
            return self._do(partial(_record, read=read))
        except StoreUnusable:
            raise
        except Exception as error:
            if len(read) > 1:
                return [settled for each in read for settled in self.settle([each])]
            ((claim, _),) = read
            LOG.exception("%s: what was read can't be stored", claim.name)
            detail = f"{type(error).__name__}: {error}"[:500]
            return [self.fail(claim, "not-stored", NOT_STORED.format(detail=detail))]

    def fail(self, claim: Claim, code: str, message: str) -> Settled:
        """Ends a document that can't be read."""
        self._do(lambda session: ledger.fail(session, claim, code, message))
        return Settled(claim.document_id, claim.name, "unusable", code, message)

    def give_back(self, claims: Sequence[Claim]) -> None:
        """Leaves documents to others, or to another time."""
        self._do(lambda session: [ledger.give_back(session, claim) for claim in claims])

    def release_own(self) -> None:
        """Leaves whatever else the ledger has as ours: an interrupt may have come between a claim
        and our noting it."""
        self._do(partial(ledger.release, by=self._presence.name))

    def release_dead(self) -> int:
        """Gives back what coordinators had that are no more; how many documents that are."""
        others = {each.by for each in self._do(ledger.claimants)} - {self._presence.name}
        return sum(
            self._do(partial(ledger.release, by=by))
            for by in others
            if self.patiently(partial(self._presence.is_gone, by))
        )

    def check_outdated(self) -> None:
        """Checks anew what was checked by another deadline or quota than the office's present
        ones, a part at a time so that nobody waits long."""
        while self._do(checking.check_outdated):
            continue

    def delete_old(self) -> None:
        """Deletes what is older than the office keeps documents."""
        self.patiently(lambda: deleting.delete_old(self._store, who="keep_days"))

    def _recover(self, mine: Collection[int]) -> None:
        """Takes the lock again, and gives back what was claimed without our being told."""
        self.patiently(self._presence.renew)
        self._do(lambda session: _release_but(session, self._presence.name, mine))
        self._shaken = False

    def _do(self, step: Callable[[Session], T]) -> T:
        def transaction() -> T:
            with self._store.session() as session:
                return step(session)

        return self.patiently(transaction)

    def patiently(self, step: Callable[[], T]) -> T:
        """The result of `step`, tried again while the store can't be worked with."""
        return patiently(step, self._shake, self._patience)

    def _shake(self) -> None:
        self._shaken = True


def _record(session: Session, read: Sequence[tuple[Claim, Outcome]]) -> list[Settled]:
    """Notes what documents gave; without those whose claim was another's by then, who reads them,
    too."""
    finished = [
        Finished(claim, outcome.prepared, outcome.seconds, outcome.reader)
        for claim, outcome in read
        if not outcome.killed
    ]
    known = ledger.finish_all(session, finished) if finished else set()
    for claim, outcome in read:
        if outcome.killed and ledger.died(session, claim, *outcome.prepared.reason or ("", "")):
            known.add(claim.document_id)
    return [
        Settled(claim.document_id, claim.name, state, *outcome.prepared.reason or (None, None))
        for claim, outcome in read
        if (state := session.get_one(Document, claim.document_id).state) not in ARRIVED
        or claim.document_id in known
    ]


def _release_but(session: Session, by: str, mine: Collection[int]) -> None:
    session.execute(
        update(Document)
        .where(
            Document.state == "reading",
            Document.claimed_by == by,
            Document.id.not_in(list(mine)),
        )
        .values(state="received", claimed_by=None, claimed_at=None)
    )
