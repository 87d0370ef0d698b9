"""`tianbao blank FORM -o FILE.docx`"""

from __future__ import annotations

from pathlib import Path

import click

from forms.registry import Form
from tianbao.files import refuse_overwriting, write_whole
from tianbao.options import FormName, force, output, require_word


@click.command("blank")
@click.argument("form", type=FormName())
@output("The Word file to write (.docx).", required=True)
@force
def command(form: Form, output: Path, force: bool) -> None:
    """Write the official blank of FORM."""
    require_word(output)
    refuse_overwriting(output, force=force)
    from renderers.docx import blank

    write_whole(output, blank(form), force=force)
