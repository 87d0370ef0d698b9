"""Why a correction isn't written."""

from __future__ import annotations

from collections.abc import Mapping

from forms.errors import TianbaoError

NO_PLACE = "its place in the document can't be found"
ONE_ROW = "several items of the list stand in one row of its table"
WRITTEN_TWICE = "it stands in a text box, which the file holds twice for old and new readers"


class Refused(TianbaoError):
    """Changes that can't be written into the document: the reason by path."""

    exit_code = 2

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__("\n".join(f"{path}: {reason}" for path, reason in self.reasons.items()))


class Unplaceable(Exception):
    """A change that has no place; the message (English) says why."""


class Unwritable(TianbaoError):
    """A document into which nothing can be written; the message says why."""

    exit_code = 3
