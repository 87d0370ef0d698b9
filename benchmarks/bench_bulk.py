"""Documents a second from a store into its ledger, by one and two workers of this machine and by a
Dask cluster with two: `python -m benchmarks.bench_bulk [documents]`.

Bare reading is `extract` in one process that does nothing else. Each way has a store of its own, an
application for each applicant, and workers that are warm; what is timed is from the first claim to
the last document settled. The clock is measured, for the work is done in several processes; the
ways take turns, each with a part of the documents, and the ratio within a turn counts.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from extractors.extract import extract
from forms.registry import get
from renderers.docx import render
from tests.servers.dask import dask
from tests.tianbao.working.filling import fill
from tianbao.store import open_store
from tianbao.working import ClusterPool, LocalPool, Pool, work
from tianbao.working.worker import read_document

DOCUMENTS = 1_000
TURNS = 5
RECORD = Path(__file__).parents[1] / "samples" / "records" / "a01-automotive-twin.json"

Way = Callable[[list[bytes]], None]


def main(count: int = DOCUMENTS) -> None:
    documents = list(applications(count))
    part = count // TURNS
    parts = [documents[start : start + part] for start in range(0, part * TURNS, part)]
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        cluster = stack.enter_context(dask(Path(folder)))
        pools: dict[str, Pool] = {
            "1 worker": LocalPool(1),
            "2 workers": LocalPool(2),
            "Dask, 2 workers": ClusterPool(cluster.address),
        }
        ways: dict[str, Way] = {"bare reading": bare}
        for name, pool in pools.items():
            stack.callback(pool.shutdown, wait=False)
            warm(pool, documents[0])
            ways[name] = Stored(pool, Path(folder, name))
        report(take_turns(ways, parts), part)


def applications(count: int) -> Iterator[bytes]:
    """Filled applications, each of another applicant."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    form = get("application")
    for number in range(count):
        applicant = {**record["applicant"], "name": f"上海示例{number}号有限公司"}
        applicant["credit_code"] = None
        yield render(form, {**record, "applicant": applicant})


def bare(documents: list[bytes]) -> None:
    for document in documents:
        extract(document, "a.docx")


class Stored:
    """From a store's ledger to its ledger; `timed` is what counts of a call."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._store = open_store(folder)
        self.timed = 0.0

    def __call__(self, documents: list[bytes]) -> None:
        fill(self._store, documents)
        start = perf_counter()
        work(self._store, self._pool, lambda _: None)
        self.timed = perf_counter() - start


def warm(pool: Pool, document: bytes) -> None:
    for call in [pool.submit(read_document, document, "warm.docx") for _ in range(8)]:
        call.result()


def take_turns(ways: dict[str, Way], parts: list[list[bytes]]) -> dict[str, list[float]]:
    """Seconds that each way took for each part."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for part in parts:
        for name, way in ways.items():
            start = perf_counter()
            way(part)
            spent = perf_counter() - start
            times[name].append(way.timed if isinstance(way, Stored) else spent)
    return times


def report(times: dict[str, list[float]], documents: int) -> None:
    print(f"{'way':20} {'documents/s':>12} {'of bare':>8}")
    for name, own in times.items():
        ratio = ratio_of(times["bare reading"], own)
        print(f"{name:20} {documents / median(own):12.1f} {ratio:8.2f}")
    bare, local, cluster = times["bare reading"], times["2 workers"], times["Dask, 2 workers"]
    print(f"2 workers: {ratio_of(bare, local) / 2:.0%} of twice bare")
    print(f"Dask: {ratio_of(cluster, local):.2f} times as long as the local pool")


def ratio_of(one: list[float], other: list[float]) -> float:
    """How many times as long as `other` `one` took, turn by turn."""
    return median(a / b for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
