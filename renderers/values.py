"""How values are printed: Jinja's sandbox and the filters of docs/templates.md.

A value is data: what it holds is escaped, and never looked at as a tag.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


class _Unanswered(dict[str, Any]):
    """A row or block without an answer: every field of it, however deep, is empty."""

    def __missing__(self, key: object) -> _Unanswered:
        return UNANSWERED

    def __str__(self) -> str:
        return ""


UNANSWERED = _Unanswered()


def environment(formats: Mapping[str, Callable[[Any], str]]) -> ImmutableSandboxedEnvironment:
    """Jinja for one form; `formats` gives each field's `Codec.format` by its path with `*`."""
    jinja = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=printed, keep_trailing_newline=True
    )
    jinja.globals.clear()
    jinja.tests.clear()
    jinja.filters.clear()
    jinja.filters.update(_FILTERS)
    jinja.filters["codec"] = lambda value, path: formats[path](value) if value is not None else None
    return jinja


def is_empty(value: Any) -> bool:
    """Whether there is no answer; the number 0 and 否 are answers."""
    return not value and not isinstance(value, int)


def is_ticked(value: Any, option: str) -> bool:
    """Whether the box of that option is ticked: a choice, a list of them, or yes and no."""
    if isinstance(value, bool):
        return value != (option == "否")
    if isinstance(value, list):
        return option in value
    return bool(value == option)


def printed(value: Any) -> Any:
    """What an expression prints: nothing for None, and Word's own tab and line break."""
    if value is None or value is UNANSWERED:
        return ""
    if isinstance(value, str) and ("\t" in value or "\n" in value):
        return escape(value).replace("\t", _TAB).replace("\n", _BREAK)
    return value


def _hint(value: Any, text: str) -> str:
    return text if is_empty(value) else ""


def _line(value: Any, columns: int) -> str:
    if is_empty(value):
        return ""
    text = str(value)
    return text + " " * (columns - width(text))


def width(text: str) -> int:
    """Half-width columns; ambiguous characters are wide, as Chinese fonts draw them."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _after(value: Any, separator: str) -> str:
    return "" if is_empty(value) else f"{separator}{value}"


def _label(value: Any, printed: str) -> str:
    return value or printed


def _paragraphs(value: Any, hint: str = "") -> Sequence[str]:
    """The paragraphs of a prose answer or of a list of texts; at least one, the hint."""
    if not value:
        return (hint,)
    return value.split("\n") if isinstance(value, str) else value


def _rows(value: Any, least: int, numbered: int, mark: str = "") -> Iterator[dict[str, Any]]:
    """Rows to print, each with its number `no`: the items, then empty ones up to `least`."""
    items = value or ()
    for no, item in enumerate(items, 1):
        yield {**item, "no": no}
    for no in range(len(items) + 1, least + 1):
        row = _Unanswered()
        row["no"] = no if no <= numbered else mark
        yield row


def _blocks(value: Any) -> Sequence[Any]:
    return value or (UNANSWERED,)


def _state(value: Any, option: str) -> str:
    return "1" if is_ticked(value, option) else "0"


def _glyph(value: Any, option: str, ticked: str, empty: str) -> str:
    return ticked if is_ticked(value, option) else empty


_FILTERS: dict[str, Callable[..., Any]] = {
    "empty": is_empty,
    "hint": _hint,
    "line": _line,
    "after": _after,
    "label": _label,
    "paragraphs": _paragraphs,
    "rows": _rows,
    "blocks": _blocks,
    "state": _state,
    "glyph": _glyph,
}


class Identifiers:
    """Numbers for what a loop prints several times and Word wants unique, in one document.

    The first print of an element keeps what the template says, so that a template without loops
    round its controls prints itself.
    """

    def __init__(self, taken: Collection[int]) -> None:
        self._free = (number for number in count(1) if number not in taken)
        self._last: dict[str, int] = {}
        self._repeated: set[str] = set()

    def new(self, key: str, number: int) -> int:
        """The number of the next print of the element `key`, whose template says `number`."""
        if key in self._last:
            self._repeated.add(key)
            number = next(self._free)
        self._last[key] = number
        return number

    def last(self, key: str) -> int:
        """The number that `new` gave last, for the other end of a range."""
        return self._last[key]

    def suffix(self, key: str) -> str:
        """What makes a bookmark's name unique: nothing at its first print."""
        return f"_{self._last[key]}" if key in self._repeated else ""
