"""`tianbao render FORM RECORD.json -o FILE.docx|.pdf`, and of many records into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import click

from forms.errors import TianbaoError
from forms.registry import Form
from tianbao.errors import Missing, Overwriting, WrongCall, messages
from tianbao.files import make_folder, refuse_overwriting, write_whole
from tianbao.names import NameTemplate, numbered
from tianbao.options import FormName, fillable, force, output, pdf_a
from tianbao.progress import tracked
from tianbao.sources.records import Record, each, parse, unwrap
from tianbao.verbs.checking import named
from tianbao.verbs.printing import (
    SUFFIXES,
    Kind,
    kind_of,
    render,
    render_all,
    render_changes,
    split,
)

Source = click.Path(exists=True, dir_okay=False, allow_dash=True)

GONE = "已删去，无处可标："

SOME_WERE_THERE = 2
SOME_BAD = 3


@click.command("render")
@click.argument("form", type=FormName())
@click.argument("records", type=Source, metavar="RECORD.json")
@output("The file to write (.docx or .pdf); with --name the folder to write to.", required=True)
@click.option(
    "--name",
    metavar="TEMPLATE",
    help="Name of each file: '{applicant[name]}', with .docx or .pdf behind it (default: .docx).",
)
@click.option(
    "--changes", type=Source, metavar="OLD.json", help="Mark what is not as in this record."
)
@fillable
@pdf_a
@force
@click.pass_context
def command(
    ctx: click.Context,
    form: Form,
    records: str,
    output: Path,
    name: str | None,
    changes: str | None,
    fillable: bool,
    pdf_a: bool,
    force: bool,
) -> None:
    """Print a record as a filled FORM.

    RECORD.json holds one record; `-` is standard input. With --name it holds a record a line, and
    each is printed to a file of that name in the folder FILE; a bad one is reported and the others
    go on. A record may also stand in a line that `tianbao extract` wrote. With --changes what is
    not as in OLD.json is printed in red with a wavy line under it and a tint behind it.
    """
    if name is None:
        if output.is_dir():
            raise WrongCall(f"{output} is a folder: --name says how to name the files in it.")
        kind = kind_of(output, archival=pdf_a, fillable=fillable)
        render_one(form, records, output, kind, changes, force=force)
    elif changes is not None:
        raise WrongCall("--changes goes with one record, not with --name.")
    else:
        template, suffix = split(name)
        naming = Naming(output, NameTemplate.of(template, form), suffix, force)
        kind = kind_of(Path(f"_{suffix}"), archival=pdf_a, fillable=fillable)
        ctx.exit(render_many(form, records, naming, kind))


def render_one(
    form: Form, source: str, target: Path, kind: Kind, changes: str | None, *, force: bool
) -> None:
    """Prints the one record of `source`; raises with every error of it, and writes nothing then."""
    refuse_overwriting(target, force=force)
    record = loaded(form, source)
    if changes is None:
        write_whole(target, render(form, record, kind), force=force)
    else:
        document, gone = render_changes(form, record, loaded(form, changes), kind)
        write_whole(target, document, force=force)
        for path in gone:
            click.echo(f"{GONE}“{form.label(path)}” [{path}]", err=True)


def loaded(form: Form, source: str) -> Record:
    with click.open_file(source, "rb") as stream:
        return load(form, parse(stream.read(), source))


class Naming:
    """Where each record's file goes."""

    def __init__(self, folder: Path, names: NameTemplate, suffix: str, force: bool) -> None:
        if folder.suffix.lower() in SUFFIXES:
            raise WrongCall(f"{folder}: with --name, -o names a folder.")
        self.folder = folder
        self.force = force
        self._names = names
        self._suffix = suffix
        self._unique = numbered()

    def target(self, record: Record) -> Path:
        """The next record's file; raises WrongCall where it may not be written."""
        target = self.folder / f"{self._unique(self._names.name(record))}{self._suffix}"
        refuse_overwriting(target, force=self.force)
        return target


def render_many(form: Form, source: str, naming: Naming, kind: Kind) -> int:
    """Prints each line's record to a file of its own, reports the bad ones and goes on.

    The exit status: 2 if a file was there already, else 3 if a record was bad, else 0.
    """
    make_folder(naming.folder)
    failures = Failures()

    def good(stream: IO[bytes]) -> Iterator[tuple[tuple[str, Path], Record]]:
        for place, line in tracked(each(stream, source), None, "printing"):
            with failures.noted(place):
                record = load(form, parse(line, place))
                yield (place, naming.target(record)), record

    with (
        click.open_file(source, "rb") as stream,
        closing(render_all(form, good(stream), kind)) as printed,
    ):
        for (place, target), document in printed:
            with failures.noted(place):
                write_whole(target, document.result(), force=naming.force)
    return failures.status


def load(form: Form, data: Record) -> Record:
    """The canonical record of JSON data, bare or in a line of `extract`."""
    name, record = unwrap(data)
    if name is not None and named(name) is not form:
        raise WrongCall(f"this is a record of {name}, not of {form.name}.")
    return form.load(record)


class Failures:
    """What went wrong with single records of many."""

    def __init__(self) -> None:
        self._seen: list[TianbaoError] = []

    @contextmanager
    def noted(self, place: str) -> Iterator[None]:
        """Reports what is wrong with the record of `place`; a missing program ends everything."""
        try:
            yield
        except TianbaoError as error:
            if error.exit_code == Missing.exit_code:
                raise
            self._seen.append(error)
            for message in messages(error):
                click.echo(
                    message if message.startswith(place) else f"{place}: {message}", err=True
                )

    @property
    def status(self) -> int:
        if any(isinstance(error, Overwriting) for error in self._seen):
            return SOME_WERE_THERE
        return SOME_BAD if self._seen else 0
