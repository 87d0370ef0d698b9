"""An answer on a picture: the stretches of lines it takes, and what the network said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.items import Slice
from extractors.page import Box, Line
from extractors.scan.boxed import EMPTY, TICKED
from extractors.scan.lattice import Lattice, joined
from extractors.scan.signs import Source


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of an answer that stands in one line."""

    text: str
    lattice: Lattice
    line: Line
    box: Box
    doubted: bool


@dataclass(frozen=True, slots=True)
class View:
    """An answer on a picture."""

    text: str
    stretches: tuple[Stretch, ...]
    lattice: Lattice  # of all stretches, one behind the other
    doubted: bool  # some of it under a seal, or dirt


def view_of(slices: Sequence[Slice]) -> View | None:
    """The answer on the picture; None where any of it was read in another way."""
    pieces = [piece for piece in slices if piece.text.strip()]
    stretches = [stretch for piece in pieces for stretch in _stretches(piece)]
    said = sum(len(stretch.text) for stretch in stretches)
    text = "".join(piece.text for piece in pieces)
    if not stretches or said < len("".join(text.split())):
        return None
    doubted = any(each.doubted for each in stretches)
    lattice = joined([each.lattice for each in stretches])
    return View(text.strip(), tuple(stretches), lattice, doubted)


def clear_of_seals(view: View) -> View | None:
    """The stretches of an answer before the first one that says no figure and lies under a seal:
    words of the seal behind a date. None where these are all or none of it. What is left is
    doubted."""
    figures = [any(letter.isdigit() for letter in each.text) for each in view.stretches]
    if not view.doubted or all(figures) or not figures[0]:
        return None
    stretches = view.stretches[: figures.index(False)]
    text = "".join(each.text for each in stretches)
    return View(text.strip(), stretches, joined([each.lattice for each in stretches]), True)


def _stretches(piece: Slice) -> Iterator[Stretch]:
    for line in piece.paragraph.lines:
        if not line.sources or line.end <= piece.start or piece.end <= line.start:
            continue
        first = max(piece.start, line.start) - line.start
        last = min(piece.end, line.end) - line.start
        while first < last and not line.sources[first]:
            first += 1
        while first < last and not line.sources[last - 1]:
            last -= 1
        text = piece.paragraph.text[line.start + first : line.start + last]
        if not text or None in line.sources[first:last] or TICKED in text or EMPTY in text:
            continue
        yield from _of_strips(text, line, first)


def _of_strips(text: str, line: Line, first: int) -> Iterator[Stretch]:
    """A line is read in strips: boxes of words that stand apart."""
    sources: Sequence[Source] = line.sources[first : first + len(text)]
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and sources[at].lattice is sources[start].lattice:
            continue
        lattice = sources[start].lattice
        frames = _frames(line, first + start, first + at, lattice)
        x0, x1 = line.box[0], line.box[2]
        if line.edges:
            x0, x1 = line.edges[first + start], line.edges[first + at]
        box = x0, line.box[1], x1, line.box[3]
        doubted = any(source.doubted for source in sources[start:at])
        yield Stretch(text[start:at], lattice.part(*frames), line, box, doubted)
        start = at


def _frames(line: Line, start: int, end: int, lattice: Lattice) -> tuple[int, int]:
    """The frames of characters and what is free beside them, half of it towards a neighbour."""
    own = line.sources[start:end]
    before = line.sources[start - 1] if start else None
    behind = line.sources[end] if end < len(line.sources) else None
    first, last = own[0].first, own[-1].last + 1
    left = (before.last + 1 + first + 1) // 2 if before and before.lattice is lattice else 0
    right = (last + behind.first) // 2 if behind and behind.lattice is lattice else lattice.frames
    return min(left, first), max(right, last)
