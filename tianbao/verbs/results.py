"""What a command is given, documents and records alike, as results in the shape of `extract`."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from forms.errors import InvalidRecord, UnknownForm
from tianbao.errors import WrongCall, messages
from tianbao.sources.records import is_record_file, parse, texts, unwrap
from tianbao.verbs.checking import form_of
from tianbao.verbs.reading import Result, read_all

T = TypeVar("T")


def results(paths: Sequence[Path]) -> Generator[list[Result]]:
    """For each file its results, in the order given; a record that the schema refuses is one
    without a form, with the reason."""
    return each_file(paths, of_json, lambda result: result)


def each_file(
    paths: Sequence[Path],
    of_record: Callable[[bytes, str], T],
    of_document: Callable[[Result], T],
) -> Generator[list[T]]:
    """For each file, in the order given, what its records (JSON and their place) and what is read
    of documents are made into."""
    unread = [path for path in paths if not is_record_file(path)]
    with closing(read_all(unread)) as documents:
        for path in paths:
            if is_record_file(path):
                yield [of_record(text, place) for place, text in texts(path)]
            else:
                yield [of_document(result) for result in next(documents)]


def of_json(data: bytes, source: str) -> Result:
    try:
        return of_record(parse(data, source), source)
    except (InvalidRecord, UnknownForm, WrongCall) as error:
        told = "；".join(messages(error)).removeprefix(f"{source}: ")
        return {
            "form": None,
            "record": None,
            "reason": {"code": "not-a-form", "message": told},
            "source": {"name": source},
        }


def of_record(data: Mapping[str, Any], source: str | None = None) -> Result:
    """A record, bare or in a line of `extract` (which keeps its evidence), as a result: canonical,
    with the problems that the form's rules find.

    Raises InvalidRecord, UnknownForm and WrongCall.
    """
    name, record = unwrap(dict(data))
    form = form_of(name, record)
    canonical = form.load(record)
    origin = data.get("source") if name is not None else None
    return {
        "form": form.name,
        "record": canonical,
        "fields": data.get("fields") or {} if name is not None else {},
        "marks": [],
        "problems": [problem.as_dict() for problem in form.check(canonical)],
        "source": origin if isinstance(origin, dict) else {"name": source},
    }
