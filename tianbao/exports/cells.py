"""What stands in a cell, and what must not."""

from __future__ import annotations

import json
import re
from typing import Any

from forms.registry import Form

# A spreadsheet takes a cell that begins so for a formula and runs it, whoever wrote it.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def text(value: Any) -> str:
    """A value as text: nothing for null, lists and objects as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def printed(form: Form, path: str, value: Any) -> Any:
    """A value for a cell: a list of plain values as the form prints it, any other as it is."""
    return form.codec(path).format(value) if isinstance(value, list) else value


def harmless(value: str) -> str:
    """`value` with an apostrophe before what a spreadsheet would run."""
    return f"'{value}" if FORMULA.match(value) and not NUMBER.fullmatch(value) else value
