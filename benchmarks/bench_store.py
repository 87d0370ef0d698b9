"""A store of 100,000 submissions: how long a page of the list, a search and a record take, in the
store and as pages of the review (Flask, without the network), and whether taking in and finishing
costs the same at the end as at the beginning.

    python -m benchmarks.bench_store [NUMBER [postgresql://… ]]

What is measured is the time that passes, as a person waits for it: of each way the median and the
slowest of its turns, in milliseconds, and the median of the processor time of this process, in
which SQLite works. The submissions are a printed sample's with other names.
"""

from __future__ import annotations

import copy
import json
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert, select

import tianbao
from tests.tianbao.web.conftest import PASSWORD, signed_in
from tianbao.store import Store, ledger, listing, open_store, revising, searching
from tianbao.store.listing import Filters
from tianbao.store.models import Content, Document, Finding, Gram, Submission
from tianbao.web import create_app, users

SAMPLES = Path(__file__).parents[1] / "samples"
NUMBER = 100_000
BATCH = 50  # submissions put in as the workers do
TURNS = 20
DISTRICTS = ("浦东新区", "嘉定区", "闵行区", "松江区", "临港新片区", "崇明区")
FIRST = datetime(2024, 5, 1, tzinfo=UTC)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"{folder}/store"
        store = open_store(url, f"{folder}/blobs")
        print(fill(store, number))
        for name, way in (ways(store, number) | pages(store)).items():
            print(timed(name, way))
        store.close()


