"""Characters → lines of text: who stands beside whom, and where a space is meant.

Programs split words into single characters, place them anyhow, leave spaces out and draw bold
twice; only where a character stands is sure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from statistics import median_low
from typing import Final, NamedTuple

from extractors.docx.symbols import EMPTY, TICKED
from extractors.paper.glyphs import CROSSES, Glyph
from extractors.ticks import EMPTY as EMPTY_BOXES
from extractors.ticks import TICKED as TICKS

APART: Final = 0.5  # of the larger size: baselines farther apart are two lines
RAISED: Final = 0.12  # of the line's size by which a raised character stands higher
SMALLER: Final = 0.8  # of the line's size below which a character is a small one
WORD_GAP: Final = 0.17  # of the size: a gap between Latin characters that is a space
HAN_GAP: Final = 0.6  # between others: wider than what justified text is stretched by
OWN_GAP: Final = 0.2  # between Han letters: wider by so much than the line's others is a space
ALIKE: Final = 0.1  # of the size by which gaps of letters that are set apart may differ
EVENLY: Final = 0.6  # of a line's gaps that are alike where its letters are set apart
LONE_GAP: Final = 0.85  # how sure two letters with a gap between them are: `王 伟`, or set apart
TELLING: Final = 2  # pairs of Han letters from which a line's usual gap is known
TWICE: Final = 0.35  # of its width by which a character drawn twice may be off
TWIN: Final = 0.12  # … of its size, where it is narrow: `l`, `.`
UPON: Final = 0.35  # of its width by which a tick lies upon its box
SLIGHT: Final = 0.02  # of the size by which characters side by side may overlap
TANGLED: Final = 3  # letters upon others of a picture's line, where edges aren't sharp: two texts
CONTROL: Final = "☐☑"
MARKS: Final = "√✓✔"  # typed beside an option
SOFT: Final = "\u00ad"  # a hyphen that is seen where a line breaks at it alone
UNSEEN: Final = 0.05  # of the size: so narrow it is not there
LINE_END: Final = 0.85  # how sure one at a line's end is: of the word, or of its being broken


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: its characters from left to right with their edges."""

    text: str
    glyphs: tuple[Glyph, ...]  # one a character of `text`, spaces put in included
    raised: tuple[tuple[int, int], ...]  # [start, end) of raised characters
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float  # the commonest size
    spaced: bool = False  # a space is drawn at its end

    @property
    def edges(self) -> tuple[float, ...]:
        return (*(glyph.x0 for glyph in self.glyphs), self.glyphs[-1].x1 if self.glyphs else 0.0)


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines that characters make, from top to bottom; those of spaces only are none."""
    made = []
    for row in _rows(sorted(glyphs, key=attrgetter("base"))):
        line = _line(row)
        if line is not None:
            made.append(line)
    return made


def _rows(by_base: list[Glyph]) -> list[list[Glyph]]:
    """Characters on one baseline, raised and lowered ones with those they stand beside."""
    if by_base and by_base[0].base == by_base[-1].base:
        return [by_base]
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in by_base:
        if rows and glyph.base - base <= APART * max(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > size:
                base, size = glyph.base, glyph.size
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    return rows


def _line(row: list[Glyph]) -> TextLine | None:
    row.sort(key=attrgetter("x0"))
    size, base = _common(row)
    kept, raised = (row, []) if _is_plain(row) else _put_together(row, size, base)
    if SOFT in "".join([glyph.text for glyph in kept]):
        kept, raised = _with_hyphens(kept, raised)
    start, end = 0, len(kept)
    while start < end and kept[start].text.isspace():
        start += 1
    while start < end and kept[end - 1].text.isspace():
        end -= 1
    if start == end:
        return None
    spaced = end < len(kept)
    if spaced or start:
        kept, raised = kept[start:end], raised[start:end]
    return TextLine(
        "".join([glyph.text for glyph in kept]),
        tuple(kept),
        _stretches(raised),
        kept[0].x0,
        max([glyph.x1 for glyph in kept]),
        min([glyph.top for glyph in kept]),
        max([glyph.bottom for glyph in kept]),
        base,
        size,
        spaced,
    )


def _with_hyphens(row: Sequence[Glyph], raised: Sequence[bool]) -> tuple[list[Glyph], list[bool]]:
    """The characters with `-` for each soft hyphen that is drawn: fonts that have one glyph for
    both are mapped to either. What has no width is none."""
    seen = [
        at
        for at, glyph in enumerate(row)
        if glyph.text != SOFT or glyph.x1 - glyph.x0 > UNSEEN * glyph.size
    ]
    kept = [row[at] for at in seen]
    for at, glyph in enumerate(kept):
        if glyph.text == SOFT:
            most = LINE_END if at == len(kept) - 1 else 1.0
            kept[at] = glyph._replace(text="-", confidence=min(glyph.confidence, most))
    return kept, [raised[at] for at in seen] if raised else []


def _is_plain(row: Sequence[Glyph]) -> bool:
    """Whether characters of one size on one baseline follow each other, from left to right, without
    a gap and none upon another: nothing is to be put in, taken out or told apart."""
    size, base = row[0].size, row[0].base
    most, least = WORD_GAP * size, -SLIGHT * size
    level = all(glyph.size == size and glyph.base == base for glyph in row)
    return level and all(least <= glyph.x0 - last.x1 < most for last, glyph in pairwise(row))


def _put_together(row: list[Glyph], size: float, base: float) -> tuple[list[Glyph], list[bool]]:
    """The characters of a line with the spaces that gaps show and without those that are drawn
    twice; and which of them are raised."""
    kept: list[Glyph] = []
    raised: list[bool] = []
    upon = False  # whether any character begins before the one before it ends
    spread: Spread | None = None
    for glyph in row:
        last = kept[-1] if kept else None
        if last is not None and glyph.x0 < last.x1 - SLIGHT * size:
            if _is_there(glyph, kept):
                continue
            upon = True
            merged = _overprinted(last, glyph)
            if merged is not None:
                kept[-1] = merged
                continue
        elif last is not None and _is_apart(last, glyph):
            spread = spread or _spread(row)
            space = _space_between(last, glyph, row, spread)
            if space is not None:
                kept.append(space)
                raised.append(False)
        kept.append(glyph)
        small = glyph.size < SMALLER * size
        raised.append(small and base - glyph.base > RAISED * size)
    least = 1 if row[0].source is None else TANGLED
    if upon and sum(_lies_upon(one, other) for one, other in pairwise(kept)) >= least:
        kept = [glyph._replace(confidence=min(glyph.confidence, 0.5)) for glyph in kept]
    if len(row) == TELLING < len(kept) and _are_letters(*row):
        kept = [glyph._replace(confidence=min(glyph.confidence, LONE_GAP)) for glyph in kept]
    return kept, raised


def _lies_upon(one: Glyph, other: Glyph) -> bool:
    """Whether two letters stand in one place, as where a line is two texts."""
    width = min(one.x1 - one.x0, other.x1 - other.x0)
    return one.x1 - other.x0 > 0.5 * width > 0 and one.text.isalnum() and other.text.isalnum()


def _common(row: list[Glyph]) -> tuple[float, float]:
    """The size that most of a line's characters have, and their baseline."""
    first = row[0].size, row[0].base
    if all(glyph.base == first[1] and glyph.size == first[0] for glyph in row):
        return first
    counts: dict[tuple[float, float], int] = {}
    for glyph in row:
        if not glyph.text.isspace():
            key = (glyph.size, glyph.base)
            counts[key] = counts.get(key, 0) + 1
    if not counts:
        return first
    # Of equals the larger: `x²` alone in its cell is a letter with a power.
    return max(counts, key=lambda key: (counts[key], key[0]))


