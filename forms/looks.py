"""Values that look alike: spaces, width and form of characters, and what readers of print confuse.

A difference that is only one of look may still be a real one (a credit code with O for 0): it is
told apart, never dropped.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from forms.codecs import Codec
from forms.text import squeeze

# Each entry is a class of characters that are taken for each other, on paper or by a keyboard.
CLASSES: list[str] = json.loads(
    Path(__file__).with_name("lookalikes.json").read_text(encoding="utf-8")
)
_LOOK = {ord(character): alike[0] for alike in CLASSES for character in alike}
_NUMBERS = frozenset({"decimal", "count"})


def look_alike(codec: Codec, a: Any, b: Any) -> bool:
    """Whether two answers to one question differ in nothing but their look.

    Numbers are compared by their amount (45.20 and 45.2 are alike, 450 and 45O are), answers with a
    line each by all that they say together: on paper a line's end may not show.
    """
    if isinstance(a, list) and isinstance(b, list):
        if codec.name == "lines":
            return _texts_alike("".join(a), "".join(b))
        return len(a) == len(b) and all(map(_texts_alike, a, b))
    if isinstance(a, str) and isinstance(b, str):
        return (codec.name in _NUMBERS and _amount(a) == _amount(b)) or _texts_alike(a, b)
    return False


def look(text: str) -> str:
    """`text` with one character for each class of those that look alike, without white space."""
    return squeeze(text.translate(_LOOK)).translate(_LOOK)


def _texts_alike(a: str, b: str) -> bool:
    return look(a) == look(b)


def _amount(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
