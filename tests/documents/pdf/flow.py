"""Setting paragraphs: characters into lines of a width, as word processors do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from tests.documents.pdf.faces import Font
from tests.documents.pdf.manners import Manner
from tests.documents.pdf.source import Para, Span

NEVER_FIRST: Final = "，。、；：！？）》”’」』】％%,.;:!?)]}～"  # at the beginning of a line
TAB: Final = 21.0  # points
RAISED: Final = 0.6  # size of a raised character
BOXES: Final = "□☐☑☒■"  # characters that are boxes, however they are drawn


class Letter(NamedTuple):
    """A character at its place: x from the left, and its width."""

    char: str
    x: float
    width: float


class Run(NamedTuple):
    """Letters of one look on one line; y of the baseline from the top."""

    letters: tuple[Letter, ...]
    y: float
    size: float
    bold: bool = False
    underlined: bool = False
    box: bool = False  # its one character is a box
    group: int = 0  # runs of one paragraph have the same


class Frame(NamedTuple):
    """A cell's rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float


class Area(NamedTuple):
    """Where a cell, or the line of a field on the cover, stands."""

    x0: float
    y0: float
    x1: float
    y1: float
    path: str
    kind: str


@dataclass(slots=True)
class Piece:
    """What is never broken: a line, or a row of a nested table; places are from its own corner."""

    height: float
    runs: list[Run] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    separator: float = 0.0  # y of the short line above a page's notes; 0: none


def moved(piece: Piece, x: float, y: float) -> Piece:
    """The same piece at another place."""
    return Piece(
        piece.height,
        [
            run._replace(
                letters=tuple(letter._replace(x=letter.x + x) for letter in run.letters),
                y=run.y + y,
            )
            for run in piece.runs
        ],
        [Frame(f.x0 + x, f.y0 + y, f.x1 + x, f.y1 + y) for f in piece.frames],
        [a._replace(x0=a.x0 + x, y0=a.y0 + y, x1=a.x1 + x, y1=a.y1 + y) for a in piece.areas],
        piece.notes,
    )


_TEXT: Final = Font("", "")
_SIGNS: Final = Font("", "", signs=True)


@lru_cache(maxsize=8192)
def width_of(char: str, size: float) -> float:
    """A character's width in points."""
    if char == "\t":
        return TAB
    font = _TEXT if _TEXT.holds(char) else _SIGNS
    return font.advance(char) / font.units * size


class _Char(NamedTuple):
    char: str
    span: Span
    width: float

    @property
    def latin(self) -> bool:
        return "!" <= self.char <= "~" and self.span.box is None


def lines(para: Para, width: float, manner: Manner, centred: bool = False) -> Iterator[Piece]:
    """The paragraph's lines; an empty paragraph is one empty line."""
    rows = list(_broken(para, width, manner))
    indented = manner.indented and len(rows) > 1 and width > 16 * para.size and not centred
    indent = 2 * para.size if indented else 0.0
    if indent:
        rows = list(_broken(para, width, manner, indent))
    for place, (row, ended) in enumerate(rows):
        free = width - sum(each.width for each in row) - (indent if place == 0 else 0.0)
        x = max(free / 2, 0) if centred or para.centred else indent if place == 0 else 0.0
        stretch = free / (len(row) - 1) if manner.justified and not ended and len(row) > 4 else 0.0
        piece = Piece(para.size * manner.leading + (manner.gap if ended else 0.0))
        piece.runs.extend(_runs(row, x, stretch, para, manner))
        piece.notes.extend(dict.fromkeys(each.span.note for each in row if each.span.note))
        yield piece


def _broken(
    para: Para, width: float, manner: Manner, indent: float = 0.0
) -> Iterator[tuple[list[_Char], bool]]:
    """The characters line by line, and whether a line ends where the paragraph does."""
    row: list[_Char] = []
    room = width - indent
    for word in _words(para, manner):
        if word[0].char == "\n":
            yield row, True
            row, room = [], width
            continue
        size = sum(each.width for each in word)
        if size > room and row:
            carried = _carried(row, word)
            yield row, False
            row, room = carried, width - sum(each.width for each in carried)
        for each in word:
            if each.width > room and row:
                yield row, False
                row, room = [], width
            row.append(each)
            room -= each.width
    yield row, True


def _carried(row: list[_Char], word: Sequence[_Char]) -> list[_Char]:
    """What goes to the next line before a word that mustn't begin it: the character before."""
    if word[0].char in NEVER_FIRST and len(row) > 1 and not row[-1].latin:
        return [row.pop()]
    return []


def _words(para: Para, manner: Manner) -> Iterator[list[_Char]]:
    word: list[_Char] = []
    for span in para.spans:
        size = para.size * (RAISED if span.raised else 1.0)
        text = span.text.replace("fi", "ﬁ") if manner.ligatures else span.text
        for char in text:
            if unicodedata.category(char) == "Cf":
                continue  # soft hyphens and zero-width characters print nothing
            each = _Char(char, span, width_of(char, size) if char != "\n" else 0.0)
            if each.latin:
                word.append(each)
                continue
            if word:
                yield word
                word = []
            yield [each]
    if word:
        yield word


def _runs(
    row: Sequence[_Char], x: float, stretch: float, para: Para, manner: Manner
) -> Iterator[Run]:
    """The line's characters as runs of one look."""
    letters: list[Letter] = []
    before: Span | None = None
    base = para.size * (manner.leading + 1) / 2 * 0.92
    for each in row:
        if (
            letters
            and before is not None
            and (each.span[1:] != before[1:] or each.span.box is not None)
        ):
            yield _run(letters, before, base, para)
            letters = []
        if each.char in BOXES:
            if letters and before is not None:
                yield _run(letters, before, base, para)
            letters = []
            yield _run([Letter(each.char, x, each.width)], each.span._replace(box=True), base, para)
        elif each.char != "\t":
            letters.append(Letter(each.char, x, each.width))
        before = each.span
        x += each.width + stretch
    if letters and before is not None:
        yield _run(letters, before, base, para)


def _run(letters: Sequence[Letter], span: Span, base: float, para: Para) -> Run:
    return Run(
        tuple(letters),
        base - (para.size * 0.35 if span.raised else 0.0),
        para.size * (RAISED if span.raised else 1.0),
        span.bold,
        span.underlined,
        span.box is not None,
        id(para),
    )