def _stretches(flags: list[bool]) -> tuple[tuple[int, int], ...]:
    if True not in flags:
        return ()
    found = []
    start = None
    for at, flag in enumerate((*flags, False)):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            found.append((start, at))
            start = None
    return tuple(found)


def _is_there(glyph: Glyph, kept: Sequence[Glyph]) -> bool:
    """Whether a character is drawn for the second time: bold that is none of the font's, a shadow.
    Spaces, wider than what they part, may stand between the two."""
    most = TWICE * (glyph.x1 - glyph.x0)
    if glyph.source is None:
        most = max(most, TWIN * glyph.size)
    for last in reversed(kept):
        if glyph.x0 - last.x0 > most:
            return False
        if last.text == glyph.text:
            return True
    return False


def _overprinted(last: Glyph, glyph: Glyph) -> Glyph | None:
    """One character for two in the same place: a tick upon its box."""
    width = min(last.x1 - last.x0, glyph.x1 - glyph.x0)
    if width <= 0:
        return None
    if min(last.x1, glyph.x1) - max(last.x0, glyph.x0) < UPON * width:
        return None
    for box, tick in ((last, glyph), (glyph, last)):
        if box.text in EMPTY_BOXES and tick.text in TICKS + CROSSES:
            return box._replace(text=TICKED, ticked=True, control=None)
    return None


