"""Page numbers that were stamped onto the text, `- 3 -`, `SH-0003`: they count with the pages, in
one place on nearly all of them. Those beyond the text are taken as running heads are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.glyphs import Run

SHORTEST: Final = 2  # characters: a number and something else
LONGEST: Final = 30  # characters of a stamped number
EDGES: Final = 0.2  # share of the page's height at its top and foot where they are stamped
PAGES: Final = 3  # that a row of numbers takes, at least
SHARE: Final = 0.8  # of the pages that it is on
ASIDE: Final = 12.0  # points by which one may begin elsewhere than the first: `9`, `10`
_NUMBER: Final = re.compile(r"\d+")


class Numbered(NamedTuple):
    """A short text with a number and more in it, at a page's top or foot."""

    text: str
    box: Box  # upright
    number: int = 0  # of those in the text the one that counts with the pages


def numbered(found: Sequence[Run], turn: Turn) -> list[Numbered]:
    """The texts of a page that may be stamped numbers."""
    height = turn.size[1]
    first, last = EDGES * height, (1 - EDGES) * height
    made = []
    for run in found:
        if not SHORTEST <= len(run.span["chars"]) <= LONGEST:
            continue
        box = turn.upright(run.span["bbox"])
        if first <= box[1] and box[3] <= last:
            continue
        text = run.text
        if _NUMBER.search(text) and _wording(text).strip(" 0"):
            made.append(Numbered(text, box))
    return made


def stamped(pages: Sequence[tuple[int, Sequence[Numbered]]]) -> dict[int, list[Numbered]]:
    """Of the texts on the pages, each with its number from 1, those that count with the pages."""
    rows: dict[str, list[list[tuple[int, Numbered]]]] = defaultdict(list)
    for page, texts in pages:
        for one in texts:
            own = rows[_wording(one.text)]
            row = next((row for row in own if _is_near(row[0][1].box, one.box)), None)
            if row is None:
                own.append([(page, one)])
            else:
                row.append((page, one))
    found: dict[int, list[Numbered]] = defaultdict(list)
    for row in (row for own in rows.values() for row in own):
        counting = _counting(row)
        if len(row) >= max(PAGES, SHARE * len(pages)) and counting is not None:
            for page, one in row:
                number = int(_NUMBER.findall(one.text)[counting])
                found[page].append(one._replace(number=number))
    return found


def _wording(text: str) -> str:
    return _NUMBER.sub("0", text)


def _is_near(one: Box, other: Box) -> bool:
    return abs(one[0] - other[0]) <= ASIDE and abs(one[3] - other[3]) <= 1.0


def _counting(row: Sequence[tuple[int, Numbered]]) -> int | None:
    """Which of the numbers in the texts goes up with the page, the others being the same."""
    ahead = [[int(number) - page for number in _NUMBER.findall(one.text)] for page, one in row]
    fixed = [[int(number) for number in _NUMBER.findall(one.text)] for _, one in row]
    moves = [len(set(column)) == 1 for column in zip(*ahead, strict=True)]
    stays = [len(set(column)) == 1 for column in zip(*fixed, strict=True)]
    counts = sum(moves) == 1 and all(a or b for a, b in zip(moves, stays, strict=True))
    return moves.index(True) if counts else None


def without(glyphs: Sequence[Glyph], stamps: Sequence[Numbered]) -> list[Glyph]:
    """The characters without those of the stamped numbers."""
    tops = [stamp.box[1] for stamp in stamps]
    first, last = min(tops) - 1.0, max(tops) + 1.0
    return [
        glyph
        for glyph in glyphs
        if not (first <= glyph.top <= last and any(_is_of(glyph, stamp) for stamp in stamps))
    ]


def _is_of(glyph: Glyph, stamp: Numbered) -> bool:
    x0, y0, x1, y1 = stamp.box
    middle = (glyph.x0 + glyph.x1) / 2
    level = abs(glyph.top - y0) <= 1.0 and abs(glyph.bottom - y1) <= 1.0
    return level and x0 <= middle <= x1 and glyph.text in stamp.text
