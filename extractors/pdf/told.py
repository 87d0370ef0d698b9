"""What a page's letters show, held against what the file says of them, and where they are cut.

`ActualText` names the text that a stretch of glyphs stands for: rightly where a glyph has no
character of its own or one that looks like another, wrongly where the text was changed by hand or
only half. What is seen counts: glyphs that it leaves out are read all the same, and where its
letters are others the glyph is doubted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from extractors.paper.lines import SOFT
from extractors.pdf.characters import Character, character
from extractors.pdf.glyphs import CLIP, FLAGS, IGNORE_ACTUAL, STRUCTURE, Run, Texts

UNLIKE: Final = 0.5  # how sure a character is that the file says is another one
SUPPLIED: Final = 0.8  # … that only the file's word tells, its font doesn't
NO_WIDTH: Final = 0.01  # points: what `ActualText` has more than there are glyphs is that wide

Place = tuple[float, float]  # where a glyph begins, in the page's own space


class Told(NamedTuple):
    """Where a page's glyphs are not simply what they show."""

    cut: frozenset[Place]  # glyphs outside of what they are drawn in
    otherwise: Mapping[Place, Character]  # what glyphs say that the file says otherwise of


PLAIN: Final = Told(frozenset(), {})


def place_of(glyph: dict[str, Any]) -> Place:
    x, y = glyph["origin"]
    return round(x, 2), round(y, 2)


def told(taken: Texts, found: Sequence[Run], tagged: bool) -> Told:
    """What is cut of a page's runs, and what the file says of them; both are rare, and one look at
    the text tells that there is neither."""
    flags = FLAGS | STRUCTURE if tagged else FLAGS
    shown, spoken = taken.text(flags), taken.text(flags & ~IGNORE_ACTUAL | CLIP)
    if shown == spoken or "".join(shown.split()) == "".join(spoken.split()):
        return PLAIN
    return Told(_cut(taken, found), _otherwise(found, taken.runs(flags & ~IGNORE_ACTUAL)))


def _cut(taken: Texts, found: Sequence[Run]) -> frozenset[Place]:
    """The glyphs that lie outside of what they are drawn in: of an answer too long for the cell
    that a program cut it to, of the half of a sheet that was cut off."""
    left = {
        (each["c"], place_of(each))
        for run in taken.runs(FLAGS | CLIP)
        for each in run.span["chars"]
    }
    return frozenset(
        place_of(each)
        for run in found
        for each in run.span["chars"]
        if each["c"].strip() and (each["c"], place_of(each)) not in left  # an underlined space goes
    )


def _otherwise(found: Sequence[Run], spoken: Sequence[Run]) -> dict[Place, Character]:
    """What the glyphs of `found` say whose text is another in `spoken`, as the file names it."""
    texts = _texts(spoken)
    fonts = {place_of(each): run for run in found for each in run.span["chars"]}
    return {
        place: _weighed(shown, texts.get(place, ""), fonts[place])
        for place, shown in _texts(found).items()
        if place in fonts and shown.strip() and texts.get(place) != shown
    }


def _texts(of: Sequence[Run]) -> dict[Place, str]:
    """The text of each glyph by its place; what has no width belongs to the glyph before it."""
    texts: dict[Place, str] = {}
    last: Place | None = None
    for run in of:
        for each in run.span["chars"]:
            x0, y0, x1, y1 = each["bbox"]
            if last is not None and max(x1 - x0, 0) < NO_WIDTH and y1 - y0 >= NO_WIDTH:
                texts[last] += each["c"]
                continue
            last = place_of(each)
            texts[last] = each["c"]
    return texts


def _weighed(shown: str, spoken: str, run: Run) -> Character:
    """What a glyph says that shows one text and is said to be another."""
    seen = character(shown[0], run.span["font"], run.mapped)
    if seen.ticked is not None or _folded(seen.text) == _folded(spoken):
        return seen
    if seen.confidence < UNLIKE and spoken.strip():
        return Character(spoken, SUPPLIED)
    if spoken == SOFT:
        return Character("")  # Word's word for the hyphen that it broke a word by
    if not any(map(str.isalnum, seen.text + spoken)):
        return Character(spoken or seen.text)  # signs that look alike: · and •
    return seen._replace(confidence=UNLIKE)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "")
