"""`tianbao lint TEMPLATE.docx`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from forms.registry import Form
from tianbao.errors import WrongCall
from tianbao.options import FormName

FAULTS_FOUND = 1

Template = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("lint")
@click.argument("template", type=Template, metavar="TEMPLATE.docx")
@click.option(
    "--form",
    type=FormName(),
    help="The form it is a template of (default: the one that has its fields).",
)
@click.option("--outline", is_flag=True, help="Print the template as plain text instead.")
@click.option("--verify", is_flag=True, help="Also print invented records and read them back.")
@click.option(
    "--against", type=Template, metavar="OLD.docx", help="Also name what breaks since OLD.docx."
)
@click.pass_context
def command(
    ctx: click.Context,
    template: Path,
    form: Form | None,
    outline: bool,
    verify: bool,
    against: Path | None,
) -> None:
    """Find everything in a template that can't be printed, or can't be read back.

    A line for each fault: the cell, what is wrong, what to do; the exit status is 1 then.
    """
    if outline:
        ctx.exit(show_outline(template))
    found = False
    for line in faults(template, form, verify, against):
        found = True
        click.echo(f"{template}: {line}")
    ctx.exit(FAULTS_FOUND if found else 0)


def faults(template: Path, form: Form | None, verify: bool, against: Path | None) -> Iterator[str]:
    """A line for each thing found; what is asked for beside the faults, only without them, since a
    template with faults isn't printed with."""
    from renderers.lint import lint
    from tianbao.verbs.linting.telling import form_of

    data = template.read_bytes()
    form = form or form_of(data)
    if form is None:
        click.echo(f"{template}: no form has its fields, so they aren't looked at.", err=True)
    found = lint(data, form)
    yield from map(str, found)
    if found:
        return
    if against is not None:
        yield from broken(against, data, form)
    if verify and form is not None:
        from tianbao.verbs.linting.verifying import changes

        yield from map(str, changes(data, data, form))


def broken(old: Path, new: bytes, form: Form | None) -> list[str]:
    """What `new` breaks since `old`; raises WrongCall where `old` is no template to compare."""
    from renderers.lint import UNREADABLE
    from tianbao.verbs.linting import against

    try:
        return against.broken(old.read_bytes(), new, form)
    except UNREADABLE as error:
        raise WrongCall(f"{old}: this is no Word template: {error}") from error


def show_outline(template: Path) -> int:
    """Prints the template as text and returns the exit status."""
    from extractors.docx import read
    from extractors.limits import Unreadable
    from extractors.outline import outline

    try:
        click.echo(outline(read(template.read_bytes())), nl=False)
    except Unreadable as reason:
        click.echo(f"{template}: {reason}")
        return FAULTS_FOUND
    return 0
