"""Letters that look like a box to tick, back in an answer in words: 口 of 接口, 团 of 集团.

A line is read before anybody knows what it answers, so whatever is drawn as a square frame is a box
there. Where the template asks for words nothing is to be ticked, and the letter that the network
read in the frame's place counts.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from extractors.items import Slice
from extractors.page import Line
from extractors.scan.boxed import EMPTY, SPACE, TICKED
from extractors.scan.lattice import letters
from extractors.scan.signs import HAN, Source

SURE = 0.5  # a letter read less surely is a box with a stroke through it


def unboxed(slices: Iterable[Slice]) -> Iterator[Slice]:
    """The slices with letters for their boxes, as far as letters were read in them."""
    for piece in slices:
        read = dict(_letters(piece))
        yield _respelt(piece, read) if read else piece


def _letters(piece: Slice) -> Iterator[tuple[int, str]]:
    """The places of boxes in a slice that are letters, and these."""
    text = piece.paragraph.text
    for line in piece.paragraph.lines:
        for at, source in enumerate(line.sources, start=line.start):
            if piece.start <= at < piece.end and text[at] in (TICKED, EMPTY) and source:
                letter = _letter(source)
                if letter is not None:
                    yield at, letter


def _letter(source: Source) -> str | None:
    found = letters(source.lattice.part(source.first, source.last + 1))
    if len(found) != 1 or found[0].probability < SURE or not HAN.match(found[0].text):
        return None
    return found[0].text


def _respelt(piece: Slice, read: Mapping[int, str]) -> Slice:
    """The slice with those letters; the space that sets a box off goes with it."""
    paragraph = piece.paragraph
    text = paragraph.text
    gone = {at - 1 for at in read if at > piece.start and text[at - 1] == SPACE}
    kept = [at for at in range(len(text)) if at not in gone]
    places = [0, *accumulate(at not in gone for at in range(len(text)))]
    changed = paragraph._replace(
        text="".join(read.get(at, text[at]) for at in kept),
        ticks=tuple(
            replace(tick, offset=places[tick.offset])
            for tick in paragraph.ticks
            if tick.offset not in read
        ),
        superscripts=tuple((places[start], places[end]) for start, end in paragraph.superscripts),
        notes=tuple((places[at], note) for at, note in paragraph.notes),
        set_off=tuple((places[start], places[end], how) for start, end, how in paragraph.set_off),
        lines=tuple(_without(line, gone, places) for line in paragraph.lines),
    )
    return Slice(changed, places[piece.start], places[piece.end])


def _without(line: Line, gone: Container[int], places: list[int]) -> Line:
    stay = [at for at in range(line.end - line.start) if line.start + at not in gone]
    edges = (*(line.edges[at] for at in stay), line.edges[-1]) if line.edges else ()
    sources = tuple(line.sources[at] for at in stay) if line.sources else ()
    return line._replace(
        start=places[line.start], end=places[line.end], edges=edges, sources=sources
    )
