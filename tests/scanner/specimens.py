"""Specimens for measuring: invented records, printed, sealed, and spoilt as scanners and telephones
do. The same number gives the same specimen."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import pymupdf

from forms.registry import Form, get
from renderers import pdf
from tests.scanner.levels import degrade
from tests.scanner.plausible import drawn
from tests.scanner.prints import pages, scan_pdf
from tests.scanner.seals import MM, stamped

# What is done to a document → the resolutions it is scanned at, dpi. "drawn" draws its damage.
KINDS: Final = (
    ("clean", 300),
    ("drawn", 200),
    ("scan", 150),
    ("colour", 200),
    ("drawn", 300),
    ("photo", 200),
    ("bad", 200),
    ("drawn", 150),
    ("scan", 200),
    ("fax", 200),
    ("office", 200),
    ("scan", 300),
)
APPLICATIONS: Final = 3  # every third document is one; the others are summaries
WHOLE: Final = 200  # from this number on all are applications with all their pages; others end …
SECOND: Final = "攻关方向二"  # … before the first page that says this, and say nothing behind it
QUALITY: Final = 92  # of the JPEG in the PDF
SEALED: Final = 0.75  # share of the places for a seal that have one
ASKING: Final = ("公章", "公 章", "盖章")
GREY: Final = frozenset({"scan", "bad", "fax"})  # kinds without colour


class Stamp(NamedTuple):
    """A seal on a page: its middle and its size in mm."""

    page: int
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Specimen:
    """A scan, and what is on it."""

    number: int
    name: str  # of its form
    record: dict[str, Any]
    level: str
    dpi: int
    pages: int
    seals: tuple[Stamp, ...]  # in colour or not
    data: bytes  # a PDF of pictures

    @property
    def form(self) -> Form:
        return get(self.name)

    @property
    def is_grey(self) -> bool:
        return self.level in GREY


def specimen(number: int, folder: Path) -> Specimen:
    """The specimen of that number, kept in `folder` once it is made."""
    scan, facts = folder / f"{number:04}.pdf", folder / f"{number:04}.json"
    level, dpi = KINDS[(number + number // len(KINDS)) % len(KINDS)]
    whole = number >= WHOLE
    form = get("application" if whole or number % APPLICATIONS == 0 else "summary")
    record = drawn(form, number, 0.3 if whole else 0.0)
    if not facts.exists():
        folder.mkdir(parents=True, exist_ok=True)
        printed = pdf.render(form, record)
        sheets, seals = _sealed(printed if whole else _begun(printed), record, number, dpi)
        scanned = [degrade(sheet, level, number * 100 + at) for at, sheet in enumerate(sheets)]
        scan.write_bytes(scan_pdf(scanned, dpi, QUALITY))
        facts.write_text(json.dumps({"pages": len(sheets), "seals": seals}), encoding="utf-8")
    told = json.loads(facts.read_text(encoding="utf-8"))
    stamps = tuple(Stamp(*each) for each in told["seals"])
    return Specimen(number, form.name, record, level, dpi, told["pages"], stamps, scan.read_bytes())


def _begun(printed: bytes) -> bytes:
    """An application's pages up to its second direction, which like all behind it is empty."""
    with pymupdf.open(stream=printed) as document:
        texts = ["".join(page.get_text().split()) for page in document]
        end = next((at for at, text in enumerate(texts) if SECOND in text[:400]), len(texts))
        if end < len(document):
            document.delete_pages(max(end, 1), len(document) - 1)
        return bytes(document.tobytes())


def _sealed(
    printed: bytes, record: dict[str, Any], number: int, dpi: int
) -> tuple[list[Any], list[Stamp]]:
    """The pages as pictures, with a seal at most of the places that ask for one."""
    draw = random.Random(number)
    sheets = pages(printed, dpi)
    name = record.get("applicant", {}).get("name") or record.get("recommender") or "上海市示例单位"
    stamps: list[Stamp] = []
    with pymupdf.open(stream=printed) as document:
        for at, page in enumerate(document):
            for x, y in _places(page):
                if draw.random() < SEALED:
                    size = draw.uniform(36, 44)
                    here = x + draw.uniform(-10, 10), y + draw.uniform(-6, 6)
                    sheets[at] = stamped(sheets[at], "round", *here, dpi, name, size)
                    stamps.append(Stamp(at + 1, *here, size))
    return sheets, stamps


def _places(page: pymupdf.Page) -> Iterator[tuple[float, float]]:
    """The middles, in mm, of the words on a page that ask for a seal."""
    for words in ASKING:
        for box in page.search_for(words):
            yield (box.x0 + box.x1) / 2 / MM, (box.y0 + box.y1) / 2 / MM
