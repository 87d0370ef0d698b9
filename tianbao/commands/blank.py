"""`tianbao blank FORM -o FILE.docx|.pdf`"""

from __future__ import annotations

from pathlib import Path

import click

from forms.registry import Form
from tianbao.files import refuse_overwriting, write_whole
from tianbao.options import FormName, fillable, force, output, pdf_a
from tianbao.verbs.printing import blank, kind_of


@click.command("blank")
@click.argument("form", type=FormName())
@output("The file to write (.docx or .pdf).", required=True)
@fillable
@pdf_a
@force
def command(form: Form, output: Path, fillable: bool, pdf_a: bool, force: bool) -> None:
    """Write the official blank of FORM."""
    kind = kind_of(output, archival=pdf_a, fillable=fillable)
    refuse_overwriting(output, force=force)
    write_whole(output, blank(form, kind), force=force)
