"""marshmallow fields for records: answers with their codecs, parts, and lists of rows.

Loading makes a record canonical: it has every key, its texts are clean, its empty rows are gone.
Nothing is required. Every error of a record is found at once.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from marshmallow import Schema, ValidationError, fields, missing

from forms.codecs.base import MAX_ITEMS, Codec, ItemsError, type_name
from forms.text import is_empty_word

Row = dict[str, Any]

OWN = "_schema"  # marshmallow's key for the errors of a list or object itself


class RecordSchema(Schema):
    """A part of a record. Unknown keys are refused."""

    error_messages = {"type": "must be an object", "unknown": "is no key of the record"}  # noqa: RUF012

    def blank(self) -> Row:
        """The part without any answer, a new one each time."""
        return copy.deepcopy(self._blank)

    @cached_property
    def _blank(self) -> Row:
        loaded: Row = self.load({})
        return loaded


class Answer(fields.Field[Any]):
    """One answer: a leaf of the record, with the label printed beside it and its limit in 字."""

    def __init__(self, codec: Codec, label: str, limit: int | None = None) -> None:
        super().__init__()
        self.codec = codec
        self.label = label
        self.limit = limit
        self._is_list = codec.json_schema().get("type") == "array"

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **_: Any
    ) -> Any:
        try:
            return self.codec.canonical(self.empty() if value is missing else value)
        except ItemsError as error:
            items: dict[Any, Any] = {index: [text] for index, text in error.items.items()}
            raise ValidationError(items | ({OWN: list(error.own)} if error.own else {})) from error
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def empty(self) -> Any:
        """The value of no answer, a new one each time."""
        return [] if self._is_list else None


class Part(fields.Field[Row]):
    """An object within the record. `label` may be empty where the form prints none."""

    def __init__(self, schema: RecordSchema, label: str = "") -> None:
        super().__init__()
        self.schema = schema
        self.label = label

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **_: Any
    ) -> Row:
        if value is missing:
            return self.schema.blank()
        loaded: Row = self.schema.load(value)
        return loaded


class Rows(fields.Field[list[Row]]):
    """A list of objects whose rows without an answer go.

    `ordinals` are the names of rows that the form numbers in words (攻关方向一). With `places` an
    empty row before a filled one keeps its place; with `always` there are never fewer rows.
    """

    def __init__(
        self,
        schema: RecordSchema,
        label: str = "",
        *,
        most: int = MAX_ITEMS,
        places: bool = False,
        always: int = 0,
        ordinals: tuple[str, ...] = (),
    ) -> None:
        super().__init__()
        self.schema = schema
        self.label = label
        self.most = most
        self.places = places
        self.always = always
        self.ordinals = ordinals

    def row_label(self, index: int) -> str:
        """How people name the row of an index."""
        return (
            self.ordinals[index] if index < len(self.ordinals) else f"{self.label}第{index + 1}行"
        )

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **_: Any
    ) -> list[Row]:
        loaded, errors = load_rows(self.schema, _absent(value, []), self.most)
        if errors:
            raise ValidationError(errors)
        rows = [row for row in loaded if row is not None]
        return self._in_places(rows) if self.places else [row for row in rows if not is_blank(row)]

    def _in_places(self, rows: list[Row]) -> list[Row]:
        blanks = [is_blank(row) for row in rows]
        kept = len(rows)
        while kept and blanks[kept - 1]:
            kept -= 1
        filled = [self.schema.blank() if blanks[index] else rows[index] for index in range(kept)]
        return filled + [self.schema.blank() for _ in range(self.always - kept)]


class PrintedRows(fields.Field[list[Row]]):
    """Rows that the form prints, one for each of `values` of the leaf `key`: always all of them, in
    their order. A row without its key is the one of its position."""

    def __init__(
        self,
        schema: RecordSchema,
        key: str,
        values: tuple[Any, ...],
        label: str,
        ordinals: tuple[str, ...],
    ) -> None:
        super().__init__()
        self.schema = schema
        self.key = key
        self.values = values
        self.label = label
        self.ordinals = ordinals

    def row_label(self, index: int) -> str:
        """How people name the row of an index, those too many that are refused included."""
        known = index < len(self.ordinals)
        return f"{self.label}·{self.ordinals[index]}" if known else f"{self.label}第{index + 1}行"

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **_: Any
    ) -> list[Row]:
        rows, errors = load_rows(self.schema, _absent(value, []), len(self.values))
        by_value: dict[Any, Row] = {}
        named = {row[self.key] for row in rows if row}
        for index, row in enumerate(rows):
            if row is None:
                continue
            printed = self.values[index] if index < len(self.values) else None
            if row[self.key] is None and printed not in named:
                row[self.key] = printed
            if row[self.key] in by_value:
                errors[index] = {self.key: ["stands twice in the list"]}
            elif row[self.key] is None:
                errors[index] = {self.key: ["is needed: the row of this position stands elsewhere"]}
            else:
                by_value[row[self.key]] = row
        if errors:
            raise ValidationError(errors)
        return [by_value.get(value) or self.schema.load({self.key: value}) for value in self.values]


def load_rows(
    schema: RecordSchema, value: Any, most: int
) -> tuple[list[Row | None], dict[Any, Any]]:
    """Every row of a list loaded, None for a refused one, with the errors of all rows and of a list
    that is too long. Raises for what is no list."""
    if not isinstance(value, (list, tuple)):
        raise ValidationError(f"must be a list, not {type_name(value)}")
    rows: list[Row | None] = []
    errors: dict[Any, Any] = {}
    for index, item in enumerate(value):
        try:
            rows.append(schema.load(item))
        except ValidationError as error:
            rows.append(None)
            errors[index] = error.messages
    if len(value) > most:
        errors[OWN] = [f"has {len(value)} items; there is room for {most}"]
    return rows, errors


# What the form prints in a row is no answer of it.
PRINTED_KEYS = frozenset({"no", "year", "level"})


def is_blank(value: Any) -> bool:
    """Whether a canonical value has no answer in it: all is empty or a word that means empty."""
    if isinstance(value, dict):
        return all(key in PRINTED_KEYS or is_blank(part) for key, part in value.items())
    if isinstance(value, list):
        return all(map(is_blank, value))
    if isinstance(value, str):
        return is_empty_word(value)
    return value is None or value is False


def flat_errors(messages: Any, path: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages by dotted path, "" for the record itself."""
    if not isinstance(messages, dict):
        return {path: list(messages)}
    flat: dict[str, list[str]] = {}
    for key, part in messages.items():
        below = path if key == OWN else f"{path}.{_printable(key)}" if path else _printable(key)
        for where, found in flat_errors(part, below).items():
            flat.setdefault(where, []).extend(found)
    return flat


def _printable(key: object) -> str:
    """A key for a path: what UTF-8 can't hold is escaped."""
    return str(key).encode("utf-8", "backslashreplace").decode()


def _absent(value: Any, default: Any) -> Any:
    return default if value is missing else value
