"""Where documents are read: a Dask cluster of real processes, with the store on servers."""

from __future__ import annotations

import os
import signal
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
from click.testing import CliRunner, Result

import tianbao.working.pools as pools
from tests.servers.dask import Cluster, dask
from tests.servers.s3 import s3
from tests.tianbao.working.conftest import Place
from tests.tianbao.working.filling import assert_each_is_read_once, documents, fill
from tianbao.cli import cli
from tianbao.errors import Missing
from tianbao.store import Store, open_store
from tianbao.working import ClusterPool, LocalPool, Settled, work


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with dask(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture
def cluster_pool(cluster: Cluster) -> Iterator[ClusterPool]:
    pool = ClusterPool(cluster.address)
    yield pool
    pool.shutdown(wait=False)


@pytest.fixture
def bucket() -> Iterator[str]:
    with s3() as client:
        client.create_bucket(Bucket="office")
        yield "s3://office/documents"


def test_postgresql_s3_and_a_cluster_do_what_a_folder_does(
    on_server: Place, bucket: str, cluster: Cluster
) -> None:
    store = open_store(on_server.url, bucket)
    ids = fill(store, documents(12))
    places = ["--store", on_server.url, "--blobs", bucket]
    result: Result = CliRunner().invoke(cli, ["work", *places, "--cluster", cluster.address])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("12 read, 0 not usable, 0 set aside")
    assert_each_is_read_once(store, ids)
    store.close()


def test_a_worker_that_is_killed_costs_nothing(
    store: Store, cluster: Cluster, cluster_pool: ClusterPool
) -> None:
    ids = fill(store, documents(30))
    assert cluster_pool.workers == 2

    def kill_one(_: Settled) -> None:
        if len(cluster.workers) == 2:
            nanny = cluster.workers.pop()
            for process in (*psutil.Process(nanny.pid).children(), nanny):
                os.kill(process.pid, signal.SIGKILL)
            nanny.wait()
            cluster.add_worker()

    work(store, cluster_pool, kill_one)
    assert_each_is_read_once(store, ids)


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "ANSWER", 0.5)
    with pytest.raises(Missing, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler"):
        ClusterPool("tcp://127.0.0.1:1")


@pytest.mark.parametrize(
    "said", [b"", b"* OK IMAP4rev1 ready\r\n", b"HTTP/1.1 400 Bad Request\r\n"]
)
def test_what_is_no_scheduler_is_told_soon(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "ANSWER", 1.0)

    class Other(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(said)
            self.request.recv(1)
            self.request.recv(100_000)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Other) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        with pytest.raises(Missing, match="no Dask scheduler answers there"):
            ClusterPool(f"tcp://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("address", ["127.0.0.1", "http://127.0.0.1:8787", "tcp://127.0.0.1"])
def test_what_is_no_address_of_a_scheduler_is_told_at_once(address: str) -> None:
    with pytest.raises(Missing, match="tcp://HOST:PORT"):
        ClusterPool(address)


def test_a_scheduler_that_is_lost_ends_the_work_and_leaves_neither_a_gap_nor_a_process(
    store: Store, cluster: Cluster, pool: LocalPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "PATIENCE", 5.0)
    ids = fill(store, documents(20))
    cluster_pool = ClusterPool(cluster.address)
    left: list[psutil.Process] = []

    def stop_once(_: Settled) -> None:
        if not left:
            for worker in cluster.workers:
                left.extend(psutil.Process(worker.pid).children(recursive=True))
            cluster.scheduler.kill()

    with pytest.raises(Missing, match="the scheduler is gone"):
        work(store, cluster_pool, stop_once)
    cluster_pool.shutdown(wait=False)
    cluster.stop()
    assert len(left) > 2  # two workers, at least one with a server of processes and a child
    for process in left:
        wait_for_end(process)
    work(store, pool, lambda _: None)
    assert_each_is_read_once(store, ids)


def wait_for_end(process: psutil.Process) -> None:
    last = time.monotonic() + 30
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < last, process
            time.sleep(0.05)
