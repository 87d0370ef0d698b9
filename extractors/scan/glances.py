"""What a form prints itself, read at half the cost: its labels from narrowed pictures, the lines of
its notes from their two ends. What is not just what the form prints is read as everything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from extractors.paper.glyphs import Glyph
from extractors.scan import lines
from extractors.scan.arrays import Pixels
from extractors.scan.lattice import letters
from extractors.scan.lines import Rectangle, Strip
from extractors.scan.printed import Place
from extractors.scan.signs import BOX_TO_LETTER
from extractors.wording import key

NARROW: Final = 0.55  # of its width to which a label is squeezed; figures would run together
SURE: Final = 0.5  # of the least sure character of a label
SHORTEST: Final = 2  # letters that tell a label or a piece of one
ONE_MORE: Final = 1.0  # letters by which a label may seem longer or shorter
MARK: Final = re.compile(r"\d{1,2}$")  # a note's number behind a label
NUMBER: Final = re.compile(r"^\d{1,2}")  # … before the note

BLANKS: Final = frozenset("_＿—–−-－~～")  # what a blank to fill in is read for, `___项`

ENDS: Final = 9.0  # letters at either end of a note's line that are read
WORTH: Final = 24.0  # letters of a line from which its ends alone are read
TOLD: Final = 5  # letters at either end that tell a note's line
STRETCHED: Final = 0.15  # share by which a line may be longer or shorter than its words say
GUESSED: Final = 0.8  # how sure the words between the ends are
HALF: Final = 0.5  # of a letter's width: a figure's


def label(page: Pixels, rectangle: Rectangle, place: Place) -> Strip | None:
    """A label of the form, read from a narrowed picture; None for all else."""
    return _read_as(page, rectangle, place.words) if _may_be_label(rectangle, place) else None


def options(page: Pixels, rectangle: Rectangle, place: Place) -> Strip | None:
    """A line of the options that the form has there, beside their boxes; None for all else."""
    return _read_as(page, rectangle, place.options)


def _read_as(page: Pixels, rectangle: Rectangle, words: Sequence[str]) -> Strip | None:
    """The narrowed picture of a line, if it says one of those words or a piece of one."""
    strip = lines.read(page, rectangle, NARROW)
    read = letters(strip.lattice)
    if any(letter.text in BLANKS for letter in read):
        return None
    word = MARK.sub("", key("".join(letter.text for letter in read)))
    said = len(word) >= SHORTEST and any(word in each for each in words)
    sure = min((letter.probability for letter in read if key(letter.text) in word), default=0.0)
    return strip if said and sure >= SURE else None


def _may_be_label(rectangle: Rectangle, place: Place) -> bool:
    """Whether as much is written as in a label that stands there; a row's number is too short."""
    many = _many(rectangle)
    if many < SHORTEST - ONE_MORE / 2:
        return False
    if place.words and not place.answered:
        return many <= max(map(len, place.words)) + ONE_MORE
    return any(abs(len(word) - many) <= ONE_MORE for word in place.words)


def _many(rectangle: Rectangle) -> float:
    """About how many letters a line has."""
    x0, y0, x1, y1 = rectangle
    return (x1 - x0) / (y1 - y0) * BOX_TO_LETTER


def note(
    page: Pixels,
    rectangle: Rectangle,
    notes: tuple[str, ...],
    glyphs_of: Callable[[Strip], list[Glyph]],
) -> list[Glyph] | None:
    """The characters of a line of one of the form's notes, those between its ends as the form has
    them; None for all else."""
    if _many(rectangle) < WORTH:
        return None
    x0, y0, x1, y1 = rectangle
    reach = round(ENDS * (y1 - y0) / BOX_TO_LETTER)
    head = _until_told(glyphs_of(lines.read(page, (x0, y0, x0 + reach, y1)))[:-1])
    begun = [start for each in _known(notes) for start in each.begun(_word(head))]
    if not begun:
        return None
    tail = _from_told(glyphs_of(lines.read(page, (x1 - reach, y0, x1, y1)))[1:])
    between = {words for start in begun for words in start.to(tail) if _fits(words, head, tail)}
    if len(between) != 1:
        return None
    return [*head, *_spread(between.pop(), head[-1], tail[0]), *tail]


class _Note(NamedTuple):
    """A note's text and its key, with the place in the text of each of the key's characters."""

    text: str
    word: str
    at: tuple[int, ...]

    def begun(self, head: str) -> Iterator[_Begun]:
        """Where in the note a line's head may end, its number before it or not."""
        for word in dict.fromkeys((head, NUMBER.sub("", head))):
            if len(word) >= TOLD:
                yield from (_Begun(self, at + len(word)) for at in _found(word, self.word, 0))


class _Begun(NamedTuple):
    """A note, and where in its key a line's head ends."""

    note: _Note
    end: int

    def to(self, tail: Sequence[Glyph]) -> Iterator[str]:
        """The note's words up to where a line's tail may begin."""
        word = _word(tail)
        if len(word) < TOLD:
            return
        for start in _found(word, self.note.word, self.end):
            between = self.note.text[self.note.at[self.end - 1] + 1 : self.note.at[start]]
            yield "".join(between.split())


@lru_cache(maxsize=4)
def _known(notes: tuple[str, ...]) -> tuple[_Note, ...]:
    return tuple(map(_note, dict.fromkeys(notes)))


def _note(text: str) -> _Note:
    keys = [key(each) for each in text]
    return _Note(text, "".join(keys), tuple(at for at, each in enumerate(keys) for _ in each))


def _found(word: str, text: str, first: int) -> Iterator[int]:
    """The places of a word in a text."""
    at = text.find(word, first)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _word(glyphs: Sequence[Glyph]) -> str:
    return key("".join(glyph.text for glyph in glyphs))


def _until_told(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The characters up to the last one that a key has."""
    said = [at for at, glyph in enumerate(glyphs) if key(glyph.text)]
    return glyphs[: said[-1] + 1] if said else ()


def _from_told(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """The characters from the first one on that a key has."""
    said = [at for at, glyph in enumerate(glyphs) if key(glyph.text)]
    return glyphs[said[0] :] if said else ()


def _fits(between: str, head: Sequence[Glyph], tail: Sequence[Glyph]) -> bool:
    """Whether words have their room between a line's ends, set as wide as these are."""
    ends = head[-1].x1 - head[0].x0 + tail[-1].x1 - tail[0].x0
    letter = ends / _widths("".join(glyph.text for glyph in (*head, *tail)))
    room, wanted = tail[0].x0 - head[-1].x1, _widths(between) * letter
    return abs(room - wanted) <= STRETCHED * max(room, wanted)


def _widths(text: str) -> float:
    """How wide a text is, in letters."""
    return sum(HALF if each.isascii() else 1.0 for each in text)


def _spread(between: str, last: Glyph, first: Glyph) -> Iterator[Glyph]:
    """The characters between a line's ends, each as wide as the next."""
    width = (first.x0 - last.x1) / max(len(between), 1)
    for at, each in enumerate(between):
        x0 = last.x1 + at * width
        yield last._replace(
            text=each, x0=x0, x1=x0 + width, confidence=GUESSED, ticked=None, ink=None, source=None
        )
