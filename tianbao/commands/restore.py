"""`tianbao restore FILE.tar --store FOLDER`"""

from __future__ import annotations

from pathlib import Path

import click

from tianbao.errors import WrongCall


@click.command("restore")
@click.argument("source", metavar="FILE")
@click.option("--store", required=True, metavar="FOLDER", help="A new folder for the store.")
def command(source: str, store: str) -> None:
    """Make a store of a file that `backup` wrote."""
    from tianbao.store.backup import restore

    if not Path(source).is_file():
        raise WrongCall(f"{source}: there is no such file.")
    with open(source, "rb") as stream:
        saved = restore(stream, Path(store))
    click.echo(f"{saved.files:,} files", err=True)
    for sha256 in saved.lost:
        click.echo(f"{sha256}: its bytes were missing when the backup was made", err=True)
