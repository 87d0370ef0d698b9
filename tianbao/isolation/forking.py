"""The server that reading processes are forked from.

Started first thing, it warms up while the rest of the command is imported.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

PRELOADED = ["tianbao.isolation.warm"]


def start_server() -> ForkServerContext:
    """Starts the server unless it runs, without waiting for it.

    Gives the context to make processes with.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()
    return context
