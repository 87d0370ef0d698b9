"""File names made of a record's values: `--name '{applicant[name]}'`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Protocol

from tianbao.errors import WrongCall

LONGEST = 200  # bytes in UTF-8; file systems take 255, and a number and a suffix come behind
UNNAMED = "未命名"

FIELD = re.compile(r"[A-Za-z_]\w*(\[([A-Za-z_]\w*|[0-9]{1,9})\])*", re.ASCII)
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\ud800-\udfff]+')
# Windows opens a device for these, whatever the suffix.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


class Leaves(Protocol):
    """What names need of a form."""

    def leaves(self) -> tuple[str, ...]: ...
    def codec(self, path: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Part:
    """Literal text, then the value at `path` (None: no value)."""

    literal: str
    path: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A checked `--name`: makes a safe file name, without suffix, of a form's record."""

    parts: tuple[Part, ...]
    form: Leaves

    @classmethod
    def of(cls, template: str, form: Leaves) -> NameTemplate:
        """Raises WrongCall for anything but text and values of the form's record."""
        return cls(tuple(parse(template, form)), form)

    def name(self, record: Mapping[str, Any]) -> str:
        return safe("".join(part.literal + self._value(record, part.path) for part in self.parts))

    def _value(self, record: Mapping[str, Any], path: tuple[str, ...] | None) -> str:
        value = None if path is None else at(record, path)
        if value is None or path is None:
            return ""
        text: str = self.form.codec(".".join(path)).format(value)
        return text


def parse(template: str, form: Leaves) -> list[Part]:
    """The parts of a name template; `str.format`'s attributes, conversions and widths are refused:
    a name holds the record's values and nothing else."""
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        raise WrongCall(f"--name {template!r}: {error}.") from error
    parts = [Part(piece[0], field_path(template, *piece[1:], form)) for piece in pieces]
    if not any(part.path for part in parts):
        raise WrongCall(f"--name {template!r} names no value, such as {{{example(form)}}}.")
    return parts


def field_path(
    template: str, field: str | None, width: str | None, conversion: str | None, form: Leaves
) -> tuple[str, ...] | None:
    """`applicant[name]` → ("applicant", "name"), if the form has such a leaf."""
    if field is None:
        return None
    if width or conversion or not FIELD.fullmatch(field):
        raise WrongCall(f"--name {template!r}: write a value as {{{example(form)}}}.")
    path = tuple(re.findall(r"\w+", field))
    if ".".join("*" if key.isdigit() else key for key in path) not in form.leaves():
        raise WrongCall(f"--name {template!r}: the record has no value {'.'.join(path)}.")
    return path


def example(form: Leaves) -> str:
    first, *rest = form.leaves()[0].replace("*", "0").split(".")
    return first + "".join(f"[{key}]" for key in rest)


def at(record: Any, path: tuple[str, ...]) -> Any:
    """The value at `path`, None beyond the end of a list."""
    for key in path:
        if isinstance(record, list):
            record = record[int(key)] if int(key) < len(record) else None
        else:
            record = None if record is None else record.get(key)
    return record


def safe(name: str) -> str:
    """`name` as a file name that every system takes and that leaves no folder."""
    name = FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    if DEVICES.match(name):
        name = f"_{name}"
    return shortened(name).rstrip(" .") or UNNAMED


def shortened(name: str) -> str:
    return name.encode()[:LONGEST].decode(errors="ignore")


def numbered() -> Callable[[str], str]:
    """A function that gives each name once: the second `甲` becomes `甲-2`.

    Case makes no difference, as on the file systems of Windows and macOS.
    """
    taken: set[str] = set()
    last: dict[str, int] = {}

    def unique(name: str) -> str:
        key = name.casefold()
        candidate = name
        while candidate.casefold() in taken:
            last[key] = last.get(key, 1) + 1
            candidate = f"{name}-{last[key]}"
        taken.add(candidate.casefold())
        return candidate

    return unique
