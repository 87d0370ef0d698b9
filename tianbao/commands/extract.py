"""`tianbao extract FILE…`"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tianbao.exports import Sink, choose
from tianbao.files import make_empty_folder
from tianbao.interrupts import INTERRUPTED
from tianbao.isolation.forking import start_server
from tianbao.options import Pages, Target, force, output
from tianbao.progress import tracked
from tianbao.sources.documents import folders, named

if TYPE_CHECKING:
    from tianbao.verbs.reading import Wishes

SOME_UNREAD = 3

NO_PAGES = (
    "{}: no picture: a Word file has no pages before it is printed. Where each value stands in it "
    "is said by `where`; `tianbao annotate` marks the doubts in it."
)


@click.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@output("Write to FILE (.jsonl, .csv or .xlsx) instead of standard output.", required=False)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Read so many at once (default: all processors)."
)
@click.option("--pages", type=Pages(), help="Read only these pages of a PDF.")
@click.option(
    "--explain",
    type=Target(),
    metavar="FOLDER",
    help="Draw each page of a PDF into FOLDER with every field's place, coloured by confidence.",
)
@click.option(
    "--as-one", is_flag=True, help="Each FILE is a folder of pictures, the pages of one document."
)
@force
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    output: Path | None,
    workers: int | None,
    pages: range | None,
    explain: Path | None,
    as_one: bool,
    force: bool,
) -> None:
    """Read documents into records: one JSON object a form found, one line each, in the order given.

    A FILE may be a folder (all files in it), or `-` for a list of files on standard input. What
    could not be read has a line with `"form": null` and the reason; the exit status is 3 then.
    """
    start_server()
    from tianbao.verbs.reading import Wishes

    paths = folders(files, sys.stdin) if as_one else named(files, sys.stdin)
    if explain is not None:
        make_empty_folder(explain, force=force)
    with choose(output, force=force) as sink:
        wishes = Wishes(pages, explain, as_one)
        status = extract(paths, workers, wishes, sink, to_stdout=output is None)
    ctx.exit(status)


def extract(
    paths: list[Path],
    workers: int | None,
    wishes: Wishes,
    sink: Sink,
    *,
    to_stdout: bool,
) -> int:
    """Reads `paths` into `sink` and returns the exit status; an interrupt keeps what is done."""
    from tianbao.verbs.reading import read_all

    unread = False
    try:
        with closing(read_all(paths, workers, wishes)) as readings:
            for results in tracked(readings, len(paths), "reading", to_stdout=to_stdout):
                for result in results:
                    sink.add(result)
                    if wishes.explain is not None and without_pages(result):
                        click.echo(NO_PAGES.format(result["source"]["name"]), err=True)
                    unread = unread or result["form"] is None
    except KeyboardInterrupt:
        return INTERRUPTED
    return SOME_UNREAD if unread else 0


def without_pages(result: dict[str, Any]) -> bool:
    """Whether a document was read that has no pages to draw: only Word's kinds give no number."""
    return result["form"] is not None and result["source"]["pages"] is None
