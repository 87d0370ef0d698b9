"""A submission's record as the fields of a page: each answer with its evidence and its problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, Final, NamedTuple

from forms.codecs import Codec
from forms.problems import OFFICE_ONLY
from forms.registry import Form, Record
from forms.schema import PRINTED_KEYS
from tianbao.outcomes.judging import is_settled

Problem = Mapping[str, Any]

SURE: Final = 0.9  # a confidence below it is a doubt (docs/records.md)

# What a person answers a field with, by its codec; anything else is a line of text.
CONTROLS: Final = {
    "prose": "area",
    "lines": "area",
    "choice": "select",
    "yes-no": "select",
    "tick": "select",
    "ticks": "boxes",
    "written-choice": "listed",
    "industry": "listed",
}
# The keyboard that a small screen shows.
KEYBOARDS: Final = {"decimal": "decimal", "percent": "decimal", "count": "numeric", "phone": "tel"}


class Row(NamedTuple):
    """A row of a list that takes more rows and gives some up."""

    of: str  # the list's path
    number: int  # from 0
    label: str


@dataclass(frozen=True)
class Field:
    """An answer as a page shows it. A page has hundreds, and asks each for the same several times:
    what follows from the rest is worked out once."""

    path: str
    label: str  # the labels that lead to it, those of its section left out
    section: str
    control: str  # line, area, select, boxes, listed
    options: tuple[str, ...]
    keyboard: str
    limit: int | None  # in 字
    value: Any
    text: str  # the value as the form prints it
    raw: str | None  # as it stands in the document, where that isn't the text
    confidence: float | None
    way: str | None  # that read it
    alternatives: tuple[str, ...]
    problems: tuple[Problem, ...]
    changed: bool  # by a person, since it was read
    settled: bool  # looked at by a person
    row: Row | None  # that it is of
    places: tuple[Mapping[str, Any], ...] = field(default=())

    @cached_property
    def id(self) -> str:
        return self.path.replace(".", "-")

    @cached_property
    def options_id(self) -> str:
        """What fields with the same options share."""
        return "-".join(step for step in self.path.split(".") if not step.isdecimal())

    @cached_property
    def counting(self) -> list[Problem]:
        """The problems that nobody overruled."""
        return [each for each in self.problems if "ruled" not in each]

    @cached_property
    def doubtful(self) -> bool:
        """Whether a person is to look at the document for it."""
        if any(each["code"] in OFFICE_ONLY for each in self.counting):
            return True
        unsure = self.confidence is not None and self.confidence < SURE
        return unsure and not self.settled and not self.counting

    @cached_property
    def faulty(self) -> bool:
        return any(each["severity"] == "error" for each in self.counting)

    @cached_property
    def mark(self) -> str:
        """What it is marked as, "" for nothing: doubt, error, changed, settled."""
        named = (
            ("doubt", self.doubtful),
            ("error", self.faulty),
            ("changed", self.changed and self.settled),
            ("settled", self.settled),
        )
        return next((name for name, holds in named if holds), "")

    @cached_property
    def urgent(self) -> bool:
        """Whether it stands before the others."""
        return self.doubtful or any(each["severity"] != "info" for each in self.counting)


@dataclass(frozen=True, slots=True)
class Section:
    """The fields of one part of a form."""

    key: str
    title: str
    fields: list[Field]
    lists: list[tuple[str, str]]  # path and label of each list that takes more rows


@dataclass(frozen=True, slots=True)
class Content:
    """What the fields are made of."""

    form: Form
    record: Record
    read: Mapping[str, Any]  # the answers as they were read
    evidence: Mapping[str, Mapping[str, Any]]
    problems: Sequence[Problem]
    settled: frozenset[str] | set[str]


def fields_of(content: Content) -> list[Field]:
    """The fields of a record in the order of the form; what the form prints itself is none."""
    problems: dict[str, list[Problem]] = {}
    for problem in content.problems:
        problems.setdefault(problem["path"], []).append(problem)
    return [
        _field(content, path, value, content.read.get(path), problems.get(path, ()))
        for path, _, value in content.form.answers(content.record)
        if path.rpartition(".")[2] not in PRINTED_KEYS
    ]


def field_at(content: Content, path: str) -> Field | None:
    """The field of a path; None where the record has none."""
    return next((each for each in fields_of(content) if each.path == path), None)


def blank_row(content: Content, prefix: str) -> list[Field]:
    """The fields of a row behind the last one of the list at `prefix`; none for what is no list."""
    rows = value_at(content.record, prefix)
    if not isinstance(rows, list):
        return []
    below = f"{content.form.pattern(prefix)}.*."
    leaves = [leaf.removeprefix(below) for leaf in content.form.leaves() if leaf.startswith(below)]
    return [
        _field(content, f"{prefix}.{len(rows)}.{leaf}", None, None, ())
        for leaf in leaves
        # What lies deeper comes with the row, when its first answer is there.
        if "." not in leaf and leaf not in PRINTED_KEYS
    ]


def sections_of(content: Content, fields: Iterable[Field]) -> list[Section]:
    """The fields that are not urgent, by the part of the form that they stand in; and the lists of
    each part that take more rows, those of the whole form behind its last row."""
    open_lists = _open_lists(content)
    sections = [
        _section(content, key, list(group), open_lists)
        for key, group in groupby(fields, key=lambda each: each.section)
    ]
    for path in open_lists:  # of the whole form, not within a part
        if "." not in path:
            own = [each for each in sections if each.key.startswith(f"{path}.")]
            if not own:
                sections.append(Section(path, content.form.label(path), [], []))
            (own or sections)[-1].lists.append((path, content.form.label(path)))
    return [each for each in sections if each.fields or each.lists]


def elsewhere(fields: Iterable[Field], problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems of no single field (of the whole, of a list), those together that a person can
    only overrule together: of one code and one path."""
    paths = {each.path for each in fields}
    together: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem["path"] not in paths:
            together.setdefault((problem["code"], problem["path"]), []).append(problem)
    return list(together.values())


