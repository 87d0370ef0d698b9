"""Answers that stand in their place several times over.

LibreOffice 7.4 writes the text of an input field or of a plain-text content control four times into
Word files; one of several scripts also between its later stretches: `A座301` becomes
`A座301座A座301301A座301`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

ALONE: Final = 4  # how often a text in one script stands there
TIMES: Final = 3  # and one of several scripts at least, its later stretches between
MOST: Final = 2 * ALONE  # times: more are the applicant's own (`××××××××××`), not echoes
SHORTEST: Final = 2  # characters of a text that is echoed
LONGEST: Final = 20_000  # characters that are looked at


def said_once(text: str) -> str | None:
    """What a text says that is written so, white space apart; None for any other, and for figures,
    of which `88888888` is a whole."""
    if text.count(text.lstrip()[:1]) < TIMES:
        return None  # most texts have their first letter less often
    letters = "".join(text.split())
    if len(letters) > LONGEST or letters.isdigit() or not _may_be_echoes(letters):
        return None
    borders = list(_borders(letters))
    if borders and len(letters) > MOST * (len(letters) - borders[-1]):
        return None
    for size in borders:
        one = letters[:size]
        times, between = letters.count(one), letters.replace(one, "")
        echoed = times >= TIMES if between else times == ALONE
        if size >= SHORTEST and echoed and one.endswith(between):
            return _beginning(text, size)
    return None


def _may_be_echoes(letters: str) -> bool:
    """Whether a text's first and last letters come so often; few texts are looked at further."""
    first, last = letters[:SHORTEST], letters[-SHORTEST:]
    return letters.count(first) >= TIMES and letters.count(last) >= TIMES


def _borders(letters: str) -> Iterator[int]:
    """The lengths in which a text ends as it begins, shortest first."""
    longest = [0] * len(letters)
    for at in range(1, len(letters)):
        size = longest[at - 1]
        while size and letters[at] != letters[size]:
            size = longest[size - 1]
        longest[at] = size + (letters[at] == letters[size])
    found = []
    size = longest[-1] if letters else 0
    while size:
        found.append(size)
        size = longest[size - 1]
    return reversed(found)


def _beginning(text: str, letters: int) -> str:
    """The beginning of a text with so many characters that are no white space."""
    for at, character in enumerate(text, 1):
        letters -= not character.isspace()
        if not letters:
            return text[:at].lstrip()
    return text
