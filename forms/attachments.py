"""The papers that a form asks for beside itself, and the words by which they are known."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from forms.registry import Form, Record

_FILE = "attachments.json"  # in the folder of a form's programme


class Attachment(NamedTuple):
    """A paper that is asked for: what it is called, and words that a list of papers or a file's
    name has where it is there."""

    name: str
    words: tuple[str, ...]


def asked(form: Form) -> tuple[Attachment, ...]:
    """The papers that a form asks for, none for most forms."""
    described = _described(form.name.partition("/")[0]).get(form.name, {"asked": []})
    return tuple(Attachment(each["name"], tuple(each["words"])) for each in described["asked"])


def listed(form: Form, record: Record) -> list[str]:
    """The lines in which an applicant lists his papers."""
    path = _described(form.name.partition("/")[0]).get(form.name, {}).get("listed_in")
    value = next((value for each, _, value in form.answers(record) if each == path), None)
    return [line for line in str(value or "").split("\n") if line.strip()]


@cache
def _described(programme: str) -> dict[str, dict[str, Any]]:  # form's name → what it asks
    file = Path(__file__).with_name(programme) / _FILE
    if not file.is_file():
        return {}
    described: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return described
