"""The form's own notes where they stand in the text: at the end of a document whose program has no
footnotes, or puts them there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.evidence import SEEN
from extractors.items import Item
from extractors.pattern import Pattern
from extractors.wording import key

TOLD = 12  # letters of a note that tell it; a shorter note must be said whole
COMPARED = 20  # letters: behind them a note may be worded as it likes
LIST = 2  # notes that make a list of them
LIKE = 90.0  # per cent of a printed line's letters in which a scan of it is alike

_NUMBER = re.compile(r"\d{1,2}")


def without_notes(items: list[Item], notes: tuple[str, ...]) -> list[Item]:
    """The items of the last section less the list of the form's notes at its end."""
    end = len(items)
    while end and is_note(items[end - 1].text, notes):
        end -= 1
    return items[:end] if len(items) - end >= LIST else items


def is_note(text: str, notes: tuple[str, ...]) -> bool:
    """Whether a paragraph is one of the notes, its number before it or not."""
    word = key(text[:1000])
    unnumbered = _NUMBER.sub("", word, count=1) if _NUMBER.match(word) else word
    return any(
        each.startswith(head) if len(head) >= TOLD else each == head
        for head in _heads(notes)
        for each in (word, unnumbered)
    )


@lru_cache(maxsize=16)
def _heads(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(head for note in notes if (head := key(note)[:COMPARED]))


def is_torn_line(run: Sequence[Item], pattern: Pattern) -> bool:
    """Whether items together are a part of a long line that the form prints: on paper such a line
    may come as two, and on a picture with a letter misread. Where characters are known, one more or
    less is somebody's own (`不按优先次序`)."""
    word = key("".join(item.text for item in run)[:1000])
    if len(word) < TOLD:
        return False
    lines = _long_lines(pattern)
    if any(word in line for line in lines):
        return True
    return _is_seen(run) and any(
        len(word) <= len(line) and fuzz.partial_ratio(word, line, score_cutoff=LIKE)
        for line in lines
    )


def _is_seen(run: Sequence[Item]) -> bool:
    lines = [line for item in run for each in item.paragraphs for line in each.lines]
    return bool(lines) and all(line.by in SEEN for line in lines)


@lru_cache(maxsize=16)
def _long_lines(pattern: Pattern) -> tuple[str, ...]:
    lines = (state.printed for state in pattern.states if state.kind == "line")
    return tuple(word for line in lines if len(word := key(line)) >= TOLD)
