"""`tianbao render FORM RECORD.json -o FILE.docx`, and of many records into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from forms.errors import InvalidRecord, TianbaoError, UnknownForm
from forms.registry import Form
from tianbao.checking import named
from tianbao.errors import Overwriting, WrongCall, messages
from tianbao.files import make_folder, refuse_overwriting, write_whole
from tianbao.names import NameTemplate, numbered
from tianbao.options import FormName, force, output, require_word
from tianbao.progress import tracked
from tianbao.records import Record, lines, parse, unwrap

Source = click.Path(exists=True, dir_okay=False, allow_dash=True)

GONE = "已删去，无处可标："

SOME_WERE_THERE = 2
SOME_BAD = 3


@click.command("render")
@click.argument("form", type=FormName())
@click.argument("records", type=Source, metavar="RECORD.json")
@output("The Word file to write (.docx); with --name the folder to write to.", required=True)
@click.option("--name", metavar="TEMPLATE", help="Name of each file: '{applicant[name]}'.")
@click.option(
    "--changes", type=Source, metavar="OLD.json", help="Mark what is not as in this record."
)
@force
@click.pass_context
def command(
    ctx: click.Context,
    form: Form,
    records: str,
    output: Path,
    name: str | None,
    changes: str | None,
    force: bool,
) -> None:
    """Print a record as a filled FORM.

    RECORD.json holds one record; `-` is standard input. With --name it holds a record a line, and
    each is printed to a file of that name in the folder FILE; a bad one is reported and the others
    go on. A record may also stand in a line that `tianbao extract` wrote. With --changes what is
    not as in OLD.json is printed in red with a wavy line under it and a tint behind it.
    """
    if name is None:
        render_one(form, records, output, changes, force=force)
    elif changes is not None:
        raise WrongCall("--changes goes with one record, not with --name.")
    else:
        ctx.exit(render_many(form, records, output, NameTemplate.of(name, form), force=force))


def render_one(form: Form, source: str, target: Path, changes: str | None, *, force: bool) -> None:
    """Prints the one record of `source`; raises with every error of it, and writes nothing then."""
    if target.is_dir():
        raise WrongCall(f"{target} is a folder: --name says how to name the files in it.")
    require_word(target)
    refuse_overwriting(target, force=force)
    record = loaded(form, source)
    if changes is None:
        print_to(target, form, record, force=force)
    else:
        print_changes(target, form, record, loaded(form, changes), force=force)


def loaded(form: Form, source: str) -> Record:
    with click.open_file(source, "rb") as stream:
        return load(form, parse(stream.read(), source))


def print_changes(target: Path, form: Form, record: Record, old: Record, *, force: bool) -> None:
    """Prints the record with its changes marked, and names the rows that are gone."""
    from renderers.changes import render

    document, gone = render(form, record, old)
    write_whole(target, document, force=force)
    for path in gone:
        click.echo(f"{GONE}“{form.label(path)}” [{path}]", err=True)


def render_many(form: Form, source: str, folder: Path, names: NameTemplate, *, force: bool) -> int:
    """Prints each line's record to a file in `folder`, reports the bad ones and goes on.

    The exit status: 2 if a file was there already, else 3 if a record was bad, else 0.
    """
    if folder.suffix.lower() in (".docx", ".pdf"):
        raise WrongCall(f"{folder}: with --name, -o names a folder.")
    make_folder(folder)
    unique = numbered()
    failures: list[TianbaoError] = []
    with click.open_file(source, "rb") as stream:
        for place, line in tracked(lines(stream, source), None, "printing"):
            try:
                record = load(form, parse(line, place))
                target = folder / f"{unique(names.name(record))}.docx"
                print_to(target, form, record, force=force)
            except (InvalidRecord, UnknownForm, WrongCall) as error:
                report(place, error)
                failures.append(error)
    return status(failures)


def print_to(target: Path, form: Form, record: Record, *, force: bool) -> None:
    from renderers.docx import render

    refuse_overwriting(target, force=force)
    write_whole(target, render(form, record), force=force)


def load(form: Form, data: Record) -> Record:
    """The canonical record of JSON data, bare or in a line of `extract`."""
    name, record = unwrap(data)
    if name is not None and named(name) is not form:
        raise WrongCall(f"this is a record of {name}, not of {form.name}.")
    return form.load(record)


def report(place: str, error: TianbaoError) -> None:
    for message in messages(error):
        click.echo(message if message.startswith(place) else f"{place}: {message}", err=True)


def status(failures: list[TianbaoError]) -> int:
    if any(isinstance(error, Overwriting) for error in failures):
        return SOME_WERE_THERE
    return SOME_BAD if failures else 0
