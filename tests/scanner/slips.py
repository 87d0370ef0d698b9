"""Many answers at little cost: pages of single lines, each an answer of an application, drawn in
several faces, spoilt, and read where they stand.

    python -m tests.scanner.slips [PAGES]

Documents tell how well forms are read; a hundred answers on a page tell how often the network is
wrong about one, which is rare and needs thousands. They are kept for `tests.scanner.fitting`.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pymupdf

from extractors.items import whole
from extractors.page import Line, Paragraph
from extractors.pattern import Hole
from extractors.scan import lines, rereading
from extractors.scan.writing import glyphs_of
from extractors.values import Taken
from forms.registry import Form, get
from tests.scanner import damage
from tests.scanner.cases import bare
from tests.scanner.levels import Pixels, Step, _by
from tests.scanner.measure import FOLDER, Answer, keep
from tests.scanner.plausible import Writer
from tests.scanner.prints import page_picture

KEPT: Final = FOLDER / "slips.jsonl"
PAGES: Final = 40

# Path of an application's answer → how many of it stand on a page.
ASKED: Final = {
    "applicant.contact.mobile": 12,
    "applicant.established": 9,
    "applicant.finances.0.revenue": 12,
    "applicant.finances.0.debt_ratio": 9,
    "tasks.0.patents": 5,
    "applicant.credit_code": 8,
    "applicant.contact.email": 10,
    "applicant.contact.name": 12,
    "applicant.contact.position": 8,
    "applicant.name": 10,
    "applicant.address": 6,
    "tasks.0.solution": 6,
    "tasks.0.technologies.0.name": 8,
    "tasks.0.direction": 8,
    "tasks.0.scene.name": 8,
}
FACES: Final = (
    "cjk",
    "/usr/share/fonts/truetype/arphic/ukai.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)
SIZES: Final = (9.0, 10.5, 12.0)  # points
COLUMNS: Final = (40.0, 230.0, 420.0)  # points from the left
FIRST, PITCH = 50.0, 17.0
READ_AT: Final = 250  # dpi at which pages are read
MARGIN: Final = 2.0  # points that a line's box is larger than its letters


def slips(number: int) -> Iterator[Answer]:
    """The answers of a page, as they were read."""
    draw = random.Random(number)
    form = get("application")
    written = list(_written(form, draw))
    face = FACES[number % len(FACES)]
    with pymupdf.open() as document:
        page = document.new_page(width=595.3, height=841.9)
        font = pymupdf.Font(fontfile=face) if face.startswith("/") else pymupdf.Font(face)
        pen = pymupdf.TextWriter(page.rect)
        boxes = [_put(pen, font, at, text, draw) for at, (_, _, text) in enumerate(written)]
        pen.write_text(page)
        dpi = draw.choice((150, 200, 200, 300))
        picture = page_picture(page, dpi)
    name, picture = _spoilt(picture, number)
    picture = _at_reading_size(picture)
    ink = np.where(picture.min(axis=2) < 150, 255, 0).astype(np.uint8)
    for (path, value, _), box in zip(written, boxes, strict=True):
        yield _read(form, number, f"{name} {dpi}", path, value, picture, ink, box, draw)


def _written(form: Form, draw: random.Random) -> Iterator[tuple[str, Any, str]]:
    """Paths, values, and texts of the answers of a page."""
    writer = Writer(form, draw, 1.0)
    for path, count in ASKED.items():
        codec = form.codec(path)
        for _ in range(count):
            value = codec.canonical(writer.answer(path, None))
            yield path, value, str(codec.format(value))


def _put(
    pen: pymupdf.TextWriter, font: pymupdf.Font, at: int, text: str, draw: random.Random
) -> tuple[float, float, float, float]:
    """Writes a text at its place; its box in points."""
    size = draw.choice(SIZES)
    column, row = at % len(COLUMNS), at // len(COLUMNS)
    x, y = COLUMNS[column], FIRST + row * PITCH
    width = font.text_length(text, size)
    size *= min(1.0, 180.0 / width)
    pen.append((x, y), text, font=font, fontsize=size)
    return x - MARGIN, y - 0.95 * size, x + font.text_length(text, size) + MARGIN, y + 0.3 * size


def _spoilt(picture: Pixels, number: int) -> tuple[str, Pixels]:
    """The page after damage that leaves every line where it is."""
    draw = np.random.default_rng(number)
    steps: tuple[tuple[str, Step], ...] = (
        ("shone", _by(damage.shone_through, draw.uniform(0.02, 0.1))),
        ("shaded", _by(damage.shaded, draw.uniform(0.1, 0.35))),
        ("blurred", _by(damage.blurred, draw.uniform(0.4, 1.0))),
        ("faded", _by(damage.faded, draw.uniform(0.5, 0.9))),
        ("noisy", _by(damage.noisy, draw.uniform(2.0, 16.0))),
        ("two-tone", damage.two_tone),
    )
    chosen = [step for step in steps if draw.random() < (0.15 if step[0] == "two-tone" else 0.5)]
    for _, step in chosen:
        picture = step(picture, draw)
    picture = damage.jpeg(picture, draw, int(draw.integers(35, 90)))
    return "+".join(name for name, _ in chosen) or "jpeg", picture


def _at_reading_size(picture: Pixels) -> Pixels:
    import cv2

    factor = READ_AT * 841.9 / 72 / picture.shape[0]
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way)


def _read(
    form: Form,
    number: int,
    scan: str,
    path: str,
    value: Any,
    picture: Pixels,
    ink: Any,
    box: tuple[float, float, float, float],
    draw: random.Random,
) -> Answer:
    jitter = [draw.uniform(-0.8, 0.8) for _ in box]
    edges = [round((edge + by) * READ_AT / 72) for edge, by in zip(box, jitter, strict=True)]
    x0, y0, x1, y1 = (max(0, edge) for edge in edges)
    strip = lines.read(picture, (x0, y0, min(x1, picture.shape[1]), min(y1, picture.shape[0])))
    glyphs = glyphs_of(strip, ink, ink, [], READ_AT)
    text = "".join(glyph.text for glyph in glyphs)
    line = Line(0, len(text), 1, box, (), "ocr", 1.0, tuple(glyph.source for glyph in glyphs))
    piece = whole(Paragraph(text, "", lines=(line,)))
    look = rereading.look_at(form, Taken(path, Hole(path, "text"), (piece,), 1.0, 1.0))
    said = text if look is None or look.text is None else look.text
    read = form.codec(path).parse(said).value
    return Answer(
        number,
        scan,
        path,
        "",
        None if look is None else look.kind,
        bare(read) == bare(value),
        bool(re.search(r"\w", said)) and read is not None,
        0.0,
        None if look is None else tuple(look.signals),
        1.0 if look is None else look.ceiling,
    )


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    keep((answer for number in range(many) for answer in slips(number)), KEPT)
