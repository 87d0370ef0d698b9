"""`tianbao schema FORM`"""

from __future__ import annotations

import json

import click

from forms.registry import Form
from tianbao.options import FormName


@click.command("schema")
@click.argument("form", type=FormName())
def command(form: Form) -> None:
    """Print the JSON Schema (2020-12) of FORM's record."""
    click.echo(json.dumps(form.json_schema(), ensure_ascii=False, indent=2))
