"""The form's own notes where they stand in the text: at the end of a document whose program has no
footnotes, or puts them there."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.items import Item
from extractors.wording import key

TOLD = 12  # letters of a note that tell it; a shorter note must be said whole
COMPARED = 20  # letters: behind them a note may be worded as it likes
LIST = 2  # notes that make a list of them

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
