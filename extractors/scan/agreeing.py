"""Answers that name the same, 揭榜单位 on the cover and 单位名称 in the table: where they were read
differently, the surer one is looked for on the picture of the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.decode import strip
from extractors.evidence import sureness
from extractors.items import Slice, whole
from extractors.page import Line
from extractors.scan.lattice import log_likelihood
from extractors.scan.views import View, view_of
from extractors.values import Taken

SURE: Final = 0.9  # an answer read more surely stays as it is
ALIKE: Final = 75.0  # of 100, likeness from which two readings are of one name
BEHIND: Final = 6.0  # log likelihood by which the surer reading may be behind on the picture
HIDDEN: Final = 15.0  # … for each letter that a seal hides: one, and those that were lost
TOLD: Final = 0.85  # how sure an answer is at most that was read with another one's help


def agreed(paths: Sequence[str], answers: list[Taken]) -> list[Taken]:
    """The answers; of those at `paths` the unsure ones say what the surest does, where the picture
    bears it."""
    views = {
        answer.path: view
        for answer in answers
        if answer.path in paths and (view := view_of(strip(answer.slices, answer.hole)))
    }
    sure = {answer.path: sureness(answer.slices) for answer in answers if answer.path in views}
    if len(views) < 2:
        return answers
    surest = max(views, key=lambda path: sure[path])
    said = views[surest].text
    return [
        answer._replace(slices=(_saying(said, answer.slices, views[answer.path]),))
        if sure.get(answer.path, 1.0) < SURE and _bears(views[answer.path], said)
        else answer
        for answer in answers
    ]


def _bears(view: View, said: str) -> bool:
    """Whether a picture may say that in place of what was read."""
    from rapidfuzz import fuzz

    if view.text == said or fuzz.ratio(view.text, said) < ALIKE:
        return False
    lost = abs(len("".join(said.split())) - len("".join(view.text.split())))
    read, other = (
        log_likelihood(view.lattice, "".join(each.split())) for each in (view.text, said)
    )
    return read - other <= BEHIND + (HIDDEN * (1 + lost) if view.doubted else 0.0)


def _saying(said: str, slices: Sequence[Slice], view: View) -> Slice:
    """A slice with those words where the answer's are."""
    confidence = min(sureness(slices), TOLD)
    lefts, tops, rights, feet = zip(*(each.box for each in view.stretches), strict=True)
    first = view.stretches[0].line
    box = min(lefts), min(tops), max(rights), max(feet)
    line = Line(0, len(said), first.page, box, (), first.by, confidence)
    paragraph = slices[0].paragraph
    return whole(paragraph._replace(text=said, ticks=(), superscripts=(), notes=(), lines=(line,)))
