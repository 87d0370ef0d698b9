"""`tianbao backup --store FOLDER -o FILE.tar`"""

from __future__ import annotations

from pathlib import Path

import click

from tianbao.files import whole
from tianbao.options import store_options


@click.command("backup")
@store_options
@click.option("-o", "--output", "target", required=True, metavar="FILE", help="The file to write.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def command(store: str, blobs: str | None, target: str, force: bool) -> None:
    """Write a whole store into one file, while it is worked with."""
    from tianbao.store import open_store
    from tianbao.store.backup import backup

    opened = open_store(store, blobs, make=False)
    try:
        with whole(Path(target), force=force) as stream:
            saved = backup(opened, stream)
    finally:
        opened.close()
    click.echo(f"{saved.files:,} files", err=True)
    for sha256 in saved.lost:
        click.echo(f"{sha256}: its bytes are missing in the store", err=True)