def fill(store: Store, number: int) -> str:
    """Finishes some submissions as the workers do, makes most by copying rows, and finishes some
    more; how many milliseconds one took at the beginning and one at the end."""
    (path,) = (SAMPLES / "records").glob("a01-*.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    results = tianbao.extract(tianbao.render("application", record))
    random.seed(2024)
    first = _each(lambda: put(store, results, range(BATCH)))
    for at in range(BATCH, number - BATCH, 1000):
        copied(store, range(at, min(at + 1000, number - BATCH)))
    last = _each(lambda: put(store, results, range(number - BATCH, number)))
    return f"a submission put in: {first:.1f} ms at the beginning, {last:.1f} ms at the end (CPU)"


def _each(way: Callable[[], object]) -> float:
    start = process_time()
    way()
    return (process_time() - start) * 1000 / BATCH


def copied(store: Store, numbers: range) -> None:
    """Rows like those of the first submissions, under other names."""
    with store.session() as session:
        document, submission, finding = (
            [row._asdict() for row in session.execute(select(table).limit(BATCH))]
            for table in (
                Document.__table__,
                Submission.__table__,
                Finding.__table__,
            )
        )
        rows: dict[Any, list[dict[str, Any]]] = {}
        for number in numbers:
            place, id = number % BATCH, 10 * BATCH + number
            name = f"上海第{number}智造有限公司"
            own = {
                "id": id,
                "document_id": id,
                "application_id": None,
                "applicant": name,
                "arrived_at": FIRST + timedelta(seconds=number),
                "district": (district := random.choice(DISTRICTS)),
                "search": f"{name}\n{district}\n申报书{number}.docx",
            }
            old = submission[place]
            rows.setdefault(Document, []).append(
                {**document[place], "id": id, "sha256": f"{number:064x}"}
            )
            rows.setdefault(Submission, []).append({**old, **own})
            rows.setdefault(Finding, []).extend(
                {**each, "submission_id": id}
                for each in finding
                if each["submission_id"] == old["id"]
            )
            rows.setdefault(Gram, []).extend(
                {"gram": gram, "submission_id": id} for gram in searching.grams(own["search"])
            )
        for table, values in rows.items():
            if values:
                session.execute(insert(table), values)
        first = submission[0]["id"]
        columns = [column for column in Content.__table__.c if column.name != "submission_id"]
        contents = (
            select(Submission.id, *columns)
            .join(Content, Content.submission_id == first + Submission.id % BATCH)
            .where(Submission.id.between(10 * BATCH + numbers[0], 10 * BATCH + numbers[-1]))
        )
        names = ["submission_id", *(column.name for column in columns)]
        session.execute(insert(Content).from_select(names, contents))


def put(store: Store, results: list[dict[str, Any]], numbers: range) -> None:
    with store.session() as session:
        for number in numbers:
            document, _ = ledger.add_document(session, f"{number:064x}", 1, f"申报书{number}.docx")
            arrived = FIRST + timedelta(seconds=number)
            ledger.add_arrival(
                session, document, source="bench", path=[], name="a", arrived_at=arrived
            )
        for claim in ledger.claim(session, len(numbers), "bench"):
            given = varied(results, claim.document_id)
            ledger.finish(session, claim, given, seconds=0.1, reader="bench")


def varied(results: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """The results as another applicant's; every fifth doubtful, every seventh with an error."""
    given = copy.copy(results[0])
    given["record"] = record = copy.deepcopy(given["record"])
    record["applicant"]["name"] = record["cover"]["applicant"] = f"上海第{number}智造有限公司"
    record["applicant"]["credit_code"] = f"{number:018d}" if number % 7 == 0 else None
    record["cover"]["recommender"] = random.choice(DISTRICTS)
    if number % 5 == 0:
        doubt = {"code": "needs-review", "path": "cover.date", "severity": "warning"}
        given["problems"] = [{**doubt, "message": "请核对"}]
    return [given]


def ways(store: Store, number: int) -> dict[str, Callable[[], object]]:
    def listed(filters: Filters, sort: str = "-arrived", after: str | None = None) -> object:
        with store.reading() as session:
            return listing.page(session, filters, sort=sort, after=after)

    def deep() -> str | None:
        with store.reading() as session:
            ids = select(Submission.arrived_at, Submission.id).order_by(Submission.id)
            moment, id = session.execute(ids.offset(number // 2).limit(1)).one()
            return listing.cursor(moment, id)

    def counted() -> object:
        with store.reading() as session:
            return (
                listing.count(session, Filters(doubtful=True)),
                listing.tally(session, "district"),
                listing.problems(session),
            )

    def record() -> object:
        with store.reading() as session:
            found = revising.load(session, random.choice(ids))
            return found.record, found.fields, found.revisions, found.rulings

    def corrected() -> object:
        with store.session() as session:
            found = revising.load(session, random.choice(ids))
            changes = {"applicant.contact.fax": "021-59560001"}
            return revising.correct(session, found.id, found.version, changes, who="bench")

    middle = deep()
    with store.reading() as session:
        ids = session.scalars(select(Submission.id)).all()
    return {
        "first page": lambda: listed(Filters()),
        "page in the middle": lambda: listed(Filters(), after=middle),
        "district": lambda: listed(Filters(district="嘉定区")),
        "district, by the applicant": lambda: listed(Filters(district="嘉定区"), "applicant"),
        "with an error": lambda: listed(Filters(faulty=True)),
        "doubtful ones of a district": lambda: listed(Filters(doubtful=True, district="嘉定区")),
        "with a problem, most doubts first": lambda: listed(Filters(code="missing"), "-doubts"),
        "search that finds one": lambda: listed(Filters(search=f"第{number // 3}智造")),
        "search for two characters": lambda: listed(Filters(search="上海")),
        "search for digits": lambda: listed(Filters(search="4242")),
        "search that finds nothing": lambda: listed(Filters(search="没有这个")),
        "counts of the dashboard": counted,
        "record": record,
        "correction": corrected,
    }


def pages(store: Store) -> dict[str, Callable[[], object]]:
    """The pages of the review, as a reviewer's browser asks for them."""
    with store.session() as session:
        users.add_user(session, "bench", "reviewer", PASSWORD)
    client = signed_in(create_app(store), "bench")
    with store.reading() as session:
        ids = session.scalars(select(Submission.id)).all()

    def got(address: str) -> Callable[[], object]:
        return lambda: client.get(address).get_data()

    return {
        "review page: the list": got("/"),
        "review page: the list of a district": got("/?district=嘉定区"),
        "review page: a search": got("/?search=上海"),
        "review page: a record": lambda: got(f"/records/{random.choice(ids)}")(),
        "review page: the dashboard": got("/dashboard"),
    }


def timed(name: str, way: Callable[[], object]) -> str:
    times, busy = [], []
    for _ in range(TURNS):
        start, begun = perf_counter(), process_time()
        way()
        times.append((perf_counter() - start) * 1000)
        busy.append((process_time() - begun) * 1000)
    slowest = max(times)
    return (
        f"{name:36} {median(times):8.1f} ms   slowest {slowest:8.1f} ms   CPU {median(busy):6.1f}"
    )


if __name__ == "__main__":
    main()
