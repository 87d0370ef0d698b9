"""`tianbao extract FILE…`"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from tianbao.documents import named
from tianbao.exports import Sink, choose
from tianbao.forking import start_server
from tianbao.options import force, output
from tianbao.progress import tracked

INTERRUPTED = 130
SOME_UNREAD = 3


@click.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@output("Write to FILE (.jsonl, .csv or .xlsx) instead of standard output.", required=False)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Read so many at once (default: all processors)."
)
@force
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    output: Path | None,
    workers: int | None,
    force: bool,
) -> None:
    """Read documents into records: one JSON object a form found, one line each, in the order given.

    A FILE may be a folder (all files in it), or `-` for a list of files on standard input. What
    could not be read has a line with `"form": null` and the reason; the exit status is 3 then.
    """
    start_server()
    paths = named(files, sys.stdin)
    with choose(output, force=force) as sink:
        status = extract(paths, workers, sink, to_stdout=output is None)
    ctx.exit(status)


def extract(paths: list[Path], workers: int | None, sink: Sink, *, to_stdout: bool) -> int:
    """Reads `paths` into `sink` and returns the exit status; an interrupt keeps what is done."""
    from tianbao.reading import read_all

    unread = False
    try:
        with closing(read_all(paths, workers)) as readings:
            for results in tracked(readings, len(paths), "reading", to_stdout=to_stdout):
                for result in results:
                    sink.add(result)
                    unread = unread or result["form"] is None
    except KeyboardInterrupt:
        return INTERRUPTED
    return SOME_UNREAD if unread else 0
