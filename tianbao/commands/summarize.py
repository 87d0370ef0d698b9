"""`tianbao summarize FILE… -o FILE.docx`"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from tianbao.commands.check import SOME_UNREAD, show_lines
from tianbao.errors import Unread, WrongCall
from tianbao.files import refuse_overwriting, write_whole
from tianbao.options import force, output
from tianbao.progress import tracked
from tianbao.sources.documents import named, shown
from tianbao.verbs.reading import Result
from tianbao.verbs.results import results
from tianbao.verbs.summarizing import KINDS, Listing, doubtful, summarize_results

NOT_LISTED = "未列入：不是可汇总的申报材料"


@click.command("summarize")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@output("The file to write (.docx, .pdf or .xlsx).", required=True)
@force
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], output: Path, force: bool) -> None:
    """List applications in 附件2, in the order given.

    A FILE is a document, a record (.json) or a folder of them. What a district must know (over its
    quota, an applicant twice, names missing) is told on standard error, and so is what was taken
    from an application with doubt. What can't be read or is no
    application is left out and told; the exit status is 3 then.
    """
    kind = output.suffix.lower()
    if kind not in KINDS:
        raise WrongCall(f"{output}: name a file that ends in {', '.join(KINDS)}.")
    refuse_overwriting(output, force=force)
    found = read(named(files, sys.stdin))
    if found and all(result["form"] is None for result in found):
        tell_left_out(found)
        raise Unread("not-a-form", "nothing to list: none of the files could be read.")
    listing = summarize_results(found)
    write_whole(output, listing.printed(kind), force=force)
    tell(listing, shown(output))
    for report in doubtful(listing, found):
        show_lines(report, err=True)
    ctx.exit(SOME_UNREAD if listing.left_out else 0)


def read(paths: list[Path]) -> list[Result]:
    with closing(results(paths)) as readings:
        return [result for found in tracked(readings, len(paths), "reading") for result in found]


def tell(listing: Listing, target: str) -> None:
    """The problems of the list, and why a file is not in it, on standard error."""
    tell_left_out(listing.left_out)
    report = {"source": target, "form": listing.form.name, "problems": listing.problems}
    if listing.problems:
        show_lines(report, err=True)


def tell_left_out(found: list[Result]) -> None:
    for result in found:
        reason = result["reason"]["message"] if result["form"] is None else NOT_LISTED
        click.echo(f"{result['source']['name']}: {reason}", err=True)
