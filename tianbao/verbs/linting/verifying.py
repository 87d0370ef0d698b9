"""Whether records survive a template: printed with one and read with another, what changes?

The same template for both is the law that reading is printing run backward. An old one for printing
and a new one for reading tells what the new version breaks for documents that are already out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.docx import read
from extractors.extract import extract_page
from extractors.pattern import Pattern, compile_pattern
from extractors.tags import general
from forms.registry import Form
from renderers.docx import Printer
from tianbao.verbs.linting.inventing import records

RECORDS = 12

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that came back otherwise than it was printed; `path` has `*` for list indexes."""

    path: str
    printed: Any
    read: Any

    def __str__(self) -> str:
        return f"{self.path}: printed {self.printed!r}, read back {self.read!r}"


def changes(printing: bytes, reading: bytes, form: Form) -> list[Change]:
    """The first change of each field, over all invented records, in the form's order.

    Raises TemplateError for a template to print with that has faults.
    """
    printer = Printer(printing, form)
    pattern = compile_pattern(read(reading), form.name, form.aliases())
    first: dict[str, Change] = {}
    for record in records(form, RECORDS):
        back = read_back(printer.print(record), form, pattern)
        for change in differences(record, back, ""):
            first.setdefault(change.path, change)
    return list(first.values())


def read_back(document: bytes, form: Form, pattern: Pattern) -> Record | None:
    """The record of a document read with a pattern, None if it isn't taken for one of the form."""
    results = extract_page(read(document), {"name": ""}, [(form, pattern)])
    record: Record | None = results[0]["record"] if len(results) == 1 else None
    return record


def differences(printed: Any, back: Any, path: str) -> Iterator[Change]:
    """Where two records differ, as deep down as both have the same shape."""
    if isinstance(printed, dict) and isinstance(back, dict):
        for key in printed:
            yield from differences(printed[key], back.get(key), f"{path}.{key}" if path else key)
    elif isinstance(printed, list) and isinstance(back, list) and len(printed) == len(back):
        for index, (one, other) in enumerate(zip(printed, back, strict=True)):
            yield from differences(one, other, f"{path}.{index}")
    elif printed != back:
        yield Change(general(path) if path else "(the record)", printed, back)
