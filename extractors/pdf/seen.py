"""A page's characters that are to be seen, and the text of those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from extractors.page import Box
from extractors.paper.glyphs import Glyph, Turn
from extractors.pdf.characters import characters
from extractors.pdf.covered import covered
from extractors.pdf.covers import Cover
from extractors.pdf.crossing import Borders
from extractors.pdf.glyphs import Ink, Run, ink_of
from extractors.pdf.graphics import Graphics
from extractors.pdf.pictures import Picture
from extractors.pdf.told import PLAIN, Told, place_of

BY: Final = "pdf-text"
CUT: Final = 0.5  # how sure a character is of a run whose others are cut away
AT_EDGE: Final = 0.3  # of its size: so near to the left edge no text begins


def seen(
    page: Any,
    found: Sequence[Run],
    turn: Turn,
    drawn: Graphics,
    images: Sequence[Picture],
    told: Told = PLAIN,
) -> tuple[list[Glyph], str]:
    """The characters to be seen, and the text of those that are not: unpainted, white on white,
    beyond the page's edge or that of what they are drawn in, under what was laid over them."""
    glyphs: list[Glyph] = []
    white: list[Glyph] = []
    hidden: list[str] = []
    paper = turn.size
    kept = {Ink.WHITE: white, Ink.DARK: glyphs}
    borders = Borders(drawn.across, drawn.down, turn)
    for run in found:
        ink = ink_of(run)
        if ink is Ink.NONE:
            hidden.extend(each["c"] for each in run.span["chars"])
            continue
        is_whole = not _goes_beyond(turn.upright(run.span["bbox"]), paper, run.size * turn.scale)
        most = CUT if borders.are_crossed(run) else 1.0
        if is_whole and turn.is_level and told is PLAIN and most == 1.0:
            kept[ink].extend(_plain(run))
        else:
            _add(run, turn, kept[ink], hidden, told, is_whole, most)
    for glyph in white:
        if any(glyph.stands_in(shade) for shade in drawn.shades):
            glyphs.append(glyph)
        else:
            hidden.append(glyph.text)
    covers = [
        *drawn.covers,
        *(Cover(picture.box, is_masked=picture.is_masked) for picture in images),
    ]
    under = covered(page, glyphs, turn, covers) if covers else frozenset()
    hidden.extend(glyphs[at].text for at in sorted(under))
    if under:
        glyphs = [glyph for at, glyph in enumerate(glyphs) if at not in under]
    return glyphs, "".join(hidden)


def _plain(run: Run) -> list[Glyph]:
    """The characters of a run of a level page, all of it to be seen as it is."""
    _, _, span, element, mapped, size, _ = run
    font = span["font"]
    said = characters(font, mapped)
    made = [
        Glyph(text, x0, x1, y0, y1, each["origin"][1], size, font, element, BY, confidence, ticked)
        for each in span["chars"]
        for x0, y0, x1, y1 in (each["bbox"],)
        for text, confidence, ticked in (said[each["c"]],)
    ]
    return [part for glyph in made for part in _parts(glyph)] if said.has_parts else made


def _parts(glyph: Glyph) -> list[Glyph]:
    """The letters of a glyph: several of a ligature, none of what says nothing."""
    if len(glyph.text) == 1:
        return [glyph]
    step = (glyph.x1 - glyph.x0) / max(len(glyph.text), 1)
    lefts = [glyph.x0 + at * step for at in range(len(glyph.text))]
    return [
        glyph._replace(text=text, x0=left, x1=left + step, ticked=None)
        for text, left in zip(glyph.text, lefts, strict=True)
    ]


def _add(
    run: Run,
    turn: Turn,
    glyphs: list[Glyph],
    hidden: list[str],
    told: Told,
    is_whole: bool,
    most: float,
) -> None:
    """Adds a run's characters, none surer than `most`, those beyond the page's edge, or cut away,
    to `hidden`. What is left of a run that was cut may be half an answer."""
    span, cut, otherwise = run.span, told.cut, told.otherwise
    font, size, element = span["font"], run.size * turn.scale, run.element
    said = characters(font, run.mapped)
    shown = [each for each in span["chars"] if place_of(each) not in cut] if cut else span["chars"]
    hidden.extend(each["c"] for each in span["chars"] if cut and place_of(each) in cut)
    most = CUT if len(shown) < len(span["chars"]) else most
    for each in shown:
        text, confidence, ticked = said[each["c"]]
        if otherwise and (place := place_of(each)) in otherwise:
            text, confidence, ticked = otherwise[place]
        confidence = min(confidence, most)
        box = turn.upright(each["bbox"])
        if not is_whole:
            if _is_beyond(box, turn.size):
                hidden.append(text)
                continue
            if _is_at_edge(box, turn.size, size):
                confidence = min(confidence, CUT)
        x0, y0, x1, y1 = box
        base = each["origin"][1] if turn.is_level else _base(each, run, turn)
        glyph = Glyph(text, x0, x1, y0, y1, base, size, font, element, BY, confidence, ticked)
        glyphs.extend(_parts(glyph))


def _base(character: dict[str, Any], run: Run, turn: Turn) -> float:
    """The baseline of a character of a page that is turned; text set downwards has none."""
    if run.vertical or run.quarters != turn.quarters:
        _, y0, _, y1 = turn.upright(character["bbox"])
        return y0 + 0.8 * (y1 - y0)
    return turn.upright((*character["origin"], *character["origin"]))[1]


def _goes_beyond(box: Box, paper: tuple[float, float], size: float) -> bool:
    """Whether any part of a box of the upright page, of that width and height, lies beyond its
    edge, or at it."""
    return _is_at_edge(box, paper, size) or box[1] < 0 or box[3] > paper[1]


def _is_at_edge(box: Box, paper: tuple[float, float], size: float) -> bool:
    """Whether text so large reaches to the left or right edge of the page, where no printer prints:
    what follows may have been cropped."""
    return box[0] < AT_EDGE * size or box[2] > paper[0] - size


def _is_beyond(box: Box, paper: tuple[float, float]) -> bool:
    """Whether all of a box of the upright page lies beyond its edge."""
    width, height = paper
    return box[2] <= 0 or box[0] >= width or box[3] <= 0 or box[1] >= height
