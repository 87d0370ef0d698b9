"""Tick boxes that are drawn, not typed: a small square, and what is drawn or typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.docx.symbols import EMPTY, TICKED
from extractors.page import Box
from extractors.paper.glyphs import CROSSES, Glyph
from extractors.pdf.graphics import Graphics
from extractors.pdf.small import BOX_SIDES
from extractors.ticks import EMPTY as EMPTY_BOXES
from extractors.ticks import TICKED as TICKS

FIELD: Final = "FORMCHECKBOX"  # LibreOffice prints this for a check box of Word 97's forms
UNKNOWN: Final = 0.5  # how sure its state is, which the print doesn't show
BESIDE: Final = 1.5  # of a ring's side by which its words may stand away from it
LEAST_MARK: Final = 0.3  # of the box's side: smaller drawings are dirt


def with_round_boxes(drawn: Graphics, glyphs: Sequence[Glyph]) -> Graphics:
    """What is drawn, with the rings and round squares that are boxes to tick among the boxes. One
    around a box is a pen's, which ticks it; one without words beside it shows where to punch."""
    if not drawn.rounds:
        return drawn
    printed = [glyph for glyph in glyphs if glyph.text in EMPTY_BOXES + TICKED]
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in drawn.boxes]
    around = [
        box
        for box in drawn.rounds
        if any(glyph.stands_in(box) for glyph in printed)
        or any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in middles)
    ]
    lone = [box for box in drawn.rounds if box not in around and _has_words(box, glyphs)]
    return drawn._replace(boxes=[*drawn.boxes, *lone], strokes=[*drawn.strokes, *around])


def _has_words(box: Box, glyphs: Sequence[Glyph]) -> bool:
    """Whether letters stand beside a box, on its line."""
    x0, y0, x1, y1 = box
    middle, reach = (y0 + y1) / 2, BESIDE * (x1 - x0)
    return any(
        glyph.top <= middle <= glyph.bottom
        and x0 - reach <= glyph.x1
        and glyph.x0 <= x1 + reach
        and glyph.text.isalnum()
        for glyph in glyphs
    )


def boxes_as_glyphs(glyphs: list[Glyph], drawn: Graphics) -> list[Glyph]:
    """The characters with a ☐ or ☑ for each drawn box, and without the ticks typed in them."""
    boxes = _outermost(drawn.boxes)
    if not boxes:
        return glyphs
    inside: set[int] = set()
    made = []
    for box in boxes:
        within = [at for at, glyph in enumerate(glyphs) if glyph.stands_in(box)]
        texts = "".join(glyphs[at].text for at in within).strip()
        if texts and not all(text in TICKS + CROSSES + EMPTY_BOXES for text in texts):
            continue  # a small cell with a text
        ticked = _is_marked(box, drawn) or any(text in TICKS + CROSSES for text in texts)
        inside.update(within)
        made.append(_glyph(box, ticked, glyphs))
    return [glyph for at, glyph in enumerate(glyphs) if at not in inside] + made


def with_fields_as_boxes(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters with a doubted ☐ for each check box that is printed as its field's name."""
    text = "".join([glyph.text for glyph in glyphs])
    if FIELD not in text:
        return glyphs
    kept: list[Glyph] = []
    at = 0
    while (found := text.find(FIELD, at)) >= 0:
        first, last = glyphs[found], glyphs[found + len(FIELD) - 1]
        right = last.x1 if last.base == first.base else first.x1
        kept.extend(glyphs[at:found])
        kept.append(first._replace(text=EMPTY, x1=right, confidence=UNKNOWN, ticked=False))
        at = found + len(FIELD)
    return kept + glyphs[at:]


def marks_in(drawn: Graphics) -> list[Box]:
    """The small drawings that may be a tick in a typed box: as high as wide, by and large."""
    return [
        mark
        for mark in (*drawn.strokes, *drawn.fills)
        if min(mark[2] - mark[0], mark[3] - mark[1]) >= LEAST_MARK * BOX_SIDES[0]
    ]


def _outermost(boxes: list[Box]) -> list[Box]:
    """Boxes without those drawn again or within another: bevels, double borders."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box[0] - box[2], box)):
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not any(one[0] <= x <= one[2] and one[1] <= y <= one[3] for one in kept):
            kept.append(box)
    return kept


def _is_marked(box: Box, drawn: Graphics) -> bool:
    """Whether something is drawn in the box."""
    side = box[2] - box[0]
    for mark in (*drawn.strokes, *drawn.fills):
        x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
        size = max(mark[2] - mark[0], mark[3] - mark[1])
        if box[0] <= x <= box[2] and box[1] <= y <= box[3] and size >= LEAST_MARK * side:
            return True
    return False


def _glyph(box: Box, ticked: bool, glyphs: list[Glyph]) -> Glyph:
    """The character for a box, on the baseline of the text beside it."""
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    beside = [glyph for glyph in glyphs if glyph.top <= middle <= glyph.bottom]
    near = min(beside, key=lambda glyph: abs(glyph.x0 - x1), default=None)
    base, size = (near.base, near.size) if near else (y1, y1 - y0)
    element = near.element if near else None
    return Glyph(
        TICKED if ticked else EMPTY, x0, x1, y0, y1, base, size, "", element, ticked=ticked
    )
