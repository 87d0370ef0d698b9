"""Answers given by ticks: yes or no, one option, several options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forms.codecs.base import Reading, each, or_none, shown, type_name, written
from forms.messages import excerpt, likely, say
from forms.text import code, permitted, short

YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否, true or false in records; None where neither is ticked."""

    name: str = "yes-no"
    options: tuple[str, ...] = (YES, NO)

    def format(self, value: bool | None) -> str:
        return "" if value is None else YES if value else NO

    def parse(self, raw: str) -> Reading:
        text = code(permitted(raw))
        if text in self.options:
            return Reading(text == YES)
        if or_none(text) is None:
            return Reading(None)
        message = say("not-in-vocabulary.yes-no", raw=excerpt(raw))
        return Reading(None, (("not-in-vocabulary", message),), certainty=0.5)

    def canonical(self, value: Any) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        raise ValueError(f"must be true, false or null, not {type_name(value)}")

    def likeness(self, raw: str) -> float:
        return 0.6 if raw.strip() in self.options else 0.0

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["boolean", "null"]}


@dataclass(frozen=True, slots=True)
class Tick:
    """A box of its own, true when ticked; printed as its option. Never None."""

    name: str = "tick"
    options: tuple[str, ...] = (YES, NO)

    def format(self, value: bool | None) -> str:
        return YES if value else NO

    def parse(self, raw: str) -> Reading:
        reading = YesNo().parse(raw)
        return Reading(bool(reading.value), reading.problems, (), reading.certainty)

    def canonical(self, value: Any) -> bool:
        return bool(YesNo().canonical(value))

    def likeness(self, raw: str) -> float:
        return YesNo().likeness(raw)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the printed options, None where none is ticked."""

    options: tuple[str, ...]
    name: str = "choice"

    def format(self, value: str | None) -> str:
        return value or ""

    def parse(self, raw: str) -> Reading:
        text = short(permitted(raw))
        if or_none(text) is None:
            return Reading(None)
        if text in self.options:
            return Reading(text)
        return Reading(None, (_not_an_option(raw, self.options),), _held(raw, self.options), 0.5)

    def canonical(self, value: Any) -> str | None:
        text = or_none(short(written(value)))
        return None if text is None else _option(text, self.options)

    def likeness(self, raw: str) -> float:
        return 1.0 if raw.strip() in self.options else 0.0

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [*self.options, None]}


@dataclass(frozen=True, slots=True)
class Ticks:
    """Any of the printed options, a list in the form's order without doubles."""

    options: tuple[str, ...]
    name: str = "ticks"

    def format(self, value: Iterable[str]) -> str:
        return "、".join(value)

    def parse(self, raw: str) -> Reading:
        parts = [short(part) for part in permitted(raw).split("、")]
        items = [part for part in parts if or_none(part)]
        problems = tuple(
            _not_an_option(item, self.options) for item in items if item not in self.options
        )
        return Reading(self._in_order(items), problems, (), 0.5 if problems else 1.0)

    def canonical(self, value: Any) -> list[str]:
        return self._in_order(each(value, lambda item: _option(short(written(item)), self.options)))

    def likeness(self, raw: str) -> float:
        items = [part.strip() for part in raw.split("、")] if len(raw) <= 100 else []
        return 1.0 if items and all(item in self.options for item in items) else 0.0

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"enum": list(self.options)},
            "uniqueItems": True,
            "maxItems": len(self.options),
        }

    def _in_order(self, items: list[str]) -> list[str]:
        return [option for option in self.options if option in items]


def _option(text: str, options: tuple[str, ...]) -> str:
    if text in options:
        return text
    raise ValueError(f"must be one of {'、'.join(options)}, not {shown(text)}")


def _held(raw: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The options that stand somewhere in a raw text."""
    return tuple(option for option in options if option in raw)


def _not_an_option(raw: str, options: tuple[str, ...]) -> tuple[str, str]:
    readings = likely(*_held(raw, options))
    message = say(
        "not-in-vocabulary", raw=excerpt(raw), likely=readings, options="、".join(options)
    )
    return ("not-in-vocabulary", message)
