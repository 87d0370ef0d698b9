"""Where an answer stands in its source, which way read it, and how sure that reading is.

In Word a place is an element's indexed path; on paper it is a page and a box, of just the stretch
of each line that the answer takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extractors.items import Slice
from extractors.page import Box, Line, Mark, Spot

DOCX = "docx"
INK = "ink"
SEEN = frozenset({INK, "ocr"})  # ways that read pictures


def places(slices: Sequence[Slice]) -> Any:
    """The places of an answer: one, or a list where there are several."""
    if len(slices) == 1 and not (paragraph := slices[0].paragraph).lines:
        return {"part": paragraph.part, "path": paragraph.where}
    unique: list[dict[str, Any]] = []
    for piece in slices:
        for place in _places(piece):
            if place not in unique:
                unique.append(place)
    return unique[0] if len(unique) == 1 else unique


def way(slices: Iterable[Slice]) -> str:
    """The way that read an answer (`by`); of several ways the least sure one's name."""
    on_paper = [piece for piece in slices if piece.paragraph.lines]
    if not on_paper:
        return DOCX
    lines = [line for piece in on_paper for line in _lines(piece)]
    return min(lines, key=lambda line: line.confidence).by if lines else DOCX


def sureness(slices: Iterable[Slice]) -> float:
    """The reader's own confidence in what it read, 0 to 1: that of the least sure line."""
    on_paper = [piece for piece in slices if piece.paragraph.lines]
    if not on_paper:
        return 1.0
    return min((line.confidence for piece in on_paper for line in _lines(piece)), default=1.0)


def place_of(mark: Mark) -> dict[str, Any]:
    """A mark's place as the keys of its entry."""
    if mark.spot is not None:
        return place_on_paper(mark.spot)
    return {"where": {"part": mark.part, "path": mark.where}}


def place_on_paper(spot: Spot | Line) -> dict[str, Any]:
    return {"page": spot.page, "box": _rounded(spot.box)}


def _places(piece: Slice) -> Iterator[dict[str, Any]]:
    lines = _lines(piece)
    if not piece.paragraph.lines:
        yield {"part": piece.paragraph.part, "path": piece.paragraph.where}
    for number in dict.fromkeys(line.page for line in lines):
        boxes = [_stretch(line, piece) for line in lines if line.page == number]
        yield {"page": number, "box": _rounded(_around(boxes))}


def _lines(piece: Slice) -> list[Line]:
    """The lines that a slice stands on; an empty one stands on the line it begins in."""
    lines = piece.paragraph.lines
    if not lines:
        return []
    found = [line for line in lines if line.start < piece.end and piece.start < line.end]
    return found or [line for line in lines if line.start <= piece.start <= line.end][:1]


def _stretch(line: Line, piece: Slice) -> Box:
    """The part of a line's box that the slice takes, where the line knows its characters' edges."""
    x0, y0, x1, y1 = line.box
    if len(line.edges) == line.end - line.start + 1:
        x0 = line.edges[max(piece.start - line.start, 0)]
        x1 = line.edges[min(piece.end, line.end) - line.start]
    return min(x0, x1), y0, max(x0, x1), y1


def _around(boxes: list[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _rounded(box: Box) -> list[float]:
    return [round(edge, 1) for edge in box]
