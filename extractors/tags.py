"""The language of templates: what may stand in a tag, and what it says (docs/templates.md).

Printing, checking and reading a template all take its tags from here, so that what prints is
what is read. A tag is parsed strictly: anything that could not be run backward is a `TagError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Scope = Literal["p", "tr"]  # what a block tag takes the place of: its paragraph, its table row


class TagError(ValueError):
    """A tag that the language does not have; the message (English) says what to write instead."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One `| name(arguments)` of a tag; arguments are texts and whole numbers."""

    name: str
    arguments: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """`{{ path | codec | dress }}`; `path` is dotted: `tasks.0.budget`, in a loop `row.name`."""

    path: str
    filters: tuple[Filter, ...] = ()

    def filter(self, name: str) -> Filter | None:
        """The filter of that name, if the tag has it."""
        return next((item for item in self.filters if item.name == name), None)

    @property
    def is_hint(self) -> bool:
        """True for a tag that prints its hint and never the value."""
        return self.filter("hint") is not None


@dataclass(frozen=True, slots=True)
class For:
    """`{%p for variable in path | filter %}` or `{%tr for … %}`."""

    scope: Scope
    variable: str
    path: str
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class EndFor:
    scope: Scope


@dataclass(frozen=True, slots=True)
class IfNot:
    """`{%p if not path %}`: what follows stands only while the value is empty."""

    scope: Scope
    path: str


@dataclass(frozen=True, slots=True)
class EndIf:
    scope: Scope


BlockTag = For | EndFor | IfNot | EndIf
Tag = Value | BlockTag
BLOCK_TAGS = (For, EndFor, IfNot, EndIf)

# Filters by where they stand, with the types of their arguments; those behind "|" may be left out.
_CODECS = {"date": "", "month": "", "joined": ""}
_DRESSES = {"hint": "text", "line": "number", "after": "text", "label": "text"}
_LOOPS = {"paragraphs": "|text", "rows": "number number|text", "blocks": ""}

CODEC_FILTERS = tuple(_CODECS)
LOOP_SCOPES: dict[str, Scope] = {"paragraphs": "p", "rows": "tr", "blocks": "p"}

_PATH = r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*|\[[0-9]{1,4}\])*"
_TICK_PATH = re.compile(rf"{_PATH}(?:\.[0-9]{{1,4}}|\.{_PATH})*")
_STRING = r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’"
_FILTER = rf"\|\s*(?P<name>[a-z_]+)\s*(?:\((?P<arguments>(?:{_STRING}|[^()\"'“‘])*)\))?\s*"

_VALUE_TAG = re.compile(rf"\{{\{{\s*(?P<path>{_PATH})\s*(?P<filters>(?:\|.*)?)\}}\}}", re.DOTALL)
_BLOCK_TAG = re.compile(r"\{%(?P<scope>p|tr)\s+(?P<body>.*?)\s*%\}", re.DOTALL)
_FOR = re.compile(rf"for\s+(?P<variable>[a-z_]+)\s+in\s+(?P<path>{_PATH})\s*(?P<filters>(?:\|.*)?)")
_IF_NOT = re.compile(rf"if\s+not\s+(?P<path>{_PATH})")
_ONE_FILTER = re.compile(_FILTER, re.DOTALL)
_ARGUMENT = re.compile(rf"\s*(?:(?P<text>{_STRING})|(?P<number>[0-9]{{1,4}}))\s*(?:,|$)", re.DOTALL)
# A tag that begins at a mark. Quoted text may hold the closing marks; {# #} is found to be refused.
# No possessive quantifiers: those of Python 3.11.2 (Debian 12) match wrongly round a group.
_TAG_AT_MARK = re.compile(
    rf"\{{\{{(?:{_STRING}|(?!\}}\}})[^\"'“‘])*\}}\}}"
    rf"|\{{%(?:{_STRING}|(?!%\}})[^\"'“‘])*%\}}"
    r"|\{#.*?#\}",
    re.DOTALL,
)
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_LONGEST = 4000  # characters of a tag; the longest hint of a form has some hundreds


def parse_tag(text: str) -> Tag:
    """What one tag, braces and all, says; raises TagError with what to write instead."""
    if text.startswith("{{"):
        return _parse_value(text)
    if text.startswith("{%"):
        return _parse_block(text)
    raise TagError(f"{text} is no tag; write {{{{ path }}}}, or take the comment out")


def find_tags(text: str) -> list[tuple[int, int]]:
    """Where the tags of a running text stand, as [start, end), in order.

    Raises TagError for a half tag (`{{` without `}}`).
    """
    spans: list[tuple[int, int]] = []
    at = 0
    while mark := _MARK.search(text, at):
        tag = _TAG_AT_MARK.match(text, mark.start(), mark.start() + _LONGEST)
        if tag is None:
            raise TagError(f"{mark.group()} opens or closes no tag; complete it or take it out")
        spans.append(tag.span())
        at = tag.end()
    return spans


def split(text: str) -> tuple[str | Tag, ...]:
    """A running text as its wording and its tags, in order, empty wording left out."""
    pieces: list[str | Tag] = []
    at = 0
    for start, end in find_tags(text):
        pieces += [text[at:start], parse_tag(text[start:end])]
        at = end
    pieces.append(text[at:])
    return tuple(piece for piece in pieces if piece != "")


def dotted(path: str) -> str:
    """The record's path of a tag's: `tasks[0].budget` → `tasks.0.budget`."""
    return re.sub(r"\[([0-9]+)\]", r".\1", path)


