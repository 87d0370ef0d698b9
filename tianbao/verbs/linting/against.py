"""What a new version of a template breaks: fields and boxes that are gone, wording that changed,
and answers on forms printed with the old version that the new one no longer reads."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from forms.registry import Form
from renderers.lint import TemplateError
from renderers.package import members
from renderers.survey import Box, Survey, survey
from tianbao.verbs.linting.verifying import changes


def broken(old: bytes, new: bytes, form: Form | None) -> list[str]:
    """A line for each thing that breaks; without a form no document is printed and read."""
    before, after = survey(members(old)), survey(members(new))
    lines = [*gone(before, after), *reworded(before, after)]
    return lines if form is None else [*lines, *unread(old, new, form)]


def unread(old: bytes, new: bytes, form: Form) -> Iterator[str]:
    """Answers on forms of the old version that the new one doesn't read as they were printed."""
    try:
        yield from (f"on a form of the old version, {change}" for change in changes(old, new, form))
    except TemplateError as error:
        first, *others = error.faults
        more = f" and {len(others)} more" if others else ""
        yield f"no form of the old version can be printed to compare: {first}{more}"


def gone(before: Survey, after: Survey) -> Iterator[str]:
    """Answers and options that the old version has a place for and the new one has not."""
    for what in places(before):
        if what not in places(after):
            yield f"{what} is no longer there: what records say of it isn't printed any more"


def places(found: Survey) -> list[str]:
    holes = [hole for hole in found.holes if not hole.is_hint and not hole.is_ordinal]
    names = (
        f"the box {hole.piece.option} of {hole.path}" if isinstance(hole.piece, Box) else hole.path
        for hole in holes
    )
    return list(dict.fromkeys(names))


def reworded(before: Survey, after: Survey) -> Iterator[str]:
    """Wordings of the old version that the new one lacks, with what stands in their place."""
    old, new = wordings(before), wordings(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("replace", "delete"):
            for index, wording in enumerate(old[a:b]):
                if wording in new:
                    continue  # moved
                instead = f"now “{new[c + index]}”" if c + index < d else "gone"
                yield f"the wording “{wording}” is {instead}: other forms with it are read worse"


def wordings(found: Survey) -> list[str]:
    return [passage.wording for passage in found.passages if passage.wording]
