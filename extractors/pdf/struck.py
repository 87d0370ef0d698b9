"""Text that is struck out or encircled, by a line drawn through it or by a viewer's pen.

Whether it was taken back, or chosen, only its writer knows: it is read, and doubted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from extractors.page import Box
from extractors.paper.glyphs import Glyph
from extractors.paper.rules import Rule

STRUCK: Final = 0.5  # how sure a character is that is struck out
HEIGHTS: Final = 0.15, 0.6  # of the size above the baseline, between which a strike goes
REACH: Final = 2.0  # points by which a stroke may miss the middle of what it strikes out
ENDS: Final = 0.6  # of the size by which a strike may be longer or shorter than its text


def struck(glyphs: Sequence[Glyph], across: Sequence[Rule], boxes: Sequence[Box]) -> set[int]:
    """The numbers of the characters that lines across, or a viewer's strokes in `boxes`, go
    through. A line that is longer than what stands on it is a border, or a blank to write on."""
    found = {at for box in boxes for at, glyph in enumerate(glyphs) if _holds(box, glyph)}
    for rule, through in _crossed(glyphs, across).items():
        size = max(glyphs[at].size for at in through)
        left = min(glyphs[at].x0 for at in through)
        right = max(glyphs[at].x1 for at in through)
        if max(abs(rule.start - left), abs(rule.end - right)) <= ENDS * size:
            found.update(through)
    return found


def drawn_over(glyphs: Sequence[Glyph], pens: Sequence[Box]) -> set[int]:
    """The numbers of the characters that a pen's strokes in `pens` go through or around."""
    return {
        at
        for x0, y0, x1, y1 in pens
        for at, glyph in enumerate(glyphs)
        if glyph.text.strip() and _holds((x0, y0 - REACH, x1, y1 + REACH), glyph)
    }


def _crossed(glyphs: Sequence[Glyph], across: Sequence[Rule]) -> dict[Rule, list[int]]:
    """Each line that goes through characters at the height of a strike, with their numbers."""
    rules = sorted(across, key=attrgetter("at"))
    heights = [rule.at for rule in rules]
    found: dict[Rule, list[int]] = defaultdict(list)
    known: dict[tuple[float, float], list[Rule]] = {}  # baseline, size → the rules that may
    for number, glyph in enumerate(glyphs):
        key = glyph.base, glyph.size
        near = known.get(key)
        if near is None:
            low, high = (glyph.base - share * glyph.size for share in HEIGHTS)
            near = rules[bisect_left(heights, high) : bisect_right(heights, low)]
            known[key] = near
        if near and glyph.text.strip():
            middle = (glyph.x0 + glyph.x1) / 2
            for rule in near:
                if rule.start <= middle <= rule.end:
                    found[rule].append(number)
    return found


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.38 * glyph.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
