"""How a program writes a PDF: every switch, the named manners, random ones."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from tests.documents.pdf.faces import Mapped


@dataclass(frozen=True, slots=True)
class Manner:
    """One way to set and to draw a document."""

    # --- setting
    justified: bool = False  # full lines are stretched
    indented: bool = False  # the first line of long paragraphs by two characters
    centred: bool = False  # labels in the middle of their cells
    leading: float = 1.35  # line height in sizes
    gap: float = 0.0  # points between paragraphs
    padding: float = 5.4  # points left and right in a cell
    torn: bool = True  # rows are broken across pages
    heads_again: bool = False  # the head row comes again where a list goes on
    notes: Literal["foot", "end"] = "foot"
    separator: bool = True  # a short line above the notes
    header: str = ""
    folio: Literal["", "— {} —", "{}", "第 {} 页 共 {} 页"] = "— {} —"
    size: tuple[float, float] = (595.32, 841.92)
    margin: float = 72.0
    # --- drawing
    borders: Literal["edges", "doubled", "frames", "lines", "dashes", "fills"] = "edges"
    pieces: Literal["characters", "kerned", "words", "lines", "moved"] = "kerned"
    spaces: Literal["shown", "positioned"] = "shown"
    bold: Literal["none", "twice", "stroked", "face"] = "none"
    boxes: Literal["text", "signs", "drawn", "overprinted"] = "text"
    signs: Mapped = "none"  # ToUnicode of the face of boxes
    text: Mapped = "right"  # ToUnicode of the text's face
    unmapped: Literal["none", "latin", "bold"] = "none"  # runs in a font without ToUnicode
    lines: Literal["rects", "strokes", "underscores"] = "rects"  # underlines
    ligatures: bool = False
    simple: bool = False  # fonts of one byte a character
    order: Literal["read", "columns", "shuffled"] = "read"  # in which the text is drawn
    tagged: bool = False
    forms: bool = False  # each page's ink in a Form XObject of its own
    producer: str = "Microsoft® Word 2019"


MANNERS: Final[dict[str, Manner]] = {
    "word": Manner(justified=True, boxes="signs", signs="private", tagged=True, bold="stroked"),
    "word-print": Manner(
        borders="doubled",
        pieces="characters",
        spaces="positioned",
        bold="twice",
        boxes="signs",
        signs="none",
        heads_again=True,
        justified=True,
        folio="第 {} 页 共 {} 页",
        producer="Microsoft: Print To PDF",
        simple=True,
        order="columns",
    ),
    "wps": Manner(
        borders="frames",
        pieces="words",
        boxes="overprinted",
        bold="twice",
        lines="strokes",
        centred=True,
        indented=True,
        torn=False,
        gap=3.0,
        header="上海市智能制造系统解决方案揭榜挂帅项目申报书",
        producer="WPS 文字",
    ),
    "wps-drawn": Manner(
        borders="fills",
        pieces="moved",
        spaces="positioned",
        boxes="drawn",
        lines="strokes",
        centred=True,
        leading=1.6,
        folio="{}",
        producer="WPS Office",
    ),
    "browser": Manner(
        borders="lines",
        pieces="lines",
        boxes="text",
        text="radicals",
        bold="face",
        ligatures=True,
        notes="end",
        header="揭榜挂帅项目申报书",
        forms=True,
        producer="Skia/PDF m120",
    ),
    "dashed": Manner(
        borders="dashes",
        pieces="kerned",
        boxes="signs",
        signs="wrong",
        unmapped="bold",
        bold="face",
        folio="",
        padding=2.0,
        separator=False,
        producer="GPL Ghostscript",
    ),
    "shuffled": Manner(
        borders="edges",
        pieces="words",
        order="shuffled",
        boxes="drawn",
        justified=True,
        indented=True,
        heads_again=True,
        tagged=True,
        producer="Aspose.Words",
    ),
    "narrow": Manner(
        size=(420.9, 595.3),
        margin=30.0,
        leading=1.2,
        borders="doubled",
        boxes="text",
        pieces="characters",
        heads_again=True,
        producer="PDFCreator",
    ),
    "latin-unmapped": Manner(unmapped="latin", boxes="signs", signs="right", pieces="lines"),
}


def random_manner(rng: random.Random) -> Manner:
    """Any combination of the switches, with all of the text mapped to characters."""
    hints = get_type_hints(Manner)
    drawn: dict[str, Any] = {
        name: rng.choice(get_args(hint))
        for name, hint in hints.items()
        if get_origin(hint) is Literal
    }
    flags: dict[str, Any] = {
        name: rng.random() < 0.4 for name, hint in hints.items() if hint is bool
    }
    return replace(
        Manner(),
        **{**drawn, **flags, "text": "right", "unmapped": "none"},
        leading=rng.choice((1.15, 1.35, 1.7)),
        gap=rng.choice((0.0, 0.0, 4.0)),
        padding=rng.choice((1.5, 5.4, 5.4)),
        header=rng.choice(("", "", "内部资料")),
        margin=rng.choice((40.0, 72.0)),
    )
