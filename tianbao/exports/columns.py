"""A form's record laid out in columns named by path.

A leaf outside lists is a column. A list of rows is a table of its own, named by its path without
indexes (`tasks.technologies`), its columns named from the row on; each of its rows says with its
path (`tasks.0.technologies.1`) which row of the record it is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms.registry import Form, get

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the leaf's path, and the codec of its values."""

    name: str
    path: str
    codec: str


@dataclass(frozen=True, slots=True)
class RowTable:
    """A list of rows: `path` with `*` for the indexes of the lists around it."""

    path: str
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        return self.path.replace(".*", "")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a form and its lists of rows, in the form's order."""

    columns: tuple[Column, ...]
    tables: tuple[RowTable, ...]

    @property
    def lists(self) -> tuple[str, ...]:
        """The outermost lists' paths."""
        return tuple(dict.fromkeys(table.path.split(".*")[0] for table in self.tables))


def layout(form: Form) -> Layout:
    """How the records of `form` are laid out."""
    return layout_of(form.name)


@functools.cache
def layout_of(name: str) -> Layout:
    form = get(name)
    plain: list[Column] = []
    tables: dict[str, list[Column]] = {}
    for path in form.leaves():
        around, star, name = path.rpartition(".*.")
        column = Column(name, path, form.codec(path).name)
        (tables.setdefault(around, []) if star else plain).append(column)
    return Layout(tuple(plain), tuple(RowTable(path, tuple(own)) for path, own in tables.items()))


def at(record: Any, path: str) -> Any:
    """The value at a dotted path without indexes."""
    for key in path.split("."):
        record = record[key]
    return record


def rows(record: Record, table: RowTable) -> Iterator[tuple[str, Record]]:
    """Each row of the list with its dotted path."""
    yield from below(record, "", table.path.split(".*."))


def below(value: Any, path: str, lists: list[str]) -> Iterator[tuple[str, Record]]:
    if not lists:
        yield path, value
        return
    first, *rest = lists
    start = f"{path}.{first}" if path else first
    for index, row in enumerate(at(value, first)):
        yield from below(row, f"{start}.{index}", rest)
