"""Checks that a pen drew larger than the box they are for: the point where they turn is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.annotations import with_strokes

NEAR: Final = 2.0  # points by which that point may miss its box
LARGEST: Final = 60.0  # points: of a check's sides

Point = tuple[float, float]


class Check(NamedTuple):
    """A check on an upright page."""

    foot: Box  # around the point where it turns
    box: Box


def check_of(points: Sequence[Point], turn: Turn) -> Check | None:
    """The check that a pen's points of the page's own space are: down, and up again, to the right
    and higher than it began."""
    upright = [turn.upright((x, y, x, y))[:2] for x, y in points]
    xs, ys = [x for x, _ in upright], [y for _, y in upright]
    turning = max(range(len(ys)), key=ys.__getitem__, default=0)
    if not 0 < turning < len(ys) - 1 or ys[-1] >= ys[0] or not xs[0] <= xs[turning] < xs[-1]:
        return None
    box = min(xs), min(ys), max(xs), max(ys)
    if max(box[2] - box[0], box[3] - box[1]) > LARGEST:
        return None
    return Check((xs[turning], ys[turning], xs[turning], ys[turning]), box)


def with_checks(
    glyphs: list[Glyph], checks: Iterable[Check], pens: Sequence[Box]
) -> tuple[list[Glyph], list[Box]]:
    """The characters with those boxes ticked that a check turns in, less surely than if they were
    typed; and the strokes, of `pens`, without those that are such checks."""
    left = list(pens)
    for check in checks:
        glyphs, missed = with_strokes(glyphs, [check.foot], NEAR)
        if not missed:
            left = [pen for pen in left if not _is_around(pen, check.box)]
    return glyphs, left


def _is_around(pen: Box, box: Box) -> bool:
    """Whether a stroke's box is a check's, which it may be broader than."""
    x0, y0, x1, y1 = pen
    return x0 - 1 <= box[0] and y0 - 1 <= box[1] and box[2] <= x1 + 1 and box[3] <= y1 + 1
