"""Checks of a template against its form: that it asks for every field, and each as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from extractors.tags import For, IfNot, general
from forms.registry import Form
from renderers.lint_faults import Fault, fault_at
from renderers.survey import Box, Hole, Survey

_DATES = ("date", "date-or-month")
_LISTS = ("lines", "joined", "ticks")
# Which codecs a tag can print and read; a plain tag does all that print as they are.
_CODECS_OF = {
    "date": _DATES,
    "month": ("month",),
    "joined": ("joined",),
    "paragraphs": ("prose", "lines"),
    "check box": ("choice", "ticks", "yes-no", "tick"),
}
_NOT_PLAIN = (*_DATES, "month", "yes-no", "tick", *_LISTS)
_ALL_BOXES = ("choice", "ticks")  # each option has its box; a yes or no may have one alone
_WRITTEN_AS = {codec: tag for tag, codecs in _CODECS_OF.items() for codec in codecs}


def _unknown_fields(found: Survey, form: Form) -> Iterator[Fault]:
    leaves, blank = set(form.leaves()), form.printed(form.empty())
    for hole in found.holes:
        known = general(hole.path) in leaves or (hole.is_hint and _is_list(hole.path, form))
        if not hole.is_ordinal and not known:
            message = f"{form.name} has no field {hole.path}{_likely(hole.path, leaves)}"
            yield fault_at("unknown-field", hole.passage, message)
        elif known and not _always_there(hole.path, blank):
            yield fault_at("unknown-field", hole.passage, _not_there(hole.path, form))


def _unknown_lists(found: Survey, form: Form) -> Iterator[Fault]:
    """Loops and conditions on what the record has not, or has as a single answer."""
    blank = form.printed(form.empty())
    for tag, path, passage in found.block_paths():
        if isinstance(tag, For) and tag.filter and tag.filter.name == "paragraphs":
            continue  # a hole, looked at as such
        asked = isinstance(tag, IfNot) and general(path) in form.leaves()
        if not asked and not _is_list(path, form):
            message = f"{form.name} has no list {path}{_likely(path, form.leaves())}"
            yield fault_at("unknown-field", passage, message)
        elif not _always_there(path, blank):
            yield fault_at("unknown-field", passage, _not_there(path, form))


def _always_there(path: str, blank: Any) -> bool:
    """Whether every list item that the path names by its number stands in the blank already."""
    value = blank
    for step in path.split("."):
        if step.isdigit():
            if not isinstance(value, list) or int(step) >= len(value):
                return False
            value = value[int(step)]
        elif step == "*":
            value = value[0] if isinstance(value, list) and value else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return True


def _not_there(path: str, form: Form) -> str:
    return (
        f"not every record of {form.name} has {path}; number only the items that the form "
        "always prints, and loop over the others"
    )


def _is_list(path: str, form: Form) -> bool:
    return any(leaf.startswith(f"{general(path)}.*.") for leaf in form.leaves())


def _likely(path: str, known: Iterable[str]) -> str:
    """The field that was probably meant."""
    close = get_close_matches(general(path), list(known), n=1, cutoff=0.8)
    return f"; is {close[0]} meant?" if close else "; see the form's schema for its fields"


def _codecs(found: Survey, form: Form) -> Iterator[Fault]:
    """Tags that print a field otherwise than its codec reads it."""
    leaves = set(form.leaves())
    for hole in found.holes:
        if hole.is_hint or hole.is_ordinal or general(hole.path) not in leaves:
            continue
        codec = form.codec(general(hole.path))
        kind = _kind(hole)
        fits = codec.name in _CODECS_OF[kind] if kind else codec.name not in _NOT_PLAIN
        if not fits:
            right = _WRITTEN_AS.get(codec.name, "a plain field")
            message = f"{hole.path} is {codec.name}; print it with {right}, not {kind or 'plainly'}"
            yield fault_at("wrong-codec", hole.passage, message)
        elif (
            isinstance(hole.piece, Box)
            and codec.name in _ALL_BOXES
            and hole.piece.option not in codec.options
        ):
            message = (
                f"{hole.path} has no option {hole.piece.option}, but {'、'.join(codec.options)}"
            )
            yield fault_at("unknown-option", hole.passage, message)


def _kind(hole: Hole) -> str:
    """How the hole prints, as a key of _CODECS_OF; "" for plainly."""
    if isinstance(hole.piece, Box):
        return "check box"
    if isinstance(hole.piece, For):
        return "paragraphs"
    return next((item.name for item in hole.piece.filters if item.name in _CODECS_OF), "")


def _missing(found: Survey, form: Form) -> Iterator[Fault]:
    """Fields that the template never asks for."""
    asked = {hole.path for hole in found.holes if not hole.is_hint}
    looped = [path for path in asked if "*" in path.split(".")]
    for path in fields_to_print(form):
        if path not in asked and not any(_covers(pattern, path) for pattern in looped):
            yield Fault("no-hole", "", "", f"{path} is nowhere asked for; add a tag for it")


def _missing_boxes(found: Survey, form: Form) -> Iterator[Fault]:
    """Options that no box is there for."""
    leaves = set(form.leaves())
    offered: dict[str, set[str]] = {}
    for hole in found.holes:
        if isinstance(hole.piece, Box) and general(hole.path) in leaves:
            offered.setdefault(hole.path, set()).add(hole.piece.option)
    for path, options in offered.items():
        codec = form.codec(general(path))
        for option in codec.options if codec.name in _ALL_BOXES else ():
            if option not in options:
                yield Fault("no-box", "", "", f"{path} has no check box for {option}; add one")


def fields_to_print(form: Form) -> list[str]:
    """The fields that a template must ask for, items of lists that are always printed one by one.

    What every record has alike (the years, the levels of standards) is wording, not asked for.
    """
    blank = form.printed(form.empty())
    return [
        path
        for leaf in form.leaves()
        for path, value in _instances(leaf.split("."), blank, ())
        if value is None or value == [] or isinstance(value, bool)
    ]


def _instances(steps: list[str], value: Any, before: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield ".".join(before), value
        return
    step, *rest = steps
    if step != "*":
        inner = value.get(step) if isinstance(value, dict) else None
        yield from _instances(rest, inner, (*before, step))
    elif isinstance(value, list) and value:
        for n, item in enumerate(value):
            yield from _instances(rest, item, (*before, str(n)))
    else:
        yield from _instances(rest, None, (*before, "*"))


def _covers(pattern: str, path: str) -> bool:
    steps, others = pattern.split("."), path.split(".")
    return len(steps) == len(others) and all(
        step in ("*", other) for step, other in zip(steps, others, strict=True)
    )


FIELD_CHECKS = (_unknown_fields, _unknown_lists, _codecs, _missing, _missing_boxes)
