"""Mails with an application each, from a folder of `.eml` to checked records in a store, read by
one and by two workers of this machine and by a Dask cluster with two:
`python -m benchmarks.bench_bulk [mails]`.

Bare reading is `extract` of the same documents in one process that does nothing else. Each way has
a store of its own and workers that are warm; the ways take turns, each with the same part of the
mails, and the ratio within a turn counts. Two things are measured: the clock, which says what an
office waits for and is worth something only on a machine that does nothing else; and the time that
all processes together had a processor, which says how much more than reading the work is, and holds
on a busy machine, too.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import psutil

from extractors.extract import extract
from forms.registry import get
from renderers.docx import render
from tests.servers.dask import dask
from tianbao.intake.taking import take_in
from tianbao.store import open_store
from tianbao.working import ClusterPool, LocalPool, Pool, work
from tianbao.working.worker import read_document

MAILS = 1_000
TURNS = 5
RECORD = Path(__file__).parents[1] / "samples" / "records" / "a01-automotive-twin.json"
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"

BARE, INTAKE, ONE, TWO, CLUSTER = (
    *("bare reading", "intake"),
    *("work, 1 worker", "work, 2 workers", "work, Dask, 2 workers"),
)
WORKERS = {BARE: 1, INTAKE: 1, ONE: 1, TWO: 2, CLUSTER: 2}


class Cost(NamedTuple):
    """What a job took, in seconds."""

    clock: float
    processor: float  # of this process and all below it


def main(count: int = MAILS) -> None:
    documents = list(applications(count))
    part = max(1, count // TURNS)
    parts = [documents[start : start + part] for start in range(0, len(documents), part)][:TURNS]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = stack.enter_context(dask(folder))
        pools = {
            ONE: LocalPool(1),
            TWO: LocalPool(2),
            CLUSTER: ClusterPool(cluster.address),
        }
        desks = {name: Desk(pool, folder / name) for name, pool in pools.items()}
        for name, desk in desks.items():
            stack.callback(desk.close)
            warm(pools[name], WORKERS[name], documents[0])
        extract(documents[0], "warm.docx")
        turns = []
        for number, own in enumerate(parts, start=1):
            turns.append(turn(desks, own, folder / f"mails-{number}"))
            print(f"turn {number} of {len(parts)}: " + told(turns[-1]), flush=True)
    report(turns, part)


def applications(count: int) -> Iterator[bytes]:
    """Filled applications, each of another applicant."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    form = get("application")
    for number in range(count):
        applicant = {**record["applicant"], "name": f"上海示例{number}号有限公司"}
        applicant["credit_code"] = None
        yield render(form, {**record, "applicant": applicant})


def warm(pool: Pool, workers: int, document: bytes) -> None:
    for call in [pool.submit(read_document, document, "warm.docx") for _ in range(4 * workers)]:
        call.result()


class Desk:
    """A store, and who reads for it."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._store = open_store(folder)

    def take_in(self, mails: Path) -> None:
        take_in(self._store, [str(mails)])

    def work(self) -> None:
        work(self._store, self._pool, lambda _: None)

    def close(self) -> None:
        self._store.close()
        self._pool.shutdown(wait=False)


def turn(desks: Mapping[str, Desk], documents: Sequence[bytes], mails: Path) -> dict[str, Cost]:
    """What each way took for those documents."""
    write(mails, documents)
    costs = {BARE: cost_of(lambda: bare(documents))}
    for name, desk in desks.items():
        costs[INTAKE] = cost_of(lambda desk=desk: desk.take_in(mails))
        costs[name] = cost_of(desk.work)
    return costs


def write(folder: Path, documents: Sequence[bytes]) -> None:
    """A mail for each document."""
    folder.mkdir()
    for number, document in enumerate(documents):
        mail = EmailMessage(SMTP)
        mail["From"], mail["To"] = f"{number}@applicant.example", "office@district.example"
        mail["Subject"], mail["Message-ID"] = (
            "申报材料",
            f"<{folder.name}-{number}@applicant.example>",
        )
        mail["Date"] = "Sat, 01 Jun 2024 10:00:00 +0800"
        mail.set_content("申报书见附件。")
        mail.add_attachment(document, "application", WORD, filename="申报书.docx")
        (folder / f"{number}.eml").write_bytes(mail.as_bytes())


def bare(documents: Sequence[bytes]) -> None:
    for document in documents:
        extract(document, "a.docx")


def cost_of(job: Callable[[], object]) -> Cost:
    start, before = perf_counter(), spent()
    job()
    return Cost(perf_counter() - start, spent() - before)


def spent() -> float:
    """Seconds that this process and those below it had a processor, ended ones with them."""
    this = psutil.Process()
    total = 0.0
    for process in (this, *this.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def told(costs: Mapping[str, Cost]) -> str:
    return ", ".join(f"{name} {cost.clock:.1f} s" for name, cost in costs.items())


def report(turns: Sequence[Mapping[str, Cost]], documents: int) -> None:
    print(f"{'':24} {'documents/s':>12} {'of bare x workers':>18} {'processor time to bare':>23}")
    for name, workers in WORKERS.items():
        clocks = [costs[name].clock for costs in turns]
        speed = median(costs[BARE].clock / costs[name].clock / workers for costs in turns)
        more = median(costs[name].processor / costs[BARE].processor for costs in turns)
        print(f"{name:24} {documents / median(clocks):12.1f} {speed:18.0%} {more:23.2f}")
    for name in (ONE, TWO, CLUSTER):
        clock = median(costs[INTAKE].clock + costs[name].clock for costs in turns)
        print(f"mails to records, {name.removeprefix('work, ')}: {documents / clock:.1f} a second")
    for what, place in (("clock", 0), ("processor time", 1)):
        ratio = median(costs[CLUSTER][place] / costs[TWO][place] for costs in turns)
        print(f"Dask to the local pool by {what}: {ratio:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
