"""Annotations: what people put on a page with a viewer, and what would leave the file or run.

Text typed over a blank is text; a stroke of a pen may be a tick; what is struck out is doubted;
stamps, comments, links, attachments and scripts are marks. Nothing is opened, followed or run. All
but the typed text is taken off the page before its text is read.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from extractors.docx.symbols import TICKED
from extractors.page import Box
from extractors.paper.glyphs import CROSSES, Glyph
from extractors.pdf.graphics import HIGHEST
from extractors.pdf.opening import attached
from extractors.ticks import EMPTY as EMPTY_BOXES
from extractors.ticks import TICKED as TICKS
from extractors.widgets import is_shown

# Type of an annotation → kind of mark. What is here neither typed text, a stroke nor a mark
# (highlights, underlines) says nothing that a field asks for but in its comment.
MARKS: Final = {
    "Stamp": "picture",
    "Text": "comment",
    "FileAttachment": "embedded-file",
    "Sound": "embedded-file",
    "Movie": "embedded-file",
    "RichMedia": "embedded-file",
    "Screen": "script",
}
LINES: Final = frozenset({"Line", "PolyLine", "Polygon"})  # drawn as a pen's strokes are
AROUND: Final = frozenset({"Circle"})  # a square is what reviewers frame passages with
STRUCK: Final = frozenset({"StrikeOut", "Redact"})
BLANKS: Final = "_＿"
NEAR: Final = 4.0  # points by which a stroke's middle may miss its box
UNLIKE: Final = 0.5  # how sure a typed text is that is drawn otherwise
INKED: Final = 0.85  # how sure a tick is that was drawn with a pen
SCRIPT: Final = (b"/JavaScript", b"/Launch", b"/SubmitForm", b"/ImportData")


class Typed(NamedTuple):
    """A text that was typed over the page."""

    box: Box
    text: str


class Annotations(NamedTuple):
    """What stands on a page as annotations, in its own space."""

    kept: list[int]  # the numbers of those that are text of the page, or laid over it
    typed: list[Typed]  # what they say
    strokes: list[Box]  # boxes of a pen's strokes
    drawn: list[list[tuple[float, float]]]  # … and the points of those drawn in one go
    lines: list[Box]  # … of lines and shapes
    struck: list[Box]  # of text that is struck out
    hidden: list[str]  # typed texts that are not shown
    stamps: list[Box]  # of stamps
    marks: list[tuple[str, Box, str | None]]  # kind, box, text


def annotations_of(page: Any) -> Annotations:
    """What stands on a page as annotations; fields are read by `fields`."""
    found = Annotations([], [], [], [], [], [], [], [], [])
    for annotation in page.annots():
        kind = annotation.type[1]
        box = tuple(annotation.rect)
        text = annotation.info.get("content") or None
        if not is_shown(page.parent, annotation.xref) and kind not in MARKS:
            found.hidden.extend([text or ""] if kind == "FreeText" else [])
        elif kind == "FreeText":
            found.typed.append(Typed(box, text or ""))
            found.kept.append(annotation.xref)
        elif kind == "Square" and annotation.colors["fill"]:
            found.kept.append(annotation.xref)
        elif kind == "Ink":
            found.strokes.append(box)
            found.drawn.extend(annotation.vertices if len(annotation.vertices) == 1 else [])
        elif kind in LINES or (kind in AROUND and box[3] - box[1] <= HIGHEST):
            found.lines.append(box)
        elif kind in STRUCK:
            found.struck.extend(_quads(annotation.vertices or ()) or [box])
        elif kind in MARKS:
            found.stamps.extend([box] if kind == "Stamp" else [])
            found.marks.append((MARKS[kind], box, text))
        if text and kind not in ("FreeText", *MARKS):
            found.marks.append(("comment", box, text))
    link = page.first_link
    while link is not None:
        if link.is_external and link.uri:
            found.marks.append(("external-link", tuple(link.rect), link.uri))
        link = link.next
    return found


def _quads(corners: Sequence[tuple[float, float]]) -> list[Box]:
    """The boxes of marked text: four corners for each line of it."""
    return [
        (min(xs), min(ys), max(xs), max(ys))
        for xs, ys in (
            zip(*corners[at : at + 4], strict=True) for at in range(0, len(corners) - 3, 4)
        )
    ]


def without_annotations(page: Any, kept: list[int]) -> Any:
    """The page with none of its annotations and fields but those of these numbers: they would be
    drawn, and read, with the page."""
    document = page.parent
    references = " ".join(f"{number} 0 R" for number in kept)
    document.xref_set_key(page.xref, "Annots", f"[{references}]")
    return document.reload_page(page)


def without_blanks(glyphs: list[Glyph], typed: list[Typed]) -> list[Glyph]:
    """The characters without the lines to write on that something is typed over."""
    if not typed:
        return glyphs
    return [
        glyph
        for glyph in glyphs
        if not (glyph.text in BLANKS and any(_meets(each.box, glyph) for each in typed))
    ]


def with_typed_ticks(glyphs: list[Glyph], typed: list[Typed]) -> list[Glyph]:
    """The characters with those boxes ticked that a lone tick is typed over; one typed beside its
    option stays. What the annotation says counts: a viewer without a glyph for `√` draws `·`."""
    for box, text in typed:
        if text.strip() and text.strip() in TICKS + CROSSES:
            drawn = [
                glyph
                for glyph in glyphs
                if glyph.text.strip() and _draws_tick(glyph, box, text.strip())
            ]
            places = [(glyph.x0, glyph.top, glyph.x1, glyph.bottom) for glyph in drawn]
            hit = _box_under(glyphs, (places or [box])[0], NEAR)
            if hit is not None:
                glyphs[hit] = glyphs[hit]._replace(text=TICKED, ticked=True)
                glyphs = [glyph for glyph in glyphs if glyph not in drawn]
            elif len(drawn) == 1:
                glyphs[glyphs.index(drawn[0])] = drawn[0]._replace(text=text.strip())
    return glyphs


def doubted_where_unlike(glyphs: list[Glyph], typed: list[Typed]) -> list[Glyph]:
    """The characters, those that a typed text draws doubted where it draws others than it says: a
    viewer without a Chinese font writes `???`, another cuts what its box is too small for."""
    for box, text in typed:
        drawn = [at for at, glyph in enumerate(glyphs) if glyph.stands_in(box)]
        shown = _letters("".join([glyphs[at].text for at in drawn]))
        is_tick = bool(text.strip()) and text.strip() in TICKS + CROSSES
        if drawn and not is_tick and _letters(text) - shown:
            for at in drawn:
                glyphs[at] = glyphs[at]._replace(confidence=min(glyphs[at].confidence, UNLIKE))
    return glyphs


def _letters(text: str) -> Counter[str]:
    """The letters and digits of a text, by how often each is there."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _draws_tick(glyph: Glyph, box: Box, tick: str) -> bool:
    return _meets(box, glyph) and (
        glyph.text == tick or not (glyph.text.isalnum() or glyph.text in EMPTY_BOXES + TICKED)
    )


