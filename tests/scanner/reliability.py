"""A reliability plot: what confidence said, and what came true, as an SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

SIDE: Final = 320  # pixels of the square that is plotted in
LEFT, TOP = 60, 20
BUCKETS: Final = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.001)
STYLE: Final = "font: 12px sans-serif; fill: #333"


class Series(NamedTuple):
    """Answers by one measure of confidence: its name, its colour, and for each answer what was said
    and whether it was right."""

    name: str
    colour: str
    answers: Sequence[tuple[float, bool]]


class Stretch(NamedTuple):
    """Answers of about one confidence."""

    low: float
    high: float
    count: int
    said: float  # on average
    right: float  # share


def stretches(answers: Sequence[tuple[float, bool]]) -> Iterator[Stretch]:
    """The answers by how sure they were said to be."""
    for low, high in pairwise(BUCKETS):
        own = [(said, right) for said, right in answers if low <= said < high]
        if own:
            said = sum(said for said, _ in own) / len(own)
            right = sum(right for _, right in own) / len(own)
            yield Stretch(low, min(high, 1.0), len(own), said, right)


def svg(series: Sequence[Series]) -> str:
    """The plot: across what was said, upwards what was right, a dot as large as there are
    answers."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE + 100}" height="{SIDE + 90}">',
        '<rect width="100%" height="100%" fill="white"/>',
        *_axes(),
    ]
    for number, one in enumerate(series):
        parts += _dots(one)
        y = TOP + SIDE - 44 + 18 * number
        parts.append(f'<circle cx="{LEFT + SIDE - 150}" cy="{y}" r="5" fill="{one.colour}"/>')
        parts.append(f'<text x="{LEFT + SIDE - 138}" y="{y + 4}" style="{STYLE}">{one.name}</text>')
    return "\n".join((*parts, "</svg>", ""))


def _axes() -> Iterator[str]:
    low, high = _place(0.0, 0.0), _place(1.0, 1.0)
    yield f'<path d="M{low[0]} {high[1]}V{low[1]}H{high[0]}" fill="none" stroke="#333"/>'
    yield f'<path d="M{low[0]} {low[1]}L{high[0]} {high[1]}" stroke="#bbb" stroke-dasharray="4"/>'
    for at in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        x, y = _place(at, 0.0)
        yield f'<text x="{x - 8}" y="{y + 18}" style="{STYLE}">{at:.1f}</text>'
        x, y = _place(0.0, at)
        yield f'<text x="{x - 28}" y="{y + 4}" style="{STYLE}">{at:.1f}</text>'
    x, y = _place(0.5, 0.0)
    yield f'<text x="{x - 50}" y="{y + 40}" style="{STYLE}">said: confidence</text>'
    yield (
        f'<text x="14" y="{TOP + SIDE / 2 + 60}" style="{STYLE}" '
        f'transform="rotate(-90 14 {TOP + SIDE / 2 + 60})">right: share of answers</text>'
    )


def _dots(series: Series) -> Iterator[str]:
    found = list(stretches(series.answers))
    path = " ".join("{},{}".format(*_place(each.said, each.right)) for each in found)
    yield f'<polyline points="{path}" fill="none" stroke="{series.colour}" stroke-width="1.5"/>'
    for each in found:
        x, y = _place(each.said, each.right)
        radius = 2 + math.log10(each.count) * 2.5
        yield f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{series.colour}" opacity="0.8"/>'


def _place(said: float, right: float) -> tuple[float, float]:
    return round(LEFT + said * SIDE, 1), round(TOP + (1 - right) * SIDE, 1)
