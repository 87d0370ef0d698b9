"""`tianbao work --store URL`"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

import click

from tianbao.interrupts import INTERRUPTED, ends_within
from tianbao.isolation.forking import start_server
from tianbao.options import log as log_option
from tianbao.options import store_options
from tianbao.progress import progress

if TYPE_CHECKING:
    from tianbao.store import Store
    from tianbao.working import Pool, Settled

LOG = logging.getLogger(__name__)

MOST_CLEANING = 8.0  # seconds after an interrupt; it takes two on a machine that has them
SOME_UNREAD = 3

# State of a document in the ledger → how the summary calls it.
ENDS = {"checked": "read", "unusable": "not usable", "set-aside": "set aside"}


@click.command("work")
@store_options
@click.option(
    "--workers", type=click.IntRange(min=1), help="Read so many at once (default: all processors)."
)
@click.option("--cluster", metavar="URL", help="Read on the Dask cluster at tcp://HOST:PORT.")
@click.option("--follow", is_flag=True, help="Go on: wait for what is taken in later.")
@log_option
@click.pass_context
def command(
    ctx: click.Context,
    store: str,
    blobs: str | None,
    workers: int | None,
    cluster: str | None,
    follow: bool,
    log: str,
) -> None:
    """Read what a store has taken in, until nothing is left.

    May be interrupted, and run by several at once: each document is read once. What gave no form is
    told on standard error; the exit status is 3 then.
    """
    if cluster is not None and workers is not None:
        raise click.UsageError("--workers is for this machine; a cluster has workers of its own.")
    if cluster is None:
        start_server()
    from tianbao.store import open_store

    if log == "json":
        from tianbao.logs import begin

        begin(log)
    say = logged if log == "json" else told
    with (
        ends_within(MOST_CLEANING) as stopped,
        closing(open_store(store, blobs, make=False)) as opened,
    ):
        pool = pool_of(cluster, workers)
        try:
            ctx.exit(run(opened, pool, follow, say, stopped))
        finally:
            pool.shutdown(wait=False)


def pool_of(cluster: str | None, workers: int | None) -> Pool:
    from tianbao.verbs.reading import processors
    from tianbao.working import ClusterPool, LocalPool

    return ClusterPool(cluster) if cluster else LocalPool(workers or processors())


def run(
    store: Store, pool: Pool, follow: bool, say: Callable[[Settled], None], stopped: Event
) -> int:
    """Works and returns the exit status; an interrupt (`stopped`) keeps what is done."""
    from tianbao.working import work

    ends: Counter[str] = Counter()
    start = monotonic()
    with progress(None if follow else waiting(store), "reading") as advance:

        def tell(document: Settled) -> None:
            if document.state not in ENDS:
                return  # its worker died, and it is read again
            ends[document.state] += 1
            say(document)
            advance()

        work(store, pool, tell, follow=follow, stopped=stopped)
    click.echo(summary(ends, monotonic() - start))
    if stopped.is_set():
        return INTERRUPTED
    return SOME_UNREAD if set(ends) - {"checked"} else 0


def logged(document: Settled) -> None:
    """Logs how the reading of a document ended."""
    fields = {
        "document": document.document_id,
        "name": document.name,
        "state": document.state,
        "code": document.code,
        "reason": document.message,
    }
    LOG.info("document settled", extra={"fields": fields})


def told(document: Settled) -> None:
    """Tells a person of what gave no form."""
    if document.code is not None:
        # Not err=True: click would look through the bar for the terminal, and write into it.
        click.echo(f"{document.name}: {document.code}: {document.message}", file=sys.stderr)


def waiting(store: Store) -> int:
    """How many documents there are to read."""
    from tianbao.store import ledger

    with store.reading() as session:
        counts = ledger.counts(session)
    return counts["received"] + counts["reading"]


def summary(ends: Counter[str], seconds: float) -> str:
    counts = ", ".join(f"{ends[state]} {name}" for state, name in ENDS.items())
    return f"{counts}; {ends.total() / seconds:.1f} documents a second"
