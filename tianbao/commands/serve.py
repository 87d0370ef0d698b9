"""`tianbao serve --store URL`"""

from __future__ import annotations

import signal

import click

from tianbao.interrupts import INTERRUPTED
from tianbao.options import log as log_option
from tianbao.options import store_options

OPEN = "The pages are open to other machines: let only HTTPS reach them (docs/security.md)."


@click.command("serve")
@store_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port."
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(0, 64),
    help="Read so many at once of what comes in, 0 for none.",
)
@log_option
@click.pass_context
def command(
    ctx: click.Context,
    store: str,
    blobs: str | None,
    host: str,
    port: int,
    workers: int,
    log: str,
) -> None:
    """Serve the review pages and the HTTP interface.

    They are for this machine alone unless --host says otherwise. What is taken in meanwhile is read
    in the background.
    """
    from tianbao.logs import begin
    from tianbao.store import open_store
    from tianbao.web import create_app
    from tianbao.web.background import check_outdated, reading
    from tianbao.web.serving import is_local, serve

    begin(log)
    opened = open_store(store, blobs)
    if not is_local(host):
        click.echo(OPEN, err=True)
    click.echo(f"http://{host}:{port}/", err=True)
    try:
        check_outdated(opened)
        with reading(store, blobs, workers, log):
            stopped_by = serve(create_app(opened), host, port)
    finally:
        opened.close()
    if stopped_by == signal.SIGINT:
        ctx.exit(INTERRUPTED)
