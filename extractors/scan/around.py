"""What a form prints where an answer stands, misread: a prompt nobody wrote over, and the words
behind an answer that a seal is set on (`(加盖公章)`)."""

from __future__ import annotations

from typing import Final

from extractors.decode import bare
from extractors.items import Slice
from extractors.pattern import Hole

LEAST: Final = 4  # characters: shorter words (a unit) are not guessed at
PIECE: Final = 2  # characters of the words behind an answer that tell them
PROMPT: Final = 10  # characters: shorter prompts are told by reading them rightly
SAME: Final = 85.0  # of 100, likeness of an answer to a prompt that it is
ALIKE: Final = 65.0  # … of an answer's end to the words behind it


def answered(slices: tuple[Slice, ...], hole: Hole) -> tuple[Slice, ...]:
    """The slices without what the form prints there."""
    from rapidfuzz import fuzz

    text = bare("".join(piece.text for piece in slices))
    for hint in hole.hints:
        if len(bare(hint)) >= PROMPT and fuzz.ratio(text, bare(hint)) >= SAME:
            return ()
    return _unsuffixed(slices, bare(hole.after))


def _unsuffixed(slices: tuple[Slice, ...], printed: str) -> tuple[Slice, ...]:
    from rapidfuzz import fuzz

    if not slices or len(printed) < LEAST:
        return slices
    *before, last = slices
    text = last.text
    ends = range(max(0, len(text) - len(printed) - 2), len(text))
    likeness, at = max(((fuzz.ratio(bare(text[at:]), printed), at) for at in ends), default=(0, 0))
    if likeness < ALIKE or bare(text[at:])[:1] not in printed:
        pieces = (at for at in ends if bare(text[at:]) in printed and at <= len(text) - PIECE)
        at = min(pieces, default=len(text))
    return (*before, last._replace(end=last.start + at))
