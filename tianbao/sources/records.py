"""Records read from JSON files, one a file or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn

from tianbao.errors import WrongCall
from tianbao.sources.documents import shown

Record = dict[str, Any]

SUFFIXES = (".json", ".jsonl")

MORE = (
    "more stands behind the JSON object. Many records stand one a line, in a file that ends in "
    ".jsonl; `render` prints them into a folder, with --name."
)


def is_record_file(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def texts(path: Path) -> Iterator[tuple[str, bytes]]:
    """The JSON texts of a file with their places: the one of a .json, a line each of a .jsonl."""
    data = path.read_bytes()
    if path.suffix.lower() == ".json":
        yield shown(path), data
    else:
        yield from lines(data.splitlines(), shown(path))


def parse(data: bytes, source: str) -> Record:
    """The one JSON object in `data`; `source` is named in errors (WrongCall)."""
    try:
        value = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=unique_keys, parse_constant=no_constant
        )
    except RecursionError:
        raise WrongCall(f"{source}: nested too deeply for a record.") from None
    except json.JSONDecodeError as error:
        detail = MORE if error.msg == "Extra data" else f"no JSON in UTF-8: {error}."
        raise WrongCall(f"{source}: {detail}") from error
    except ValueError as error:  # UnicodeDecodeError is such
        raise WrongCall(f"{source}: no JSON in UTF-8: {error}.") from error
    if not isinstance(value, dict):
        raise WrongCall(f"{source}: one JSON object is asked for, this is {type(value).__name__}.")
    return value


def unique_keys(pairs: list[tuple[str, Any]]) -> Record:
    """An object whose keys all differ: of two answers to one question none may vanish."""
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return record


def no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def lines(stream: Iterable[bytes], source: str) -> Iterator[tuple[str, bytes]]:
    """The lines of `stream` that hold something, each with its place (`records.jsonl:3`)."""
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield f"{source}:{number}", line


def each(stream: IO[bytes], source: str) -> Iterator[tuple[str, bytes]]:
    """As `lines`; a .json that is one JSON text, its keys in lines of their own, is one."""
    if Path(source).suffix.lower() != ".json":
        yield from lines(stream, source)
        return
    data = stream.read()
    try:
        parse(data, source)
    except WrongCall:
        yield from lines(data.splitlines(), source)
    else:
        yield source, data


def unwrap(data: Record) -> tuple[Any, Record]:
    """The form's name and the record of `data`: a line of `tianbao extract` names its form, a bare
    record doesn't (None). Raises WrongCall for a line of a document that gave no record."""
    if not {"form", "record"} <= data.keys():
        return None, data
    if not isinstance(data["record"], dict):
        raise WrongCall("the document gave no record.")
    return data["form"], data["record"]
