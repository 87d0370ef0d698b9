"""`tianbao forms`"""

from __future__ import annotations

import click


@click.command("forms")
def command() -> None:
    """List the forms: name, title and template of each, parted by tabs."""
    from forms.registry import forms

    for form in forms():
        click.echo("\t".join((form.name, form.title, f"templates/{form.template}")))
