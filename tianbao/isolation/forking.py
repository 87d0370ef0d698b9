"""The server that reading processes are forked from.

Started first thing, it warms up while the rest of the command is imported.
"""

from __future__ import annotations

import multiprocessing
import signal
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext

PRELOADED = ["tianbao.isolation.warm"]


def start_server() -> ForkServerContext:
    """Starts the server unless it runs, without waiting for it.

    Gives the context to make processes with.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    # A terminal's Ctrl-C reaches the server and what is forked from it, too, which would end with
    # tracebacks on the command's standard error: who started them ends them.
    resource_tracker.ensure_running()  # starting later, it would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context
