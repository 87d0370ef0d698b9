"""Files written whole or not at all, and never over another without being told to."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tianbao.errors import Overwriting, WrongCall


def refuse_overwriting(target: Path, *, force: bool) -> None:
    """Raises WrongCall if `target` can't be written: so, before the work and not after it."""
    if not target.parent.is_dir():
        raise WrongCall(f"{target}: there is no folder {target.parent}; make it first.")
    if target.is_dir():
        raise WrongCall(f"{target} is a folder; name a file.")
    if target.exists() and not target.is_file():
        # Renaming over a device would replace the device itself.
        raise WrongCall(f"{target} is no ordinary file; name another.")
    if target.exists() and not force:
        raise Overwriting(f"{target} is there already; --force overwrites it.")


@contextmanager
def whole(target: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A stream into a file beside `target` that takes its place when the block ends without an
    error, and is removed when it doesn't."""
    target = Path(os.path.realpath(target))
    refuse_overwriting(target, force=force)
    beside = target.parent / f".tianbao-{secrets.token_hex(8)}.part"
    try:
        with open(beside, "xb") as stream:
            yield stream
        refuse_overwriting(target, force=force)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes, *, force: bool) -> None:
    """Writes `data` to `target`, whole or not at all."""
    with whole(target, force=force) as stream:
        stream.write(data)


def make_folder(folder: Path) -> None:
    """Makes `folder` where it isn't there; raises WrongCall where it can't be."""
    if folder.exists() and not folder.is_dir():
        raise WrongCall(f"{folder} is a file; name a folder.")
    if not folder.parent.is_dir():
        raise WrongCall(f"{folder}: there is no folder {folder.parent}; make it first.")
    folder.mkdir(exist_ok=True)


def make_empty_folder(folder: Path, *, force: bool) -> None:
    """Makes `folder` for files of its own; raises WrongCall where there are others in it, unless
    these may be overwritten."""
    make_folder(folder)
    if not force and any(folder.iterdir()):
        raise Overwriting(f"{folder} is not empty; --force overwrites what is in it.")
