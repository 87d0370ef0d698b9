"""`/metrics`, for Prometheus: the ledger as it is when asked, and the requests of this process."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final

from flask import Flask, Response, current_app, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tianbao.store import Store
from tianbao.store.models import Document
from tianbao.web.access import require_role
from tianbao.working.figures import figures

EXTENSION: Final = "tianbao-metrics"
READING: Final = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds a document
ANSWERING: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds a request
# A stranger may call with a method of his own each time: labels must stay few.
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def init(app: Flask) -> None:
    app.extensions[EXTENSION] = Metrics(app.extensions["tianbao-store"])
    app.add_url_rule("/metrics", "metrics", show)


def show() -> Response:
    """The figures, for this machine, and for whoever comes with a token from elsewhere."""
    if not _is_near(request.remote_addr):
        require_role("viewer")
    return Response(generate_latest(the_metrics().registry), mimetype=CONTENT_TYPE_PLAIN_0_0_4)


def the_metrics() -> Metrics:
    metrics: Metrics = current_app.extensions[EXTENSION]
    return metrics


class Metrics:
    """All figures of one application."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Ledger(store))
        self._requests = Counter(
            "tianbao_requests",
            "Requests answered",
            ["method", "endpoint", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "tianbao_request_seconds",
            "Time to answer",
            ["endpoint"],
            buckets=ANSWERING,
            registry=self.registry,
        )

    def note(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Counts a request."""
        method = method if method in METHODS else "other"
        self._requests.labels(method, endpoint, status).inc()
        self._seconds.labels(endpoint).observe(seconds)


class Ledger(Collector):
    """What the store has, asked of it at each scrape, so that it is right whoever works."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> Iterator[Metric]:
        return iter(())  # else it would be asked when it is registered

    def collect(self) -> Iterator[Metric]:
        with self._store.reading() as session:
            found = figures(session)
            reading = read_seconds(session)
        yield _gauge("documents", "Documents by state", "state", found.counts)
        yield _gauge("unusable_documents", "Not read, by reason", "reason", found.unusable)
        waits = (found.at - found.oldest_waiting).total_seconds() if found.oldest_waiting else 0
        yield GaugeMetricFamily(
            "tianbao_queue_age_seconds", "How long a document waits already", max(0.0, waits)
        )
        yield GaugeMetricFamily("tianbao_workers", "Who has documents in hand", len(found.workers))
        yield reading


def read_seconds(session: Session) -> HistogramMetricFamily:
    """How long the documents took that were read."""
    below = [func.sum(case((Document.seconds <= most, 1), else_=0)) for most in READING]
    columns = (*below, func.count(Document.seconds), func.sum(Document.seconds))
    *counts, number, total = session.execute(select(*columns)).one()
    buckets = [(str(most), count or 0) for most, count in zip(READING, counts, strict=True)]
    return HistogramMetricFamily(
        "tianbao_read_seconds",
        "Time to read a document",
        buckets=[*buckets, ("+Inf", number)],
        sum_value=total or 0.0,
    )


def _gauge(name: str, help: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"tianbao_{name}", help, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _is_near(address: str | None) -> bool:
    """Whether a request comes from this machine."""
    return address is not None and ipaddress.ip_address(address).is_loopback
