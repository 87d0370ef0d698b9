"""Work: what the ledger has received is read, on one machine or on many.

    with LocalPool(workers=2) as pool:
        work(store, pool, tell=print)

A pool has the shape of `concurrent.futures.Executor`. Its workers get bytes and give results
(`worker.py`); the coordinator alone (`coordinator.py`) talks to the store, through `desk.py`.
"""

from tianbao.working.coordinator import work
from tianbao.working.desk import Settled
from tianbao.working.pools import ClusterPool, LocalPool, Pool

__all__ = ["ClusterPool", "LocalPool", "Pool", "Settled", "work"]
