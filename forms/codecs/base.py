"""What a codec is, what a reading is, and the limits that every text of a record keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar

from forms.text import forbidden, is_empty_word

_T = TypeVar("_T")

MAX_BYTES = 1_000_000  # of one text, in UTF-8

MAX_ITEMS = 1_000  # of one list

SURE = 1.0
PUT_RIGHT = 0.95  # a slip was put right, without doubt about the value
DOUBTFUL = 0.85  # a slip was put right and a person should look at it


class Reading(NamedTuple):
    """What a codec makes of a raw answer."""

    value: Any  # the canonical value; None when the answer is empty or can't be read
    problems: tuple[tuple[str, str], ...] = ()  # (code, message in Chinese)
    alternatives: tuple[Any, ...] = ()  # likely readings where the value is None or doubtful
    certainty: float = SURE  # lower when a slip was put right or the shape is odd
    doubt: str | None = None  # Chinese: why a person should look, where no problem says it


class Codec(Protocol):
    """How one kind of value is printed and read; `format` and `parse` are inverse."""

    @property
    def name(self) -> str: ...

    @property
    def options(self) -> tuple[str, ...]:
        """The closed vocabulary, () when there is none."""

    def format(self, value: Any) -> str:
        """The value as printed, "" for an empty one."""

    def parse(self, raw: str) -> Reading:
        """What an answer says. Never raises; `parse(format(v)).value == v` for canonical `v`."""

    def canonical(self, value: Any) -> Any:
        """The value as a record holds it. Raises ValueError, with the reason, where it can't be."""

    def likeness(self, raw: str) -> float:
        """How surely the raw text is such a value by its own shape, 0 to 1."""

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of canonical values, null included where the value may be empty."""


def written(value: Any) -> str:
    """The text of a record's value, "" for null. Raises ValueError for another type, for more than
    1 MB and for a character that XML 1.0 forbids."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"must be a text or null, not {type_name(value)}")
    if character := forbidden(value):
        raise ValueError(f"holds the character {character}, which XML 1.0 forbids")
    return limited(value)


def limited(text: str) -> str:
    """`text` itself; ValueError when it takes more than 1 MB in UTF-8."""
    if not is_limited(text):
        raise ValueError(f"is longer than {MAX_BYTES} bytes")
    return text


def is_limited(text: str) -> bool:
    """Whether `text` takes at most 1 MB in UTF-8."""
    return len(text) * 4 <= MAX_BYTES or len(text.encode()) <= MAX_BYTES


class ItemsError(ValueError):
    """A list that is refused: the reasons of its items by index, and those of the list itself."""

    def __init__(self, items: dict[int, str], own: tuple[str, ...] = ()) -> None:
        self.items = items
        self.own = own
        super().__init__("; ".join([*own, *(f"{index}: {text}" for index, text in items.items())]))


def each(value: Any, canonical: Callable[[Any], _T]) -> list[_T]:
    """`canonical` of every item of a record's list. Raises ValueError for what is no list, and
    ItemsError with the reasons of all items and of a list that is too long."""
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"must be a list, not {type_name(value)}")
    items, errors = [], {}
    for index, item in enumerate(value):
        try:
            items.append(canonical(item))
        except ValueError as error:
            errors[index] = str(error)
    own = (f"has more than {MAX_ITEMS} items",) if len(value) > MAX_ITEMS else ()
    if errors or own:
        raise ItemsError(errors, own)
    return items


def or_none(text: str) -> str | None:
    """The text of a short answer, None for an empty one or a word that means empty."""
    return None if is_empty_word(text) else text


def settled(step: Callable[[str], str | None], text: str) -> str | None:
    """`step` applied until it changes nothing or the answer turns out empty."""
    while (changed := step(text)) != text:
        if changed is None:
            return None
        text = changed
    return text


def shown(value: Any) -> str:
    """A refused value for an error message: short, and always printable."""
    if isinstance(value, str):
        text = value if len(value) <= 40 else value[:39] + "…"
        return repr(text.encode("utf-8", "backslashreplace").decode())
    return type_name(value)


def type_name(value: Any) -> str:
    """The JSON name of a value's type, with the article."""
    if value is None:
        return "null"
    for kind, name in _TYPE_NAMES:
        if isinstance(value, kind):
            return name
    return f"a {type(value).__name__}"


_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "an object"),
)
