"""`tianbao correct FILE CHANGES.json -o FILE.docx`"""

from __future__ import annotations

from pathlib import Path

import click

from tianbao.errors import WrongCall
from tianbao.files import refuse_overwriting, write_whole
from tianbao.isolation.forking import start_server
from tianbao.options import force, output, require_word
from tianbao.sources.records import parse


@click.command("correct")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument(
    "changes",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    metavar="CHANGES.json",
)
@output("The Word file to write (.docx).", required=True)
@click.option("--track", is_flag=True, help="Write the changes as tracked changes.")
@click.option("--author", metavar="NAME", help="Who made the tracked changes.")
@force
def command(
    file: Path, changes: str, output: Path, track: bool, author: str | None, force: bool
) -> None:
    """Write changes into the submitter's own Word FILE, where the answers stand.

    CHANGES.json holds one object, a record's paths with their new values:
    {"applicant.name": "…", "tasks.0.budget": null}. `-` is standard input; null clears an answer.
    A change that has no place in the document is refused with its path, and nothing is written.
    """
    if author is not None and not track:
        raise WrongCall("--author says who made tracked changes: it goes with --track.")
    require_word(output)
    refuse_overwriting(output, force=force)
    start_server()
    with click.open_file(changes, "rb") as stream:
        wanted = parse(stream.read(), changes)
    from tianbao.verbs.rewriting import rewritten, tell_converted, write_corrections

    made = rewritten(file, write_corrections, wanted, track, author)
    write_whole(output, made.data, force=force)
    tell_converted(file, made)
