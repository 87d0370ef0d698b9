"""Seals that are drawn, not pictured: a red ring and the red letters in it. They are no text of the
page, and may lie across it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from extractors.page import Box
from extractors.pdf.glyphs import Run

SIDES: Final = (42.0, 150.0)  # points of a ring's box: 15 mm, a personal seal, to 53 mm
OVAL: Final = 1.7  # a ring's longer side by its shorter one, at most: 45 by 30 mm
CURVES: Final = 4  # of a ring, at least
RED: Final = 0.3  # by which red is the strongest channel


def is_ring(path: dict[str, Any]) -> bool:
    """Whether a path is a ring as seals have: red, round, of their size."""
    x0, y0, x1, y1 = path["rect"]
    sides = sorted((x1 - x0, y1 - y0))
    if not SIDES[0] <= sides[0] <= sides[1] <= min(SIDES[1], OVAL * sides[0]):
        return False
    curves = sum(item[0] == "c" for item in path["items"])
    color = path.get("color") or path.get("fill") or ()
    return curves >= CURVES and curves == len(path["items"]) and _is_red(color)


def without_stamped(
    found: Sequence[Run], rings: Iterable[Box]
) -> tuple[list[Run], list[tuple[Box, str]]]:
    """The runs without those that are a seal's, and each ring that has such, with its text."""
    left = list(found)
    seals = []
    for ring in rings:
        own = [run for run in left if _is_red_run(run) and _is_within(run.span["bbox"], ring)]
        if own:
            left = [run for run in left if run not in own]
            seals.append((ring, "".join(each["c"] for run in own for each in run.span["chars"])))
    return left, seals


def _is_red_run(run: Run) -> bool:
    color: int = run.span["color"]
    return _is_red([(color >> shift & 255) / 255 for shift in (16, 8, 0)])


def _is_red(color: Sequence[float]) -> bool:
    return len(color) == 3 and color[0] - max(color[1:]) >= RED


def _is_within(box: Box, ring: Box) -> bool:
    """Whether the middle of a box lies in a ring."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    wide, high = (ring[2] - ring[0]) / 2, (ring[3] - ring[1]) / 2
    return ((x - ring[0] - wide) / wide) ** 2 + ((y - ring[1] - high) / high) ** 2 <= 1
