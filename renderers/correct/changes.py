"""Changes applied to a record, and what of it they change: field by field, list by list."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from forms.errors import InvalidRecord
from forms.registry import Form, Record

UNKNOWN = "is no field of the form"
NO_ROW = "there is no such row; the next free one is {next}"


class Difference(NamedTuple):
    """What is to be written at a path: a field, or a list of rows as a whole."""

    path: str
    old: Any
    new: Any
    is_list: bool


def changed(form: Form, record: Record, changes: Mapping[str, Any]) -> Record:
    """The canonical record with the changes made, in their order.

    Raises InvalidRecord with every change that the form refuses, by its path.
    """
    data = form.printed(record)
    errors: dict[str, list[str]] = {}
    for path, value in changes.items():
        try:
            _set(data, path.split("."), copy.deepcopy(value))
        except ValueError as error:
            errors[path] = [str(error)]
    try:
        loaded = form.load(data)
    except InvalidRecord as error:
        raise InvalidRecord(form.name, {**errors, **error.errors}) from None
    if errors:
        raise InvalidRecord(form.name, errors)
    return loaded


def knows(form: Form, path: str) -> bool:
    """Whether a path begins as the paths of a form's record do."""
    return path.partition(".")[0] in form.empty()


def _set(data: Any, steps: list[str], value: Any) -> None:
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        if isinstance(data, dict):
            if step not in data:
                raise ValueError(UNKNOWN)
            key: Any = step
        elif isinstance(data, list) and step.isdecimal() and len(step) < 5:
            key = int(step)
            if key > len(data) or (data and not isinstance(data[0], dict)):
                raise ValueError(UNKNOWN if key <= len(data) else NO_ROW.format(next=len(data)))
            if key == len(data):
                data.append({})
        else:
            raise ValueError(UNKNOWN)
        if last:
            data[key] = value
        elif isinstance(data, list) and data[key] == {}:
            # A new row has the keys that its schema gives it; an unknown one is refused there.
            data = data[key]
            if number != len(steps) - 2:
                raise ValueError(UNKNOWN)
            data[steps[-1]] = value
            return
        else:
            data = data[key]


def differences(form: Form, old: Record, new: Record, lists: Collection[str]) -> list[Difference]:
    """What differs between two canonical records; the paths in `lists` are compared whole."""
    return list(_between(form.printed(old), form.printed(new), "", lists))


def _between(old: Any, new: Any, path: str, lists: Collection[str]) -> Iterator[Difference]:
    if old == new:
        return
    if path in lists:
        yield Difference(path, old or [], new or [], True)
    elif isinstance(old, dict) or isinstance(new, dict):
        for name in {**(old or {}), **(new or {})}:
            below = f"{path}.{name}" if path else name
            yield from _between((old or {}).get(name), (new or {}).get(name), below, lists)
    elif _has_rows(old) or _has_rows(new):
        for index in range(max(len(old or ()), len(new or ()))):
            yield from _between(_item(old, index), _item(new, index), f"{path}.{index}", lists)
    elif old not in (None, []) or new not in (None, []):
        yield Difference(path, old, new, False)


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _item(rows: Any, index: int) -> Any:
    return rows[index] if rows and index < len(rows) else None
