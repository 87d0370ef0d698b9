"""Where documents are read: by children of this process, or by the workers of a Dask cluster.

Either is an executor of `concurrent.futures` that also says how many calls it works on at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from tianbao.errors import Missing
from tianbao.working import worker

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 30.0  # seconds that a cluster may take to answer and to have a worker
ADDRESS = re.compile(r"(?:tcp|tls)://[^/]+:[0-9]+")
ANSWER = 8.0  # seconds in which a scheduler says who it is
FAREWELL = 1.0  # seconds that leaving it may take

NO_ADDRESS = "{address}: a scheduler's address is tcp://HOST:PORT, or tls:// for one with TLS"
NO_CLUSTER = "{address}: no Dask scheduler answers there; run: dask scheduler"
NO_WORKERS = "{address}: the scheduler has no workers; run: dask worker {address} (docs/bulk.md)"
CLUSTER_GONE = "{address}: the scheduler is gone. Nothing is lost; run the command again."
NO_DASK = "reading on a cluster needs distributed; run: pip install 'tianbao[cluster]'"


class Pool(Executor):
    """An executor whose calls may end with their worker."""

    @property
    def workers(self) -> int:
        """How many calls it works on at once, at this moment."""
        raise NotImplementedError

    def check(self) -> None:
        """Raises Missing when nothing will be read here any more."""


class LocalPool(Pool):
    """`workers` threads, each waiting for a child process of its own that reads."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers, "worker")

    @property
    def workers(self) -> int:
        return self._workers

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the children, too; without `wait`, whatever they are at."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures or not wait)
        worker.close()


class ClusterPool(Pool):
    """The workers of the Dask cluster at `address` (`tcp://host:port`), which run `tianbao`, too.

    A worker must be let have children: `distributed.worker.daemon: False`.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise Missing(NO_DASK) from error
        # With another scheme the client waits for a minute to be closed, after it has refused.
        if not ADDRESS.fullmatch(address):
            raise Missing(NO_ADDRESS.format(address=address))
        _ask(address)
        # What we tell of a lost scheduler it would tell once more, and at length.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self._address = address
        self._known = 1  # workers
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Missing(NO_CLUSTER.format(address=address)) from error
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            self._client.close(timeout=FAREWELL)
            raise Missing(NO_WORKERS.format(address=address)) from error
        # Not pure: a document that is read again is read again.
        self._executor = self._client.get_executor(pure=False)

    @property
    def workers(self) -> int:
        with contextlib.suppress(OSError):  # while it is lost there are as many as there were
            self._known = sum(self._client.nthreads().values())
        return self._known

    def check(self) -> None:
        if self._client.status != "running":
            raise Missing(CLUSTER_GONE.format(address=self._address))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = self._executor.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leaves the cluster; without `wait` what was not begun is never done there."""
        if self._client.status == "running":
            self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close(timeout=FAREWELL)


def _ask(address: str) -> None:
    """Raises Missing where no scheduler says who it is. A client would try for more than a minute
    with what takes a connection and says nothing, or speaks another language."""
    from distributed.core import rpc
    from distributed.security import Security

    async def ask() -> None:
        secure = Security().get_connection_args("client")
        async with rpc(address, connection_args=secure) as scheduler:
            await scheduler.identity()

    try:
        asyncio.run(asyncio.wait_for(ask(), ANSWER))
    except Exception as error:  # whatever an answer that is none breaks; MemoryError is seen, too
        raise Missing(NO_CLUSTER.format(address=address)) from error
