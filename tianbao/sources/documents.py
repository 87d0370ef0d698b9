"""Which documents a command is to read: files, folders, and a list on standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tianbao.errors import WrongCall


def named(arguments: Iterable[str], listed: Iterable[str]) -> list[Path]:
    """The files that `arguments` name, in the order given: a folder stands for all files below it
    by name, `-` for the lines of `listed`. Raises WrongCall naming every one that is not there."""
    names = [name for argument in arguments for name in expanded(argument, listed)]
    if any("\0" in name for name in names):
        raise WrongCall("standard input: a list of files is asked for, a name a line, not a file.")
    if "" in names:
        # Path("") would be the current folder, and all of it be read.
        raise WrongCall("a name is empty; name a file or folder.")
    given = [Path(name) for name in names]
    absent = [path for path in given if not path.exists()]
    if absent:
        raise WrongCall("\n".join(f"{shown(path)}: not found." for path in absent))
    return [path for start in given for path in (below(start) if start.is_dir() else [start])]


def folders(arguments: Iterable[str], listed: Iterable[str]) -> list[Path]:
    """The folders that `arguments` name, `-` standing for the lines of `listed`. Raises WrongCall
    naming every one that is none."""
    given = [Path(name) for argument in arguments for name in expanded(argument, listed) if name]
    wrong = [path for path in given if not path.is_dir()]
    if wrong or not given:
        raise WrongCall(
            "\n".join(f"{shown(path)}: not a folder." for path in wrong) or "no folder."
        )
    return given


def expanded(argument: str, listed: Iterable[str]) -> Iterator[str]:
    if argument != "-":
        yield argument
        return
    yield from (line.rstrip("\r\n") for line in listed if line.strip())


def below(folder: Path) -> Iterator[Path]:
    """All files under `folder`, sorted, hidden ones left out."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


def shown(path: Path) -> str:
    """The path as text. Names that are no UTF-8 come out of ZIP files made on Chinese Windows."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")
