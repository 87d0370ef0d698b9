"""Personal data out of sight, in lists and in logs."""

from __future__ import annotations

import re
from typing import Final

# What is looked for → what is left of it. A citizen's number has a date of birth in it (GB 11643),
# which tells it from a credit code.
MASKS: Final = (
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),
    (
        re.compile(
            r"(?<![0-9A-Za-z])(\d{6})(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}([0-9Xx])"
            r"(?![0-9A-Za-z])"
        ),
        r"\1***********\2",
    ),
    (re.compile(r"([^\s@<>]{1,2})[^\s@<>]*(@[^\s@<>]+)"), r"\1***\2"),
)


def masked(text: str | None) -> str:
    """A text without the personal data in it: `138****5678`, `we***@company.example`."""
    text = text or ""
    for pattern, left in MASKS:
        text = pattern.sub(left, text)
    return text
