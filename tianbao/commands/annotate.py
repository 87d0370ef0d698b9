"""`tianbao annotate FILE -o FILE.docx`"""

from __future__ import annotations

from pathlib import Path

import click

from tianbao.files import refuse_overwriting, write_whole
from tianbao.isolation.forking import start_server
from tianbao.options import force, output, require_word


@click.command("annotate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@output("The Word file to write (.docx).", required=True)
@click.option("--author", metavar="NAME", help="Who wrote the comments.")
@force
def command(file: Path, output: Path, author: str | None, force: bool) -> None:
    """Write every problem of the submitter's own Word FILE into it, a comment at its place.

    Nothing else in the file changes, and its own comments stay. Problems that have no place are
    gathered in one comment at the title.
    """
    require_word(output)
    refuse_overwriting(output, force=force)
    start_server()
    from tianbao.verbs.rewriting import rewritten, tell_converted, write_comments

    made = rewritten(file, write_comments, author)
    write_whole(output, made.data, force=force)
    tell_converted(file, made)
