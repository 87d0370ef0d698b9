"""The forms that are known: one package each, found by name or by a unique ending of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from forms.codecs import Codec
from forms.problems import Problem

Record = dict[str, Any]


class Form(Protocol):
    """One official form. A form's package gives one such object as `FORM`."""

    name: str  # "jiebang2024/application"
    title: str
    template: str  # below templates/: "jiebang2024/application.docx"

    def load(self, data: Mapping[str, Any]) -> Record:
        """The canonical record of `data`; raises InvalidRecord with every error and its path."""

    def check(self, record: Record) -> list[Problem]:
        """What the form's rules find in a canonical record."""

    def json_schema(self) -> dict[str, Any]:
        """The record's JSON Schema, draft 2020-12."""

    def empty(self) -> Record:
        """The record of the untouched blank."""

    def printed(self, record: Record) -> Record:
        """The record with its lists as long as the form prints them (three tasks, five others)."""

    def codec(self, path: str) -> Codec:
        """The codec of a leaf; list indexes in the dotted path may be numbers or `*`."""

    def leaves(self) -> tuple[str, ...]:
        """The dotted paths of all leaves, list indexes as `*`, in the order of the form."""

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Other words in which offices print a label: printed label → words."""
