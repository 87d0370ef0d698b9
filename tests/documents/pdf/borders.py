"""The rulings of tables as different programs draw them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tests.documents.pdf.flow import Frame
from tests.documents.pdf.manners import Manner

THIN = 0.48  # points

Edge = tuple[float, float, float, float]


def borders(frames: Sequence[Frame], manner: Manner) -> Iterator[str]:
    """The operators that rule the cells of one page."""
    upright = [Frame(f.x0, manner.size[1] - f.y1, f.x1, manner.size[1] - f.y0) for f in frames]
    yield from _WAYS[manner.borders](upright)


def _edges(frame: Frame) -> tuple[Edge, ...]:
    x0, y0, x1, y1 = (round(value, 2) for value in frame)
    return (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1), (x0, y0, x1, y0)


def _once(frames: Iterable[Frame]) -> Iterator[str]:
    """A thin filled rectangle an edge, each edge once, and a small square at each corner."""
    corners: set[tuple[float, float]] = set()
    for x0, y0, x1, y1 in dict.fromkeys(edge for frame in frames for edge in _edges(frame)):
        yield _bar(x0, y0, x1, y1)
        for corner in ((x0, y0), (x1, y1)):
            if corner not in corners:
                corners.add(corner)
                yield f"{corner[0]:.2f} {corner[1]:.2f} {THIN} {THIN} re f*"


def _bar(x0: float, y0: float, x1: float, y1: float) -> str:
    wide, high = (THIN, y1 - y0) if x0 == x1 else (x1 - x0, THIN)
    return f"{x0:.2f} {y0:.2f} {wide:.2f} {high:.2f} re f*"


def _doubled(frames: Iterable[Frame]) -> Iterator[str]:
    """Every cell rules all its edges, a little inside: where cells meet there are two."""
    for frame in frames:
        inner = Frame(frame.x0 + 0.2, frame.y0 + 0.2, frame.x1 - 0.2, frame.y1 - 0.2)
        for edge in _edges(inner):
            yield _bar(*edge)


def _frames(frames: Iterable[Frame]) -> Iterator[str]:
    yield "q 0.5 w"
    for frame in frames:
        yield (
            f"{frame.x0:.2f} {frame.y0:.2f} {frame.x1 - frame.x0:.2f}"
            f" {frame.y1 - frame.y0:.2f} re S"
        )
    yield "Q"


def _lines(frames: Iterable[Frame]) -> Iterator[str]:
    """Edges that touch and lie on one line become one stroke."""
    across: dict[float, list[tuple[float, float]]] = defaultdict(list)
    down: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for x0, y0, x1, y1 in (edge for frame in frames for edge in _edges(frame)):
        if x0 == x1:
            down[x0].append((y0, y1))
        else:
            across[y0].append((x0, x1))
    yield "q 0.75 w 0.2 0.2 0.2 RG"
    for y, spans in across.items():
        yield from (f"{a:.2f} {y:.2f} m {b:.2f} {y:.2f} l S" for a, b in _united(spans))
    for x, spans in down.items():
        yield from (f"{x:.2f} {a:.2f} m {x:.2f} {b:.2f} l S" for a, b in _united(spans))
    yield "Q"


def _united(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    made: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if made and low <= made[-1][1] + 0.1:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return made


def _dashes(frames: Iterable[Frame]) -> Iterator[str]:
    yield "q 0.5 w [2 1] 0 d"
    for x0, y0, x1, y1 in dict.fromkeys(edge for frame in frames for edge in _edges(frame)):
        yield f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"
    yield "Q"


def _fills(frames: Iterable[Frame]) -> Iterator[str]:
    """Edges as filled polygons, over cells that are painted white."""
    kept = list(frames)
    yield "q 1 g"
    for frame in kept:
        yield (
            f"{frame.x0:.2f} {frame.y0:.2f} {frame.x1 - frame.x0:.2f}"
            f" {frame.y1 - frame.y0:.2f} re f"
        )
    yield "0 g"
    for x0, y0, x1, y1 in dict.fromkeys(edge for frame in kept for edge in _edges(frame)):
        dx, dy = (0.3, 0.0) if x0 == x1 else (0.0, 0.3)
        yield (
            f"{x0 - dx:.2f} {y0 - dy:.2f} m {x0 + dx:.2f} {y0 + dy:.2f} l"
            f" {x1 + dx:.2f} {y1 + dy:.2f} l {x1 - dx:.2f} {y1 - dy:.2f} l h f"
        )
    yield "Q"


_WAYS = {
    "edges": _once,
    "doubled": _doubled,
    "frames": _frames,
    "lines": _lines,
    "dashes": _dashes,
    "fills": _fills,
}