def value_at(record: Any, path: str) -> Any:
    """The value at a path of a record, None beyond it."""
    for step in path.split("."):
        if isinstance(record, list):
            record = record[int(step)] if step.isdecimal() and int(step) < len(record) else None
        else:
            record = record.get(step) if isinstance(record, dict) else None
    return record


def _field(
    content: Content, path: str, value: Any, original: Any, problems: Iterable[Problem]
) -> Field:
    codec, limit, label, section, row = _printed(content.form, path)
    entry = content.evidence.get(path, {})
    text = codec.format(value)
    raw = entry.get("raw")
    return Field(
        path=path,
        label=label,
        section=section,
        control=CONTROLS.get(codec.name, "line"),
        options=codec.options,
        keyboard=KEYBOARDS.get(codec.name, "text"),
        limit=limit,
        value=value,
        text=text,
        raw=raw if raw and "".join(raw.split()) != "".join(text.split()) else None,
        confidence=entry.get("confidence"),
        way=entry.get("by"),
        alternatives=tuple(map(str, entry.get("alternatives") or ())),
        problems=tuple(problems),
        changed=value != original,
        settled=is_settled(path, content.settled),
        row=row,
        places=tuple(on_paper(entry.get("where"))),
    )


@lru_cache(maxsize=8192)
def _printed(form: Form, path: str) -> tuple[Codec, int | None, str, str, Row | None]:
    """What the form has for a path: codec, limit, label, section and row."""
    section = section_of(path)
    labels = form.label(path).split("·")
    title = form.label(section).split("·") if "." in section else []
    label = "·".join(labels[len(title) :] or labels)
    return form.codec(path), form.limit(path), label, section, row_of(form, path)


def row_of(form: Form, path: str) -> Row | None:
    """The innermost row that a path is in; None where the form prints the rows itself."""
    steps = path.split(".")
    at = max((number for number, step in enumerate(steps) if step.isdecimal()), default=0)
    prefix = ".".join(steps[:at])
    if not at or form.has_printed_rows(prefix):
        return None
    return Row(prefix, int(steps[at]), form.label(".".join(steps[: at + 1])))


def section_of(path: str) -> str:
    """The part of a form that a path stands in: `tasks.0`, `applicant`."""
    first, *rest = path.split(".")
    return f"{first}.{rest[0]}" if rest and rest[0].isdecimal() else first


def _section(content: Content, key: str, fields: list[Field], open_lists: Iterable[str]) -> Section:
    if "." in key:
        title = content.form.label(key)
    else:
        title = " – ".join(dict.fromkeys((fields[0].label, fields[-1].label)))
    lists = [(each, content.form.label(each)) for each in open_lists if each.startswith(f"{key}.")]
    return Section(key, title, [each for each in fields if not each.urgent], lists)


def _open_lists(content: Content) -> list[str]:
    """The lists of a record that take more rows, also those that have none yet."""
    return [
        path
        for pattern in _list_patterns(content.form)
        for path in _instances(content.record, pattern.split("."), "")
        if not content.form.has_printed_rows(path)
    ]


@lru_cache(maxsize=16)
def _list_patterns(form: Form) -> tuple[str, ...]:
    """The paths of all lists of rows, outer indexes as `*`."""
    found: dict[str, None] = {}
    for leaf in form.leaves():
        steps = leaf.split(".")
        for at, step in enumerate(steps):
            if step == "*":
                found[".".join(steps[:at])] = None
    return tuple(found)


def _instances(record: Any, steps: Sequence[str], path: str) -> Iterable[str]:
    if not steps:
        yield path
    elif steps[0] == "*":
        for index, row in enumerate(record or ()):
            yield from _instances(row, steps[1:], f"{path}.{index}")
    elif isinstance(record, dict):
        below = f"{path}.{steps[0]}" if path else steps[0]
        yield from _instances(record.get(steps[0]), steps[1:], below)


def on_paper(where: Any) -> Iterable[Mapping[str, Any]]:
    """The places of an answer that are on a page."""
    places = where if isinstance(where, list) else [where]
    return (place for place in places if place and "box" in place)
