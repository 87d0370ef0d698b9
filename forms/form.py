"""A form made of its schema, its rules and its data files: what the registry gives."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from marshmallow import ValidationError
from marshmallow.fields import Field

from forms.codecs.base import Codec
from forms.errors import InvalidRecord
from forms.json_schema import object_schema
from forms.problems import Problem
from forms.schema import Answer, Part, PrintedRows, RecordSchema, Rows, flat_errors
from forms.terms import AS_PRINTED, Terms

Record = dict[str, Any]

_LONGEST_INDEX = 20  # digits of a step that is an index
_INDEX = re.compile(r"(?<=\.)(?:[0-9]+|\*)(?=\.|$)")


class SchemaForm:
    """One official form, described by a marshmallow schema. See `forms.registry.Form`."""

    def __init__(
        self,
        name: str,
        title: str,
        schema: RecordSchema,
        rules: Callable[[SchemaForm, Record, Terms], list[Problem]],
        labels: Mapping[str, list[str]],
        printed_lengths: Mapping[str, int],
        senders: tuple[str, ...],
        offices: tuple[str, ...] = (),
        area: Callable[[str], str | None] | None = None,
    ) -> None:
        self.name = name
        self.title = title
        self.template = f"{name}.docx"
        self.schema = schema
        self._rules = rules
        self._aliases = {label: tuple(words) for label, words in labels.items()}
        self._printed_lengths = printed_lengths
        self._senders = senders
        self._offices = offices
        self._area = area

    def load(self, data: Mapping[str, Any]) -> Record:
        """The canonical record of `data`; raises InvalidRecord with every error and its path."""
        try:
            record: Record = self.schema.load(data)
        except ValidationError as error:
            errors = flat_errors(error.messages)
            raise InvalidRecord(self.name, dict(sorted(errors.items(), key=_path_order))) from None
        return record

    def check(self, record: Record, terms: Terms = AS_PRINTED) -> list[Problem]:
        """What the form's rules find in a canonical record, in the order of the form."""
        return self._rules(self, record, terms)

    def json_schema(self) -> dict[str, Any]:
        """The record's JSON Schema, draft 2020-12."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:tianbao:{self.name}",
            **object_schema(self.schema, self.title),
        }

    def empty(self) -> Record:
        """The record of the untouched blank."""
        return self.load({})

    def printed(self, record: Record) -> Record:
        """A copy of the record with its lists as long as the form prints them."""
        longer = copy.deepcopy(record)
        for pattern, length in self._printed_lengths.items():
            field = self._fields[pattern]
            assert isinstance(field, Rows)
            for rows in _lists_at(longer, pattern.split(".")):
                rows.extend(field.schema.blank() for _ in range(length - len(rows)))
        return longer

    def codec(self, path: str) -> Codec:
        """The codec of a leaf; list indexes in the dotted path may be numbers or `*`.

        Raises KeyError for a path that is no leaf.
        """
        return _codec(self, path)

    def answer(self, path: str) -> Answer:
        """The schema's field of a leaf. Raises KeyError for a path that is no leaf."""
        return self._leaves[self.pattern(path)]

    def limit(self, path: str) -> int | None:
        """The printed limit of a leaf in 字, None where there is none."""
        return self.answer(path).limit

    def leaves(self) -> tuple[str, ...]:
        """The dotted paths of all leaves, list indexes as `*`, in the order of the form."""
        return tuple(self._leaves)

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Other words in which offices print a label: printed label → words."""
        return self._aliases

    def senders(self) -> tuple[str, ...]:
        """The paths of the answers that name who filled the form in, and so say the same."""
        return self._senders

    def sender(self, record: Record) -> str | None:
        """Who filled the form in, as the record says."""
        return self._first(record, self._senders)

    def credit_code(self, record: Record) -> str | None:
        """The first unified social credit code in the record."""
        codes = (value for _, answer, value in self.answers(record) if is_credit_code(answer))
        return next(filter(None, codes), None)

    def district(self, record: Record) -> str | None:
        """The district of the office that the record goes through, None where it names none."""
        office = self._first(record, self._offices)
        return self._area(office) if self._area and office else None

    def label(self, path: str) -> str:
        """The labels that lead to a field, as printed: `攻关方向一·关键技术第2行·关键指标`."""
        return "·".join(_labels(self.schema, path.split(".")))

    def pattern(self, path: str) -> str:
        """A path with its list indexes as `*`."""
        return _pattern(path)

    def has_printed_rows(self, path: str) -> bool:
        """Whether the form prints the rows of the list at `path` (the three years), so that they
        go by their place."""
        return isinstance(self._fields[self.pattern(path)], PrintedRows)

    def answers(self, record: Record) -> Iterator[tuple[str, Answer, Any]]:
        """Every leaf of a record in the order of the form: its path, its field, its value."""
        return _answers(self.schema, record, "")

    def position(self, path: str) -> tuple[int, ...]:
        """Where a path stands in the order of the form, for sorting."""
        return tuple(_positions(self.schema, path.split(".")))

    def _first(self, record: Record, paths: tuple[str, ...]) -> str | None:
        named = {path: value for path, _, value in self.answers(record) if path in paths}
        return next((named[path] for path in paths if named[path]), None)

    @cached_property
    def _fields(self) -> dict[str, Field[Any]]:
        return dict(_walk(self.schema, ""))

    @cached_property
    def _leaves(self) -> dict[str, Answer]:
        return {path: field for path, field in self._fields.items() if isinstance(field, Answer)}


def is_credit_code(answer: Answer) -> bool:
    return answer.codec.name == "credit-code"


@lru_cache(maxsize=8192)
def _codec(form: SchemaForm, path: str) -> Codec:
    return form.answer(path).codec


@lru_cache(maxsize=4096)
def _pattern(path: str) -> str:
    return _INDEX.sub("*", path)


def _walk(schema: RecordSchema, prefix: str) -> Iterator[tuple[str, Field[Any]]]:
    """All fields of a schema by path pattern, in the order of the form."""
    for name, field in schema.fields.items():
        path = f"{prefix}{name}"
        yield path, field
        if isinstance(field, Part):
            yield from _walk(field.schema, f"{path}.")
        elif isinstance(field, (Rows, PrintedRows)):
            yield from _walk(field.schema, f"{path}.*.")


def _answers(
    schema: RecordSchema, part: dict[str, Any], prefix: str
) -> Iterator[tuple[str, Answer, Any]]:
    for name, field in schema.fields.items():
        path, value = f"{prefix}{name}", part[name]
        if isinstance(field, Answer):
            yield path, field, value
        elif isinstance(field, Part):
            yield from _answers(field.schema, value, f"{path}.")
        elif isinstance(field, (Rows, PrintedRows)):
            for index, row in enumerate(value):
                yield from _answers(field.schema, row, f"{path}.{index}.")


def _positions(schema: RecordSchema, steps: list[str]) -> Iterator[int]:
    yield list(schema.fields).index(steps[0])
    field, rest = schema.fields[steps[0]], steps[1:]
    if isinstance(field, (Rows, PrintedRows)) and rest:
        yield int(rest[0])
        rest = rest[1:]
    if isinstance(field, (Part, Rows, PrintedRows)) and rest:
        yield from _positions(field.schema, rest)


def _labels(schema: RecordSchema, steps: list[str]) -> Iterator[str]:
    field = schema.fields[steps[0]]
    rest = steps[1:]
    if isinstance(field, Answer):
        yield field.label
    elif isinstance(field, Part):
        if field.label:
            yield field.label
        if rest:
            yield from _labels(field.schema, rest)
    elif isinstance(field, (Rows, PrintedRows)):
        yield field.row_label(int(rest[0])) if rest and rest[0] != "*" else field.label
        if rest[1:]:
            yield from _labels(field.schema, rest[1:])


def _lists_at(value: Any, steps: list[str]) -> Iterator[list[Any]]:
    """The lists that a path pattern names in a record."""
    if not steps:
        yield value
    elif steps[0] == "*":
        for item in value:
            yield from _lists_at(item, steps[1:])
    else:
        yield from _lists_at(value[steps[0]], steps[1:])


def _path_order(error: tuple[str, list[str]]) -> list[tuple[int, str]]:
    """Sorts paths with the indexes among their steps as numbers.

    A key that nobody knows may be all digits, and more of them than `int` takes.
    """
    return [
        (int(step), "") if step.isdecimal() and len(step) <= _LONGEST_INDEX else (-1, step)
        for step in error[0].split(".")
    ]
