"""Two versions of one submission: which answers differ (`docs/commands.md`, compare)."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from forms.comparing import Difference, differences
from forms.registry import Record, get
from tianbao.errors import WrongCall
from tianbao.verbs.reading import Result

Entry = dict[str, Any]


def compare_results(a: Sequence[Result], b: Sequence[Result]) -> Iterator[Entry]:
    """The differences between what two documents or records gave, form by form.

    Raises WrongCall where they have no form in common, or one of them a form twice.
    """
    left, right = _by_form(a), _by_form(b)
    if not left.keys() & right.keys():
        raise WrongCall(f"nothing to compare: {_named(left)} against {_named(right)}.")
    for name in {**left, **right}:
        if name not in right:
            yield {"path": "", "a": name, "b": None, "kind": "only-a"}
        elif name not in left:
            yield {"path": "", "a": None, "b": name, "kind": "only-b"}
        else:
            found = differences(get(name), as_written(left[name]), as_written(right[name]))
            yield from map(Difference._asdict, found)


def _by_form(results: Sequence[Result]) -> dict[str, Result]:
    counts = Counter(result["form"] for result in results)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise WrongCall(f"{_source(results)}: {twice[0]} stands in it more than once; part it.")
    return {result["form"]: result for result in results}


def _source(results: Sequence[Result]) -> str:
    return str(results[0]["source"].get("name") or "the document")


def _named(results: dict[str, Result]) -> str:
    return ", ".join(results)


def as_written(result: Result) -> Record:
    """The record with what stands in the document where that gave no value: `0.12亿元` where 万元
    are asked, two ticks."""
    record: Record = copy.deepcopy(result["record"])
    for path, entry in result["fields"].items():
        *outer, last = path.split(".")
        part = _at(record, outer)
        if isinstance(part, dict) and part.get(last) is None and entry.get("raw"):
            part[last] = entry["raw"]
    return record


def _at(record: Any, steps: list[str]) -> Any:
    """The part of a record at a path, None beyond the end of a list."""
    for step in steps:
        if isinstance(record, list):
            record = record[int(step)] if int(step) < len(record) else None
        else:
            record = record and record[step]
    return record
