"""JSON Schema (draft 2020-12) of canonical records, made from the fields that load them."""

from __future__ import annotations

from typing import Any

from marshmallow.fields import Field

from forms.schema import Answer, Part, PrintedRows, RecordSchema, Rows


def object_schema(schema: RecordSchema, title: str = "") -> dict[str, Any]:
    """The schema of an object. No key is required: loading adds those that are absent."""
    properties = {name: _field_schema(field) for name, field in schema.fields.items()}
    return {
        **({"title": title} if title else {}),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _field_schema(field: Field[Any]) -> dict[str, Any]:
    if isinstance(field, Answer):
        limit = {"description": f"不超过{field.limit}字"} if field.limit else {}
        return {"title": field.label, **limit, **field.codec.json_schema()}
    if isinstance(field, Part):
        return object_schema(field.schema, field.label)
    if isinstance(field, Rows):
        return _list_schema(field.schema, field.label, field.most)
    if isinstance(field, PrintedRows):
        return _list_schema(field.schema, field.label, len(field.values))
    raise TypeError(f"no JSON Schema for {type(field).__name__}")


def _list_schema(rows: RecordSchema, label: str, most: int) -> dict[str, Any]:
    title = {"title": label} if label else {}
    return {**title, "type": "array", "items": object_schema(rows), "maxItems": most}
