"""From values at paths to a canonical record; what no record can hold is taken out and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from extractors.decode import Decoded
from forms.errors import InvalidRecord
from forms.problems import Problem
from forms.registry import Form


def assemble(form: Form, decoded: Decoded) -> dict[str, Any]:
    """The canonical record of the values; takes what has no place out of `decoded`, in place."""
    _drop(decoded, [path for path in decoded.values if _has_no_room(form, path)])
    while True:
        data: dict[str, Any] = {}
        for path, value in decoded.values.items():
            _put(data, path.split("."), value)
        try:
            record = form.load(data)
        except InvalidRecord as invalid:
            refused = tuple(invalid.errors)
        else:
            _follow(record, decoded)
            return record
        dropped = [path for path in decoded.values if _is_under(path, refused)]
        if not dropped:
            raise AssertionError(f"refused without a value: {refused}")
        _drop(decoded, dropped)


@lru_cache(maxsize=16)
def _room(form: Form) -> dict[str, int]:
    """Lists that have just so many places: path with `*` → their number."""
    found: dict[str, int] = {}

    def walk(value: Any, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, (*path, name))
        elif isinstance(value, list) and value:
            found[".".join(path)] = len(value)
            walk(value[0], (*path, "*"))

    walk(form.printed(form.empty()), ())
    return found


@lru_cache(maxsize=4096)
def _has_no_room(form: Form, path: str) -> bool:
    room = _room(form)
    steps = path.split(".")
    general = [("*" if step.isdigit() else step) for step in steps]
    return any(
        step.isdigit() and int(step) >= room.get(".".join(general[:at]), int(step) + 1)
        for at, step in enumerate(steps)
    )


def _is_under(path: str, refused: tuple[str, ...]) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in refused)


def _drop(decoded: Decoded, paths: list[str]) -> None:
    for path in paths:
        del decoded.values[path]
        raw = decoded.fields.pop(path, {}).get("raw", "")
        message = f"此处内容超出表单可容纳的范围，未读入：“{raw[:40]}”。"
        decoded.problems.append(Problem.of("unread-text", path, message))


def _follow(record: dict[str, Any], decoded: Decoded) -> None:
    """Rows without an answer go when a record is loaded: the evidence of those behind moves up."""
    rows: dict[str, set[int]] = {}
    for path in decoded.values:
        if row := _row_of(path):
            rows.setdefault(row[0], set()).add(row[1])
    whole = all(max(indexes) < len(indexes) for indexes in rows.values())
    if whole and None not in decoded.values.values():
        return  # no row is empty
    answered = set(_answered(decoded))
    for prefix, indexes in rows.items():
        kept = sorted(index for index in indexes if f"{prefix}.{index}" in answered)
        if kept != list(range(len(kept))) and len(_at(record, prefix)) == len(kept):
            _renumber(decoded, prefix, {old: new for new, old in enumerate(kept)})


@lru_cache(maxsize=4096)  # the paths of one document are those of the next
def _row_of(path: str) -> tuple[str, int] | None:
    """The list and the row in it that an answer stands in; None where it stands in none."""
    prefix, _, leaf = path.rpartition(".")
    prefix, _, index = prefix.rpartition(".")
    return (prefix, int(index)) if index.isdigit() and leaf else None


def _answered(decoded: Decoded) -> Iterator[str]:
    """The paths of all that an answer stands in: its row, the block around that, and so on."""
    for path, value in decoded.values.items():
        while value is not None and path:
            path = path.rpartition(".")[0]
            yield path


def _at(record: Any, path: str) -> Any:
    for step in path.split("."):
        record = record[int(step)] if isinstance(record, list) else record[step]
    return record


def _renumber(decoded: Decoded, prefix: str, new: dict[int, int]) -> None:
    decoded.moved[prefix] = new

    def moved(path: str) -> str:
        if not path.startswith(f"{prefix}."):
            return path
        index, _, leaf = path[len(prefix) + 1 :].partition(".")
        return f"{prefix}.{new[int(index)]}.{leaf}" if int(index) in new else path

    decoded.values = {moved(path): value for path, value in decoded.values.items()}
    decoded.fields = {moved(path): entry for path, entry in decoded.fields.items()}
    decoded.problems = [replace(each, path=moved(each.path)) for each in decoded.problems]


def _put(data: Any, steps: list[str], value: Any) -> None:
    """Sets the value at a path, lists growing as far as it asks."""
    for step, following in pairwise(steps):
        if isinstance(data, list):
            while len(data) <= int(step):
                data.append({})
            data = data[int(step)]
        else:
            if data.get(step) is None:
                data[step] = [] if following.isdigit() else {}
            data = data[step]
    data[steps[-1]] = value
