"""`tianbao export --store URL -o FILE.xlsx`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tianbao.errors import WrongCall
from tianbao.exports import KINDS, choose
from tianbao.files import make_empty_folder, refuse_overwriting
from tianbao.options import force, output, store_options
from tianbao.progress import tracked

if TYPE_CHECKING:
    from tianbao.exports.stored import Wanted
    from tianbao.store import Store

STATES = ("checked", "reviewed", "exported")


@click.command("export")
@store_options
@output("The file to write (.xlsx, .csv or .jsonl); a folder with --archive.", required=True)
@click.option("--form", help="Only submissions of this form.")
@click.option("--district", help="Only submissions of this district.")
@click.option("--state", type=click.Choice(STATES), help="Only submissions in this state.")
@click.option("--every-version", is_flag=True, help="Not the latest of each application alone.")
@click.option(
    "--archive",
    is_flag=True,
    help="A folder a district with a folder a company: documents, records, and 附件2.",
)
@force
def command(
    store: str,
    blobs: str | None,
    output: Path,
    form: str | None,
    district: str | None,
    state: str | None,
    every_version: bool,
    archive: bool,
    force: bool,
) -> None:
    """Give out the records, problems and origins of what a store has taken in.

    What a person has gone through counts as exported then. What could not be read, or is no
    document, is given out with its reason, unless a filter asks for less.
    """
    from forms.registry import get
    from tianbao.exports.stored import Wanted
    from tianbao.store import open_store
    from tianbao.store.listing import Filters

    if not archive:
        if output.suffix.lower() not in KINDS:
            raise WrongCall(f"{output}: name a file that ends in {', '.join(KINDS)}.")
        refuse_overwriting(output, force=force)
    name = get(form).name if form is not None else None
    wanted = Wanted(Filters(form=name, district=district, state=state), every_version)
    opened = open_store(store, blobs, make=False)
    try:
        if archive:
            write_archive(opened, wanted, output, force=force)
        else:
            write_table(opened, wanted, output, force=force)
    finally:
        opened.close()


def write_table(store: Store, wanted: Wanted, target: Path, *, force: bool) -> None:
    from tianbao.exports.stored import count, giving_out, waiting

    with giving_out(store, wanted) as results, choose(target, force=force) as sink:
        for result in tracked(results, count(store, wanted), "exporting"):
            sink.add(result)
    if left := waiting(store):
        click.echo(f"{left} documents are not read yet: tianbao work reads them.", err=True)


def write_archive(store: Store, wanted: Wanted, folder: Path, *, force: bool) -> None:
    from tianbao.exports.archive import archive
    from tianbao.exports.stored import count

    make_empty_folder(folder, force=force)
    for _ in tracked(archive(store, wanted, folder), count(store, wanted), "exporting"):
        pass