def _is_apart(last: Glyph, glyph: Glyph) -> bool:
    """Whether a space may be meant between two characters."""
    gap = glyph.x0 - last.x1
    return gap >= WORD_GAP * last.size or gap >= WORD_GAP * glyph.size


class Spread(NamedTuple):
    """How far the letters of a line are set apart, all of them evenly: over the width of a cell, as
    names are (分散对齐), or by a style. 0 where a gap can only be a space."""

    wide: float  # those set as wide as Han ones, and what is beside them
    narrow: float  # Latin ones, which a program that widens a line may keep together

    def between(self, one: Glyph, other: Glyph) -> float:
        return self.wide if is_wide(one.text) or is_wide(other.text) else self.narrow


def _spread(row: Sequence[Glyph]) -> Spread:
    """How far a line's letters are set apart; on a picture, where edges aren't sharp, no way."""
    gaps: tuple[list[float], list[float]] = ([], [])
    for one, other in pairwise(row):
        if one.source is None and not (one.text.isspace() or other.text.isspace()):
            gaps[is_wide(one.text) or is_wide(other.text)].append(other.x0 - one.x1)
    size = row[0].size
    return Spread(_even(gaps[True], size), _even([*gaps[True], *gaps[False]], size))


def _even(gaps: Sequence[float], size: float) -> float:
    """The usual one of gaps of which most are alike, and as wide as a space; those beside marks
    that are drawn together (`）`, `，`) may be narrower."""
    usual = median_low(gaps) if len(gaps) >= TELLING else 0.0
    if usual < WORD_GAP * size:
        return 0.0
    alike = sum(abs(gap - usual) < ALIKE * size for gap in gaps)
    return usual if alike >= EVENLY * len(gaps) else 0.0


def _space_between(last: Glyph, glyph: Glyph, row: Sequence[Glyph], spread: Spread) -> Glyph | None:
    """A space where the gap says that one is meant and none is drawn."""
    apart = spread.between(last, glyph)
    gap = glyph.x0 - last.x1 - apart
    size = min(last.size, glyph.size)
    if gap < WORD_GAP * size or last.text.isspace() or glyph.text.isspace():
        return None
    wide = is_wide(last.text) or is_wide(glyph.text)
    if wide and gap < HAN_GAP * size and not _stands_out(gap, last, glyph, [] if apart else row):
        return None
    return last._replace(text=" ", x0=last.x1, x1=glyph.x0, ticked=None, control=None)


def _stands_out(gap: float, last: Glyph, glyph: Glyph, row: Sequence[Glyph]) -> bool:
    """Whether a gap between two characters that are set as wide as a Han one is a space of its own:
    one that parts a tick from the next option (`是√ 否`), or is wider than the others of its line,
    `row`, where it is not known to be so."""
    is_tick = (last.text in MARKS or glyph.text in MARKS) and last.source is None
    if not is_tick and not _are_letters(last, glyph):
        return False
    usual = _usual_gap(row) if row else 0.0
    if is_tick and usual >= last.size:
        usual = 0.0
    return gap >= OWN_GAP * last.size + usual


def _usual_gap(row: Sequence[Glyph]) -> float:
    """The gap between two Han letters of a line, which justified lines are stretched by; of a line
    with few of them, and on a picture, where edges aren't sharp, more than any."""
    gaps = sorted(other.x0 - one.x1 for one, other in pairwise(row) if _are_letters(one, other))
    return gaps[(len(gaps) - 1) // 2] if len(gaps) >= TELLING else row[0].size


def _are_letters(one: Glyph, other: Glyph) -> bool:
    """Whether two characters, printed and not on a picture, are Han letters."""
    return (
        one.source is None
        and other.source is None
        and one.text.isalpha()
        and other.text.isalpha()
        and is_han(one.text)
        and is_han(other.text)
    )


@lru_cache(maxsize=8192)
def is_han(character: str) -> bool:
    """Whether a line may end on both sides of a character: Han, kana and what is set like them."""
    return unicodedata.east_asian_width(character) in "WF" or character in "①②③④⑤⑥⑦⑧⑨⑩"


@lru_cache(maxsize=8192)
def is_wide(character: str) -> bool:
    """Whether a character is as wide as a Han one, as it is set in Chinese text."""
    return unicodedata.east_asian_width(character) in "WFA" and character not in CONTROL


__all__ = ["EMPTY", "TextLine", "is_han", "lines_of"]
