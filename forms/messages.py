"""Every message to the form's people, in one table: what was found, why it is wrong, what to do.

A key of `messages.json` is the problem's code, with a dot and a variant where one code has several
reasons. The names in braces are filled in by `say`. Messages of codecs don't name the field; those
of rules begin with its label.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

MESSAGES: dict[str, str] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)

_CURE = re.compile("[，；。](请|建议)")


def say(key: str, **values: object) -> str:
    """The message `key` with its values filled in."""
    return MESSAGES[key].format_map(values)


def parted(message: str) -> tuple[str, str]:
    """A message as what is wrong and what to do, a sentence each; what to do is its last clause,
    which begins with 请 or 建议."""
    clauses = list(_CURE.finditer(message))
    if not clauses:
        return message, "请核对。"
    return f"{message[: clauses[-1].start()]}。", message[clauses[-1].start(1) :]


def likely(*readings: str) -> str:
    """The clause that suggests readings, for the place of `likely` in a message; "" for none."""
    return f"，疑为{'或'.join(f'“{reading}”' for reading in readings)}" if readings else ""


def excerpt(text: str, width: int = 60) -> str:
    """`text` on one line, cut to `width` characters, for quoting in a message."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