def parse_tick(tag: str) -> tuple[str, str]:
    """The dotted path and the option of a check box's tag, `applicant.ownership=民营企业`.

    A list's item may be written either way, `tasks[0].industries` or `tasks.0.industries`.
    """
    path, equals, option = tag.partition("=")
    if not equals or not option or not _TICK_PATH.fullmatch(path):
        raise TagError(f"the check box's tag {tag!r} is not of the form path=option")
    return dotted(path), option


def _parse_value(text: str) -> Value:
    match = _VALUE_TAG.fullmatch(text)
    if not match:
        raise TagError(f"{text} is no field; only {{{{ path | filter }}}} can be read back")
    filters = _parse_filters(match["filters"], text)
    _check_value_filters(filters, text)
    return Value(dotted(match["path"]), filters)


def _check_value_filters(filters: tuple[Filter, ...], text: str) -> None:
    """At most a codec, then at most a dress; a hint prints no value, so it takes no codec."""
    rest = list(filters)
    codec = rest.pop(0) if rest and rest[0].name in _CODECS else None
    dress = rest.pop(0) if rest and rest[0].name in _DRESSES else None
    if rest:
        known = ", ".join((*_CODECS, *_DRESSES))
        raise TagError(
            f"{text}: {rest[0].name} can't stand there; a field has one of {known}, "
            "or a codec (date, month, joined) and then line, after or label"
        )
    if codec and dress and dress.name == "hint":
        raise TagError(f"{text}: a hint prints no value; leave {codec.name} out")


def _parse_block(text: str) -> BlockTag:
    match = _BLOCK_TAG.fullmatch(text)
    if not match:
        raise TagError(f"{text} is no loop; write {{%p … %}} or {{%tr … %}} with a space behind it")
    scope: Scope = "p" if match["scope"] == "p" else "tr"
    body = match["body"]
    if body == "endfor":
        return EndFor(scope)
    if body == "endif":
        return EndIf(scope)
    if loop := _FOR.fullmatch(body):
        return For(
            scope,
            loop["variable"],
            dotted(loop["path"]),
            _loop_filter(loop["filters"], scope, text),
        )
    if condition := _IF_NOT.fullmatch(body):
        return IfNot(scope, dotted(condition["path"]))
    raise TagError(f"{text} can't be run backward; only for … in, endfor, if not and endif can")


def _loop_filter(source: str, scope: Scope, text: str) -> Filter | None:
    filters = _parse_filters(source, text)
    if not filters:
        return None
    if len(filters) > 1 or filters[0].name not in _LOOPS:
        raise TagError(f"{text}: a loop has at most one of {', '.join(_LOOPS)}")
    if LOOP_SCOPES[filters[0].name] != scope:
        right = LOOP_SCOPES[filters[0].name]
        raise TagError(f"{text}: {filters[0].name} goes with {{%{right} for … %}}")
    return filters[0]


def _parse_filters(source: str, text: str) -> tuple[Filter, ...]:
    filters = []
    at = 0
    source = source.strip()
    while at < len(source):
        match = _ONE_FILTER.match(source, at)
        if not match:
            raise TagError(f"{text}: {source[at:]!r} is no filter")
        filters.append(_parse_filter(match["name"], match["arguments"], text))
        at = match.end()
    return tuple(filters)


def _parse_filter(name: str, arguments: str | None, text: str) -> Filter:
    types = {**_CODECS, **_DRESSES, **_LOOPS}.get(name)
    if types is None:
        raise TagError(f"{text}: there is no filter {name}")
    values = _parse_arguments(arguments or "", text)
    given = ["text" if isinstance(value, str) else "number" for value in values]
    needed, _, optional = types.partition("|")
    least, most = needed.split(), needed.split() + optional.split()
    if given not in (least, most):
        wanted = ", ".join(most) or "no argument"
        raise TagError(f"{text}: {name} takes {wanted}, not {', '.join(given) or 'nothing'}")
    return Filter(name, values)


def _parse_arguments(source: str, text: str) -> tuple[str | int, ...]:
    values: list[str | int] = []
    at = 0
    while source[at:].strip():
        match = _ARGUMENT.match(source, at)
        if not match:
            raise TagError(
                f"{text}: {source[at:].strip()!r} is neither a text nor a whole number up to 9999"
            )
        values.append(match["text"][1:-1] if match["text"] else int(match["number"]))
        at = match.end()
    return tuple(values)


class Loops:
    """The loops that are open at a point of a template, and what their variables stand for."""

    def __init__(self) -> None:
        self._loops: list[tuple[For, str]] = []

    def enter(self, loop: For) -> None:
        self._loops.append((loop, self.resolve(loop.path)))

    def leave(self) -> For:
        """Closes the innermost loop; raises IndexError when none is open."""
        return self._loops.pop()[0]

    @property
    def innermost(self) -> For | None:
        return self._loops[-1][0] if self._loops else None

    def __len__(self) -> int:
        return len(self._loops)

    def of(self, variable: str) -> For | None:
        """The open loop of that variable."""
        return next((loop for loop, _ in reversed(self._loops) if loop.variable == variable), None)

    def resolve(self, path: str) -> str:
        """The record's path of a dotted path, list items of loops as `*`.

        `row.name` → `tasks.0.technologies.*.name`. The variable of a `paragraphs` loop stands for
        the whole answer: `text` → `applicant.profile`.
        """
        head, dot, rest = path.partition(".")
        for loop, resolved in reversed(self._loops):
            if loop.variable == head:
                whole = loop.filter is not None and loop.filter.name == "paragraphs"
                return (resolved if whole else f"{resolved}.*") + dot + rest
        return path


def general(path: str) -> str:
    """The path with every list index as `*`: `tasks.0.budget` → `tasks.*.budget`."""
    return ".".join("*" if step.isdigit() else step for step in path.split("."))
