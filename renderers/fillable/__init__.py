"""Record → fillable PDF: a form that Acrobat, WPS and browsers fill in, blank or filled already.

from renderers.fillable import blank, render
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from forms.registry import Form, Record
from renderers.fillable.filling import Blank
from renderers.fillable.making import blank_pdf
from renderers.values import is_empty

__all__ = ["blank", "render"]


def blank(form: Form) -> bytes:
    """The official blank as a PDF with fields, named by the paths of the record.

    Raises OfficeMissing where it was never made on this computer and there is no LibreOffice.
    """
    return _blank(form, ()).pdf


def render(form: Form, record: Mapping[str, Any]) -> bytes:
    """The same filled in, and still to be filled in; the same bytes for the same record.

    Raises InvalidRecord for a record that the form's schema refuses, and as `blank`.
    """
    canonical = form.load(record)
    empty = _blank(form, ())
    if lengths := missing_rows(form, canonical, empty):
        empty = _blank(form, tuple(sorted(lengths.items())))
    return empty.filled(form, canonical)


_ROW = re.compile(r"(.*)\.([0-9]+)(?:\.|$)")  # the innermost list of a path, and the row


@lru_cache(maxsize=8)
def _blank(form: Form, lengths: tuple[tuple[str, int], ...]) -> Blank:
    return Blank(blank_pdf(form, dict(lengths)))


def missing_rows(form: Form, record: Record, empty: Blank) -> dict[str, int]:
    """The lists of a record that have more rows than the blank: their paths, their lengths."""
    lengths: dict[str, int] = {}
    for path, _, value in form.answers(record):
        if is_empty(value) or not empty.lacks(form, path):
            continue
        row = _ROW.match(path)
        assert row is not None  # a list is what varies
        list_path, index = row.groups()
        lengths[list_path] = max(lengths.get(list_path, 0), int(index) + 1)
    return lengths
