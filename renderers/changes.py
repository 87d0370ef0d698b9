"""A corrected record printed so that the eye finds what changed: changed words in red with a wavy
line under them, and a tint behind every paragraph with a change.

Values that changed go through the template as `Marked`; where one is printed, the part gets
elements of its own round the changed words, which `marks.dressed` then turns into Word's. What is
marked reads back as what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from extractors.tags import general
from forms.comparing import paired_rows
from forms.registry import Form, Record
from renderers.docx import TEMPLATES, Printer
from renderers.marks import NAMESPACE, dressed
from renderers.values import environment, is_ticked, printed

_BETWEEN = '</w:t><c:{} xmlns:c="' + NAMESPACE + '"/><w:t xml:space="preserve">'
_FROM, _TO, _AT = (Markup(_BETWEEN.format(name)) for name in ("from", "to", "at"))

WHOLE: Final = 40  # characters; of longer texts only the words that changed are marked
APART: Final = 3  # characters between two changes; fewer are marked with them

# Filters whose result steers the printing and is not printed itself.
_STEERING: Final = frozenset({"empty", "state"})


def render(
    form: Form, record: Mapping[str, Any], old: Mapping[str, Any]
) -> tuple[bytes, list[str]]:
    """The record as a DOCX with what is not as in `old` marked, and the paths in `old` of rows that
    are gone, which leave no place to mark.

    Raises as `renderers.docx.render`.
    """
    now, gone = marked(form, form.printed(form.load(record)), form.printed(form.load(old)))
    return _printer(form).fill(now), gone


@lru_cache(maxsize=8)
def _printer(form: Form) -> Printer:
    template = (TEMPLATES / form.template).read_bytes()
    formats = {general(path): form.codec(path).format for path in form.leaves()}
    return MarkingPrinter(template, form, marking(formats))


class MarkingPrinter(Printer):
    """A template that prints marks."""

    def finished(self, part: str) -> bytes:
        return dressed(part)


@dataclass(frozen=True, slots=True)
class Marked:
    """A value that is not what it was."""

    value: Any
    old: Any


def marked(form: Form, new: Record, old: Record) -> tuple[Record, list[str]]:
    """The record with each changed answer as Marked, and the paths in `old` of rows now gone."""
    gone: list[str] = []
    record: Record = _marked(form, new, old, "", gone)
    return record, gone


def _marked(form: Form, new: Any, old: Any, path: str, gone: list[str]) -> Any:
    if isinstance(new, dict):
        was = old or {}
        return {
            name: _marked(form, part, was.get(name), f"{path}.{name}" if path else name, gone)
            for name, part in new.items()
        }
    if isinstance(new, list) and any(isinstance(row, dict) for row in (*new, *(old or ()))):
        return _marked_rows(form, new, old or [], path, gone)
    if new == old or (not new and not old and not isinstance(new, bool | int)):
        return new
    return Marked(new, old)


def _marked_rows(form: Form, new: list[Any], old: list[Any], path: str, gone: list[str]) -> Any:
    pairs = paired_rows(form, old, new, path)
    gone.extend(f"{path}.{before}" for before, now in pairs if before is not None and now is None)
    was = {now: old[before] for before, now in pairs if before is not None and now is not None}
    added = {now for before, now in pairs if before is None}
    return [
        _marked(form, row, was.get(index), f"{path}.{index}", gone)
        if index in was or index in added
        else row
        for index, row in enumerate(new)
    ]


# --- through the template ------------------------------------------------------------------------


def marking(formats: Mapping[str, Callable[[Any], str]]) -> SandboxedEnvironment:
    """The environment that prints marked values too."""
    jinja = environment(formats)
    jinja.filters.update({name: _lifted(name, each) for name, each in jinja.filters.items()})
    jinja.finalize = _finalize
    return jinja


def _lifted(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """The filter for marked values as well."""

    def lifted(value: Any, *arguments: Any) -> Any:
        if not isinstance(value, Marked):
            return plain(value, *arguments)
        now = plain(value.value, *arguments)
        if name in _STEERING:
            return now
        if name == "glyph":
            option = arguments[0]
            turned = is_ticked(value.value, option) != is_ticked(value.old, option)
            return Marked(now, None) if turned else now
        was = plain(value.old, *arguments)
        return _paragraphs(now, was) if name == "paragraphs" else Marked(now, was)

    return lifted


def _paragraphs(now: list[str], was: list[str]) -> list[str | Marked]:
    """Each paragraph as it is, or marked against the one that it most resembles."""
    from rapidfuzz import process

    found: list[str | Marked] = []
    for text in now:
        if text in was:
            found.append(text)
        else:
            nearest = process.extractOne(text, was, score_cutoff=50)
            found.append(Marked(text, nearest[0] if nearest else None))
    return found


def _finalize(value: Any) -> Any:
    if not isinstance(value, Marked):
        return printed(value)
    now = "" if value.value is None else str(value.value)
    pieces = stretches("" if value.old is None else str(value.old), now)
    if not any(changed and text for text, changed in pieces):
        return Markup("").join([_AT, *(printed(text) for text, _ in pieces)])
    return Markup("").join(
        Markup("").join([_FROM, printed(text), _TO]) if changed else printed(text)
        for text, changed in pieces
    )


def stretches(old: str, new: str) -> list[tuple[str, bool]]:
    """`new` in pieces, each with whether it changed: a short text whole, words of a long one."""
    core = new.strip(" ")
    start = new.index(core) if core else 0
    end = start + len(core)
    if len(core) <= WHOLE or not old:
        pieces = [(new[:start], False), (core, True), (new[end:], False)]
    else:
        pieces = list(_words(old, new))
    return [piece for piece in pieces if piece[0]]


def _words(old: str, new: str) -> Iterator[tuple[str, bool]]:
    from rapidfuzz.distance import Indel

    spans: list[tuple[int, int]] = []
    for edit in Indel.opcodes(old, new):
        kind, start, end = edit.tag, edit.dest_start, edit.dest_end
        if kind == "equal" or (kind == "delete" and not spans):
            continue
        if spans and start - spans[-1][1] < APART:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    at = 0
    for start, end in spans:
        yield new[at:start], False
        yield new[start:end], True
        at = end
    yield new[at:], False