def _meets(box: Box, glyph: Glyph) -> bool:
    x = (glyph.x0 + glyph.x1) / 2
    return box[0] <= x <= box[2] and glyph.top < box[3] and box[1] < glyph.bottom


def with_strokes(
    glyphs: list[Glyph], strokes: list[Box], near: float = NEAR
) -> tuple[list[Glyph], list[Box]]:
    """The characters with those boxes ticked that a pen's stroke goes through, or misses by `near`
    points, less surely than if they were typed; and the strokes that go through none."""
    left = []
    for stroke in strokes:
        hit = _box_under(glyphs, stroke, near)
        if hit is None:
            left.append(stroke)
        else:
            glyphs[hit] = glyphs[hit]._replace(text=TICKED, ticked=True, confidence=INKED)
    return glyphs, left


def _box_under(glyphs: list[Glyph], mark: Box, near: float) -> int | None:
    """The empty box that the middle of a mark lies in, or misses by `near` points at most."""
    x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    hit = [
        at
        for at, glyph in enumerate(glyphs)
        if glyph.text in EMPTY_BOXES
        and glyph.x0 - near <= x <= glyph.x1 + near
        and glyph.top - near <= y <= glyph.bottom + near
    ]
    return min(hit, key=lambda at: abs((glyphs[at].x0 + glyphs[at].x1) / 2 - x), default=None)


def of_document(document: Any, data: bytes) -> list[tuple[str, str | None]]:
    """Marks of the whole file: attachments by name, and whether anything in it would run."""
    found: list[tuple[str, str | None]] = [("embedded-file", name) for name in attached(document)]
    root = document.pdf_catalog()
    keys = ("Names/JavaScript", "OpenAction/JS", "AA")
    runs = any(document.xref_get_key(root, key)[0] != "null" for key in keys)
    launches = document.xref_get_key(root, "OpenAction/S")[1] in ("/JavaScript", "/Launch")
    if runs or launches or any(word in data for word in SCRIPT):
        found.append(("script", None))
    return found
