"""A retyped form as a PDF, set and drawn here in some program's manner."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.documents.pdf import source
from tests.documents.pdf.draw import draw
from tests.documents.pdf.flow import Area, Piece
from tests.documents.pdf.manners import Manner
from tests.documents.pdf.pages import set_pages
from tests.documents.retype import Specimen


class Box(NamedTuple):
    """A tick box on a page (from 0), and the words behind it on its line."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    words: str


class Sheets(NamedTuple):
    """A PDF, and where things stand in it: pages from 0, points from the top left."""

    data: bytes
    areas: tuple[tuple[int, Area], ...]
    boxes: tuple[Box, ...]


def typeset(specimen: Specimen, manner: Manner, rng: random.Random) -> Sheets:
    """The specimen as a PDF."""
    blocks, notes = source.read(specimen.root, specimen.parts)
    pages = set_pages(blocks, notes, manner)
    areas = tuple((number, area) for number, page in enumerate(pages) for area in page.areas)
    boxes = tuple(box for number, page in enumerate(pages) for box in _boxes(number, page))
    title = "推荐汇总表" if specimen.form.endswith("summary") else "申报书"
    return Sheets(draw(pages, manner, title, rng), areas, boxes)


def _boxes(number: int, page: Piece) -> list[Box]:
    found = []
    for place, run in enumerate(page.runs):
        if not run.box:
            continue
        behind = page.runs[place + 1] if place + 1 < len(page.runs) else None
        words = ""
        if behind is not None and abs(behind.y - run.y) < 1 and not behind.box:
            words = "".join(letter.char for letter in behind.letters).strip()
        letter = run.letters[0]
        found.append(
            Box(
                number, letter.x, run.y - run.size * 0.85, letter.x + letter.width, run.y + 1, words
            )
        )
    return found
