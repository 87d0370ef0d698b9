"""What a field shows: its appearance stream, written here and left to no viewer.

A long answer is set in the largest size in which it fits its box, its paragraphs indented as the
form's own are, so that it reads the same when the fields are gone and only the page is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from typing import Any, NamedTuple

from renderers.fillable.faces import (
    ASCENT,
    BOXES,
    EMPTY_BOX,
    HAN,
    TICKED_BOX,
    advance,
    encoded,
    width,
)
from renderers.fillable.objects import add_stream

LARGEST, _SMALLEST, _STEP = 10.5, 4.0, 0.5
_LEADING = 1.25  # of the size, from line to line
_PADDING = 2.0  # points between a box and its text, as viewers keep it
_LINES_OF_A_CELL = 3  # a lower box has its one line in the middle, a higher one begins at its top
_INDENT = 2.0  # ems, of each of several paragraphs
_TOKEN = re.compile("[!-~]+ *| +|[^!-~ ]")
_NOT_FIRST = frozenset("，。、；：？！）】》”’%,.;:?!)]}…—℃")  # on a line
_NOT_LAST = frozenset("（【《“‘([{≥≤＞＜±+-~￥$")
_MOST_SPREAD = 0.08  # of the size, between characters of a full line so that it ends at the edge
_APART = 0.4  # of the size, between paragraphs


class _Line(NamedTuple):
    text: str
    indent: float = 0.0  # ems
    is_full: bool = False  # the paragraph goes on in the next
    apart: float = 0.0  # ems, from the paragraph above


def text(value: str, wide: float, high: float, align: int, *, wraps: bool) -> bytes:
    """The appearance of a text in a box of that size; `wraps` where it may take several lines."""
    value = value.replace("\t", " ")
    room = wide - 2 * _PADDING
    fit = _fitted if wraps else _on_one_line
    size, shown = fit(value, room, high)
    leading = size * _LEADING
    is_low = high < _LINES_OF_A_CELL * leading
    above = max(high - _height(shown, size), 0) / 2 if is_low else 0.0
    y = high - above + (leading + size) / 2 - size * ASCENT / 1000
    drawn = []
    for line in shown:
        indent = line.indent * size
        free = max(room - indent - width(line.text.rstrip(), size), 0)
        between = free / max(len(line.text), 1) if line.is_full and align == 0 else 0.0
        between = between if between < _MOST_SPREAD * size else 0.0
        x = _PADDING + indent + (0, 0.5, 1)[align] * free
        y -= leading + line.apart * size
        drawn.append(f"{between:.3f} Tc 1 0 0 1 {x:.2f} {y:.2f} Tm {encoded(line.text)} Tj")
    clip = f"q 1 1 {wide - 2:.2f} {high - 2:.2f} re W n"
    body = "\n".join(drawn)
    return f"/Tx BMC {clip} BT /{HAN} {size:g} Tf 0 g\n{body}\nET Q EMC".encode()


def box(side: float, *, ticked: bool) -> bytes:
    """The appearance of a box to tick."""
    character = (TICKED_BOX if ticked else EMPTY_BOX).hex()
    return f"q BT 0 g /{BOXES} {side:.2f} Tf 0 {0.12 * side:.2f} Td <{character}> Tj ET Q".encode()


def add_appearance(document: Any, content: bytes, wide: float, high: float, fonts: str) -> int:
    """Puts an appearance into a document; the number of its object."""
    bounds = f"/BBox[0 0 {wide:.2f} {high:.2f}]/Resources<</Font{fonts}>>"
    return add_stream(document, content, f"/Type/XObject/Subtype/Form{bounds}")


def _on_one_line(value: str, room: float, high: float) -> tuple[float, list[_Line]]:
    line = _Line(" ".join(value.split("\n")))
    ems = width(line.text, 1) or 1
    return max(min(LARGEST, high / _LEADING, room / ems), _SMALLEST), [line]


def _fitted(value: str, room: float, high: float) -> tuple[float, list[_Line]]:
    """The largest size in which the text fits, and its lines; the smallest where none does."""
    paragraphs = [_tokens(paragraph) for paragraph in value.split("\n")]
    indent = _INDENT if len(paragraphs) > 1 else 0.0
    size = _first_guess(sum(ems for paragraph in paragraphs for _, ems in paragraph), room, high)
    while True:
        shown = [line for each in paragraphs for line in _broken(each, room / size, indent)]
        shown[0] = shown[0]._replace(apart=0.0)
        if _height(shown, size) <= high or size <= _SMALLEST:
            return size, shown
        size -= _STEP


def _height(shown: list[_Line], size: float) -> float:
    return size * sum(_LEADING + line.apart for line in shown)


def _first_guess(ems: float, room: float, high: float) -> float:
    """A size that is not too small: text of so many ems fills the box without a gap."""
    whole: float = (room * high / (_LEADING * max(ems, 1))) ** 0.5
    return min(max(ceil(whole / _STEP) * _STEP, _SMALLEST), LARGEST)


def _tokens(paragraph: str) -> list[tuple[str, float]]:
    """What stays together on a line, with its ems: a word with the space behind it, a character."""
    return [(token, width(token, 1)) for token in _TOKEN.findall(paragraph)]


def _broken(tokens: list[tuple[str, float]], most: float, indent: float) -> Iterator[_Line]:
    """The lines of a paragraph, none wider than `most` ems."""
    line: list[str] = []
    used = start = indent
    apart = _APART
    for token, ems in tokens:
        if line and used + ems > most:
            taken = _taken_along(line, token)
            yield _Line("".join(line), start, is_full=True, apart=apart)
            line, start, apart = taken, 0.0, 0.0
            used = width("".join(taken), 1)
        if ems > most:  # an address without a space, say: it breaks anywhere
            *whole, token = _cut(token, most)
            yield from (_Line(piece, is_full=True) for piece in whole)
            ems = width(token, 1)
        line.append(token)
        used += ems
    yield _Line("".join(line), start, apart=apart)


def _taken_along(line: list[str], following: str) -> list[str]:
    """Takes off the end of a line what has to stand with the token that begins the next."""
    taken: list[str] = []
    first = following
    while len(line) > 1 and (first[0] in _NOT_FIRST or line[-1][-1] in _NOT_LAST):
        first = line.pop()
        taken.insert(0, first)
    return taken


def _cut(word: str, most: float) -> list[str]:
    """The word in pieces of at most `most` ems, at least a character each."""
    pieces, used = [""], 0.0
    for character in word:
        if pieces[-1] and used + advance(character) > most:
            pieces.append("")
            used = 0.0
        pieces[-1] += character
        used += advance(character)
    return pieces
