"""`tianbao status --store URL`"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tianbao.options import store_options

if TYPE_CHECKING:
    from tianbao.working.figures import Figures


@click.command("status")
@store_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
def command(store: str, blobs: str | None, as_json: bool) -> None:
    """Show how far the work on a store is: counts, rate, what waits, what is set aside and why."""
    from tianbao.store import open_store
    from tianbao.working.figures import figures

    opened = open_store(store, blobs, make=False)
    try:
        with opened.reading() as session:
            found = figures(session)
    finally:
        opened.close()
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        click.echo("\n".join(lines(found)))


def lines(found: Figures) -> list[str]:
    """The figures for people."""
    shown = [f"{state:<12} {count:>9,}" for state, count in found.counts.items()]
    shown.append(f"{'rate':<12} {found.rate:>9,.1f} documents a second in the last five minutes")
    if found.oldest_waiting is not None:
        shown.append(f"waiting since {found.oldest_waiting:%Y-%m-%d %H:%M:%S} UTC")
    if found.seconds_left:
        shown.append(f"time left {span(found.seconds_left)}")
    shown += [f"at work: {by}, {count} documents in hand" for by, count in found.workers.items()]
    shown += [f"not usable: {code} {count:,}" for code, count in found.unusable.items()]
    shown += [
        f"set aside: {each.name} (document {each.id}): {each.code}: {each.message}"
        for each in found.set_aside
    ]
    return shown


def span(seconds: float) -> str:
    """A time to wait, as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:,.1f} hours"
