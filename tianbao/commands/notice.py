"""`tianbao notice FILE -o FILE.docx`"""

from __future__ import annotations

import datetime
from contextlib import closing
from pathlib import Path

import click

from forms.registry import get
from tianbao.errors import Unread, WrongCall
from tianbao.files import refuse_overwriting, write_whole
from tianbao.options import force, output
from tianbao.verbs.noticing import FORM, Letter, notice_of
from tianbao.verbs.reading import Result
from tianbao.verbs.results import results

NOTHING = "没有需要补正的内容，未生成通知书"

Date = click.DateTime(formats=["%Y-%m-%d"])


@click.command("notice")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@output("The file to write (.docx or .pdf).", required=True)
@click.option("--by", type=Date, metavar="DATE", help="The date by which (default: in ten days).")
@click.option("--from", "issuer", metavar="OFFICE", help="The office that writes.")
@click.option(
    "--include",
    multiple=True,
    metavar="CODE",
    help="Ask also about problems of this code that are the office's own (needs-review).",
)
@force
def command(
    file: Path,
    output: Path,
    by: datetime.datetime | None,
    issuer: str | None,
    include: tuple[str, ...],
    force: bool,
) -> None:
    """Write a 补正通知书: the numbered list of what the applicant must put right.

    FILE is a document or a record (.json). Where nothing is to put right, nothing is written.
    """
    if output.suffix.lower() not in (".docx", ".pdf"):
        raise WrongCall(f"{output}: name a file that ends in .docx or .pdf.")
    refuse_overwriting(output, force=force)
    record = notice_of(read(file), Letter(issuer, by=by.date() if by else None, include=include))
    if record is None:
        click.echo(f"{file}: {NOTHING}", err=True)
        return
    write_whole(output, printed(record, output.suffix.lower()), force=force)


def read(file: Path) -> list[Result]:
    """What the file gave; raises Unread where one of its forms gave no record."""
    with closing(results([file])) as readings:
        found = next(readings)
    for result in found:
        if result["form"] is None:
            raise Unread(result["reason"]["code"], f"{file}: {result['reason']['message']}")
    return found


def printed(record: dict[str, object], suffix: str) -> bytes:
    if suffix == ".pdf":
        from renderers.pdf import render as print_pdf

        return print_pdf(get(FORM), record)
    from renderers.docx import render as print_word

    return print_word(get(FORM), record)
