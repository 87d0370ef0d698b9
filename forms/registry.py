"""The forms that are known: one package each, found by name or by a unique ending of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from forms.errors import UnknownForm
from forms.terms import AS_PRINTED, Terms

if TYPE_CHECKING:
    from forms.codecs import Codec
    from forms.problems import Problem
    from forms.schema import Answer

Record = dict[str, Any]

# A form's name and the module that gives it as FORM; imported only when the form is asked for,
# because schemas take 50 ms to import.
_MODULES = {
    "jiebang2024/application": "forms.jiebang2024.application",
    "jiebang2024/summary": "forms.jiebang2024.summary",
    "office/notice": "forms.office.notice",
}

# A form's name and the module that gives, as SUMMARIZING, how another form lists several of it.
_SUMMARIES = {"jiebang2024/application": "forms.jiebang2024.summarizing"}


class Form(Protocol):
    """One official form. A form's module gives one such object as `FORM`."""

    name: str  # "jiebang2024/application"
    title: str
    template: str  # below templates/: "jiebang2024/application.docx"

    def __hash__(self) -> int:
        """A form is itself and no other, so what is made of it can be kept by it."""

    def load(self, data: Mapping[str, Any]) -> Record:
        """The canonical record of `data`; raises InvalidRecord with every error and its path."""

    def check(self, record: Record, terms: Terms = AS_PRINTED) -> list[Problem]:
        """What the form's rules find in a canonical record."""

    def json_schema(self) -> dict[str, Any]:
        """The record's JSON Schema, draft 2020-12."""

    def empty(self) -> Record:
        """The record of the untouched blank."""

    def printed(self, record: Record) -> Record:
        """The record with its lists as long as the form prints them (three tasks, five others)."""

    def codec(self, path: str) -> Codec:
        """The codec of a leaf; list indexes in the dotted path may be numbers or `*`."""

    def answers(self, record: Record) -> Iterator[tuple[str, Answer, Any]]:
        """Every leaf of a record in the order of the form: its path, its field, its value."""

    def limit(self, path: str) -> int | None:
        """The printed limit of a leaf in 字, None where there is none."""

    def position(self, path: str) -> tuple[int, ...]:
        """Where a path stands in the order of the form, for sorting."""

    def pattern(self, path: str) -> str:
        """A path with its list indexes as `*`."""

    def leaves(self) -> tuple[str, ...]:
        """The dotted paths of all leaves, list indexes as `*`, in the order of the form."""

    def has_printed_rows(self, path: str) -> bool:
        """Whether the form prints the rows of the list at `path` (the three years), so that they
        go by their place."""

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Other words in which offices print a label: printed label → words."""

    def senders(self) -> tuple[str, ...]:
        """The paths of the answers that name who filled the form in, and so say the same."""

    def sender(self, record: Record) -> str | None:
        """Who filled the form in, as the record says."""

    def credit_code(self, record: Record) -> str | None:
        """The first unified social credit code in the record."""

    def district(self, record: Record) -> str | None:
        """The district of the office that the record goes through, None where it names none."""

    def label(self, path: str) -> str:
        """The labels that lead to a field, as printed: `攻关方向一·关键技术第2行·关键指标`."""


@dataclass(frozen=True, slots=True)
class Summarizing:
    """A form that lists several of another form, in the order given."""

    of: Form
    form: Form
    summarize: Callable[[Sequence[Record]], Record]  # canonical records → the listing one
    check_against: Callable[[Record, Sequence[Record]], list[Problem]]  # where they don't agree
    reads: frozenset[str]  # the fields of one listed, by their patterns, that the list is made of


def summarizings() -> tuple[Summarizing, ...]:
    """All forms that list others."""
    return tuple(import_module(module).SUMMARIZING for module in _SUMMARIES.values())


def names() -> tuple[str, ...]:
    """The names of all forms."""
    return tuple(_MODULES)


def forms() -> tuple[Form, ...]:
    """All forms."""
    return tuple(map(_load, _MODULES))


def get(name: str) -> Form:
    """The form of a name or of a unique ending of one; raises UnknownForm."""
    found = [name] if name in _MODULES else [known for known in _MODULES if known.endswith(name)]
    if len(found) != 1 or not name:
        raise UnknownForm(name, _MODULES)
    return _load(found[0])


@cache
def _load(name: str) -> Form:
    form: Form = import_module(_MODULES[name]).FORM
    return form
