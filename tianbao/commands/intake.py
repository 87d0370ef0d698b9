"""`tianbao intake SOURCE…`"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING

import click

from tianbao.errors import WrongCall
from tianbao.interrupts import INTERRUPTED, ends_within
from tianbao.isolation.forking import start_server
from tianbao.options import store_options

if TYPE_CHECKING:
    from tianbao.intake.finds import Refusal
    from tianbao.intake.servers import Address
    from tianbao.intake.sources import Item
    from tianbao.intake.taking import Summary
    from tianbao.store import Store

MOST_CLEANING = 8.0  # seconds after an interrupt; what is begun is left for the next run
SOME_NOT_USABLE = 3
PASSWORD = "TIANBAO_IMAP_PASSWORD"


@click.command("intake")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@store_options
@click.option("--follow", is_flag=True, help="Go on: wait for files and mails that come later.")
@click.option(
    "--mark-seen", is_flag=True, help="Mark a mail on its server as seen once it is stored."
)
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    store: str,
    blobs: str | None,
    follow: bool,
    mark_seen: bool,
) -> None:
    """Take mails, archives, folders and files into a store; safe to run again.

    A SOURCE is a file (.eml, .msg, .mbox, an archive, a document; told by its bytes), a folder, a
    Maildir, or imaps://user@host/folder. The password is in TIANBAO_IMAP_PASSWORD, or asked for.
    Nothing is ever deleted on a server. What is not usable is told on standard error; the exit
    status is 3 then.
    """
    start_server()
    from tianbao.intake.servers import address
    from tianbao.intake.sources import check, is_server
    from tianbao.store import open_store

    check(sources)
    # Before an interrupt is only noted: who is asked may want to leave.
    passwords = {where: password_of(where) for where in map(address, filter(is_server, sources))}
    with ends_within(MOST_CLEANING) as stopped, closing(open_store(store, blobs)) as opened:
        ctx.exit(run(opened, sources, passwords, stopped, follow=follow, mark_seen=mark_seen))


def run(
    store: Store,
    sources: Sequence[str],
    passwords: Mapping[Address, str],
    stopped: Event,
    *,
    follow: bool,
    mark_seen: bool,
) -> int:
    """Takes in and returns the exit status; an interrupt (`stopped`) keeps what is done."""
    from tianbao.intake.taking import Summary, take_in

    summary = Summary()
    try:
        take_in(
            store,
            sources,
            summary,
            follow=follow,
            mark_seen=mark_seen,
            password=passwords.__getitem__,
            told=tell,
            stopped=stopped,
        )
    finally:
        click.echo(table(summary), err=True)
    if stopped.is_set():
        return INTERRUPTED
    return SOME_NOT_USABLE if summary.refused else 0


def password_of(where: Address) -> str:
    """Raises WrongCall where there is nobody to ask."""
    if told := os.environ.get(PASSWORD):
        return told
    if not sys.stdin.isatty():
        raise WrongCall(f"{where}: put the password in the environment as {PASSWORD}.")
    asked: str = click.prompt(f"Password of {where.account}", hide_input=True, err=True)
    return asked


def tell(item: Item, refusal: Refusal) -> None:
    from tianbao.masking import masked

    # A service's standard error is its log, and a mail's text may have a phone number in it.
    click.echo(f"{item.source}: {refusal.code}: {masked(refusal.message)}", err=True)


def table(summary: Summary) -> str:
    """The counts, a line each."""
    rows = [
        ("mails", summary.mails),
        ("  known already", summary.known_mails),
        ("attachments", summary.attachments),
        ("  new", summary.new),
        ("  known already", summary.known),
        ("left out", summary.left_out),
        ("not usable", summary.refused.total()),
        *((f"  {code}", count) for code, count in summary.refused.most_common()),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}} {count:>8}" for name, count in rows)
