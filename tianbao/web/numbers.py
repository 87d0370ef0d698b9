"""Whole numbers from outside: those of rows, in addresses and forms, and what the office sets."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map

from tianbao.store.listing import LARGEST_NUMBER


class Number(IntegerConverter):
    """The number of a row in an address: one that no database can hold is of nothing that is there,
    and no fault of ours."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_NUMBER)


def row_number(text: str) -> int:
    """The number of a row, for a query's or a form's value; raises ValueError for none."""
    return whole(text, LARGEST_NUMBER)


def whole(text: str, most: int) -> int:
    """A number from 1 to `most`; raises ValueError for none."""
    number = int(text)
    if not 1 <= number <= most:
        raise ValueError(f"{text[:20]!r} is no number from 1 to {most}")
    return number


def number_of_form(name: str, most: int) -> int | None:
    """The number from 1 to `most` that was sent under that name, None for an empty one; raises
    BadRequest for anything else."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return whole(text, most)
    except ValueError as error:
        raise BadRequest from error
