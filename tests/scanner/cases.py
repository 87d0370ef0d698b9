"""What came back of a specimen: each answer that was printed or read, with what spoke for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from extractors.extract import extract
from extractors.scan import rereading
from forms.registry import Form
from tests.scanner.recall import remembered
from tests.scanner.specimens import Specimen

# Codec → the kind of answer that is told apart in reports.
KINDS: Final = {
    "choice": "ticks",
    "ticks": "ticks",
    "tick": "ticks",
    "yes-no": "ticks",
    "written-choice": "choice",
    "industry": "choice",
    "joined": "choice",
    "credit-code": "code",
    "phone": "phone",
    "email": "mail",
    "date": "date",
    "date-or-month": "date",
    "month": "date",
    "decimal": "number",
    "percent": "number",
    "count": "number",
    "prose": "prose",
}
GIVEN: Final = re.compile(r".*finances\.\d\.year|.*standards\.\d\.level|rows\.\d+\.no")
EMPTY: Final = (None, [], False)


@dataclass(frozen=True)
class Case:
    """An answer: what was printed, what was read, how sure that was said to be; and what a second
    look at it, where one was taken, said of it."""

    document: int
    scan: str
    path: str
    kind: str
    true: Any
    read: Any
    confidence: float
    model: str | None  # kind of answer as `confidence.json` has it; None where no look was taken
    signals: tuple[float, ...] | None
    most: float

    @property
    def right(self) -> bool:
        return bool(self.true == self.read)

    @property
    def given(self) -> bool:
        return self.read not in EMPTY


@dataclass(frozen=True)
class Returned:
    """A specimen as it was read."""

    specimen: Specimen
    result: dict[str, Any]
    cases: tuple[Case, ...]


def returned(specimen: Specimen, memory: Path) -> Returned:
    """Reads a specimen; what the networks say is remembered in a file."""
    looks: dict[str, rereading.Look | None] = {}
    plain = rereading.look_at

    def look_at(form: Form, answer: Any) -> rereading.Look | None:
        looks[answer.path] = plain(form, answer)
        return looks[answer.path]

    with remembered(memory, str(specimen.number)), patch.object(rereading, "look_at", look_at):
        [result, *_] = extract(specimen.data, f"{specimen.number:04}.pdf")
    return Returned(specimen, result, tuple(_cases(specimen, result, looks)))


def _cases(
    specimen: Specimen, result: dict[str, Any], looks: dict[str, rereading.Look | None]
) -> Iterator[Case]:
    form = specimen.form
    true = _answers(form, specimen.record)
    read = _answers(form, result["record"]) if result["form"] == form.name else {}
    for path in dict.fromkeys((*true, *read)):
        wanted, given = true.get(path), read.get(path)
        if GIVEN.fullmatch(path) or (wanted in EMPTY and given in EMPTY):
            continue
        kind = KINDS.get(form.codec(path).name, "name")
        entry = result["fields"].get(path, {}) if read else {}
        look = looks.get(path)
        yield Case(
            specimen.number,
            f"{specimen.level} {specimen.dpi}",
            path,
            kind,
            wanted,
            given,
            entry.get("confidence", 0.0),
            None if look is None else look.kind,
            None if look is None else tuple(look.signals),
            1.0 if look is None else look.ceiling,
        )


def _answers(form: Form, record: dict[str, Any]) -> dict[str, Any]:
    return {path: bare(value) for path, _, value in form.answers(record)}


def bare(value: Any) -> Any:
    """A value without what paper does not show: spaces between Han and Latin, runs of spaces."""
    if isinstance(value, list):
        return [bare(each) for each in value]
    return re.sub(r"(?<=[^ -~]) +| +(?=[^ -~])", "", value) if isinstance(value, str) else value
