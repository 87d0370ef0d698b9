"""What the store is asked for is asked again while it can't be worked with: a database that is
started anew, a disk that is full until somebody makes room."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from tianbao.store import BlobMissing, StoreUnusable
from tianbao.store.store import FAULTS

T = TypeVar("T")

LOG = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0  # seconds between two tries, each twice as long as the last

WAITS = "%s; trying again for %.0f s"


def patiently(step: Callable[[], T], failed: Callable[[], None], patience: float) -> T:
    """The result of `step`; each time that the store can't be worked with `failed` is called.

    Raises StoreUnusable when that goes on for more than `patience` seconds; at once BlobMissing,
    and what no waiting mends.
    """
    first: float | None = None
    pause = FIRST_PAUSE
    while True:
        try:
            return step()
        except (BlobMissing, *FAULTS):
            raise
        except (StoreUnusable, DBAPIError, OSError) as error:
            failed()
            first = time.monotonic() if first is None else first
            if time.monotonic() - first >= patience:
                raise _unusable(error) from error
            if pause == FIRST_PAUSE:
                LOG.warning(WAITS, error, patience)
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def _unusable(error: Exception) -> StoreUnusable:
    return error if isinstance(error, StoreUnusable) else StoreUnusable(f"the store: {error}")
