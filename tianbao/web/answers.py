"""What a person typed into a field as a value of the record, by the field's codec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from forms.registry import get
from tianbao.errors import WrongCall


class Refused(WrongCall):
    """What was typed is no answer of this field; the message (Chinese) says why."""


# Slips that a codec puts right, or doubts that a person who types has settled.
_ACCEPTED: Final = frozenset({"normalised", "needs-review"})


def answer(form: str, path: str, typed: Sequence[str]) -> Any:
    """The value of an answer as typed, several texts for boxes; raises Refused."""
    try:
        codec = get(form).codec(path)
    except KeyError:
        raise Refused("没有这个栏目。") from None
    if codec.name == "ticks":
        return [text for text in typed if text]
    text = typed[0].replace("\r\n", "\n") if typed else ""
    if codec.name in ("choice", "yes-no", "tick") and text and text not in codec.options:
        raise Refused(f"“{text}”不在可选范围，请从列出的选项中选择。")
    reading = codec.parse(text)
    wrong = [message for code, message in reading.problems if code not in _ACCEPTED]
    if reading.value in (None, []) and text.strip() and wrong:
        raise Refused("".join(wrong))
    return reading.value
