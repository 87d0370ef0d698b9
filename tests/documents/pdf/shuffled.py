"""Pages turned, out of order, doubled, missing, on larger sheets, among other papers."""

from __future__ import annotations

import random
from typing import Any, Final

import pymupdf

from tests.documents import ooxml
from tests.documents.layouts import LAYOUTS
from tests.documents.measure import load_records
from tests.documents.negatives import ANNOUNCEMENT, LETTER
from tests.documents.ooxml import paragraph, run
from tests.documents.pdf.cases import Case
from tests.documents.pdf.material import Change, Material, opened, saved
from tests.documents.pdf.typeset import typeset
from tests.documents.retype import Specimen, retype_summary

A3: Final = (1190.55, 841.89)
A4: Final = (841.89, 595.28)  # lying


def turned(angle: int) -> Change:
    """One page shown turned by its own entry."""

    def change(material: Material, rng: random.Random) -> Case:
        document = opened(material.sheets)
        place = rng.randrange(len(document))
        document[place].set_rotation(angle)
        return material.case(
            saved(document),
            codes=frozenset({"page-turned"}),
            pages={"page-turned": {place + 1}},
        )

    return change


def drawn_turned(angle: int, put_right: bool) -> Change:
    """Pages whose content is drawn turned: one of them, or all, which their entry puts right."""

    def change(material: Material, rng: random.Random) -> Case:
        source, document = opened(material.sheets), pymupdf.open()
        chosen = range(len(source)) if put_right else (rng.randrange(len(source)),)
        for page in source:
            wide, high = page.rect.width, page.rect.height
            if page.number in chosen and angle % 180:
                wide, high = high, wide
            made = document.new_page(width=wide, height=high)
            turn = angle if page.number in chosen else 0
            made.show_pdf_page(made.rect, source, page.number, rotate=turn)
            if turn and put_right:
                # show_pdf_page turns to the left, /Rotate to the right
                made.set_rotation(angle)
        if put_right:
            return material.case(saved(document))
        return material.case(
            saved(document),
            codes=frozenset({"page-turned"}),
            pages={"page-turned": {chosen[0] + 1}},
        )

    return change


def all_turned(material: Material, rng: random.Random) -> Case:
    """Every page upside down, as a stack put into a scanner the wrong way."""
    document = opened(material.sheets)
    for page in document:
        page.set_rotation(180)
    return material.case(saved(document), codes=frozenset({"page-turned"}))


def put_in_order(document: pymupdf.Document, order: list[int]) -> None:
    """Moves the pages: `Document.select` of PyMuPDF 2.0 crashes now and then."""
    now = list(range(len(document)))
    for place, page in enumerate(order):
        at = now.index(page)
        if at != place:
            document.move_page(at, place)
            now.insert(place, now.pop(at))


def out_of_order(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    order = list(range(len(document)))
    first, second = sorted(rng.sample(order, 2))
    order[first], order[second] = order[second], order[first]
    put_in_order(document, order)
    return material.case(saved(document), codes=frozenset({"page-order"}))


def backwards(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    put_in_order(document, list(reversed(range(len(document)))))
    return material.case(saved(document), codes=frozenset({"page-order"}))


def doubled(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    place = rng.randrange(len(document))
    behind = rng.choice((place, len(document) - 1))
    document.copy_page(place, behind + 1 if behind + 1 < len(document) else -1)
    return material.case(saved(document), codes=frozenset({"page-doubled"}))


def missing(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    if len(document) < 3:
        return material.case(material.sheets.data)
    document.delete_page(rng.randrange(1, len(document) - 1))
    return material.case(saved(document), codes=frozenset({"page-missing"}), partly=True)


def two_up(size: tuple[float, float]) -> Change:
    """Two pages side by side on each sheet: on A3 as printed for stapling in the middle, on A4 to
    save paper."""

    def change(material: Material, rng: random.Random) -> Case:
        source, document = opened(material.sheets), pymupdf.open()
        half = size[0] / 2
        for place in range(0, len(source), 2):
            sheet = document.new_page(width=size[0], height=size[1])
            for side in (0, 1):
                if place + side < len(source):
                    box = pymupdf.Rect(half * side, 0, half * (side + 1), size[1])
                    sheet.show_pdf_page(box, source, place + side)
        return material.case(saved(document))

    return change


def shrunk(material: Material, rng: random.Random) -> Case:
    """Every page printed at seventy per cent, in the middle of its sheet."""
    source, document = opened(material.sheets), pymupdf.open()
    for page in source:
        wide, high = page.rect.width, page.rect.height
        box = pymupdf.Rect(wide * 0.15, high * 0.15, wide * 0.85, high * 0.85)
        document.new_page(width=wide, height=high).show_pdf_page(box, source, page.number)
    return material.case(saved(document))


def letter(text: str, ahead: bool) -> Change:
    """A letter before or behind the form."""

    def change(material: Material, rng: random.Random) -> Case:
        document, paper = opened(material.sheets), opened(_typed(text, material, rng))
        document.insert_pdf(paper, start_at=0 if ahead else -1)
        return material.case(saved(document))

    return change


def _typed(text: str, material: Material, rng: random.Random) -> bytes:
    body = "".join(paragraph(run(line)) for line in text.split("\n"))
    paper = Specimen(ooxml.document(body), ooxml.parts({}), {}, "letter")
    return typeset(paper, material.manner, rng).data


def two_forms(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    document.insert_pdf(opened(material.other_sheets))
    made = material.case(saved(document))
    made.records.append((material.other.form, material.other.record))
    return made


def with_summary(material: Material, rng: random.Random) -> Case:
    """附件2 behind 附件1, or before it."""
    record = load_records(["s01-pudong-two"])["s01-pudong-two"]
    summary = retype_summary(record, LAYOUTS["plain"])
    paper = opened(typeset(summary, material.manner, rng))
    document = opened(material.sheets)
    ahead = rng.random() < 0.5
    document.insert_pdf(paper, start_at=0 if ahead else -1)
    made = material.case(saved(document))
    made.records.insert(0 if ahead else 1, (summary.form, summary.record))
    return made


def moved_origin(x: float, y: float) -> Change:
    """Page boxes that don't begin at 0, 0; the content moved along."""

    def change(material: Material, rng: random.Random) -> Case:
        document = opened(material.sheets)
        for page in document:
            wide, high = page.rect.width, page.rect.height
            wrap(document, page, f"q 1 0 0 1 {x} {y} cm", "Q")
            box = f"[{x} {y} {x + wide} {y + high}]"
            document.xref_set_key(page.xref, "MediaBox", box)
        return material.case(saved(document))

    return change


def trimmed(material: Material, rng: random.Random) -> Case:
    """A larger sheet with a printer's marks, of which only the form is shown."""
    document = opened(material.sheets)
    for page in document:
        wide, high = page.rect.width, page.rect.height
        marks = "BT /Helv 8 Tf 5 8 Td (CMYK 100% 单) Tj ET 20 30 m 20 60 l S"
        wrap(document, page, "q 1 0 0 1 60 70 cm", f"Q {marks.encode('ascii', 'ignore').decode()}")
        document.xref_set_key(page.xref, "MediaBox", f"[0 0 {wide + 120} {high + 140}]")
        document.xref_set_key(page.xref, "CropBox", f"[60 70 {wide + 60} {high + 70}]")
    return material.case(saved(document))


def user_unit(material: Material, rng: random.Random) -> Case:
    """A unit of two points: boxes and content are half as large."""
    document = opened(material.sheets)
    for page in document:
        wide, high = page.rect.width, page.rect.height
        wrap(document, page, "q 0.5 0 0 0.5 0 0 cm", "Q")
        document.xref_set_key(page.xref, "MediaBox", f"[0 0 {wide / 2} {high / 2}]")
        document.xref_set_key(page.xref, "UserUnit", "2")
    return material.case(saved(document))


def wrap(document: Any, page: Any, before: str, behind: str) -> None:
    """Puts operators before and behind a page's content."""
    content = before.encode() + b"\n" + page.read_contents() + b"\n" + behind.encode()
    number = document.get_new_xref()
    document.update_object(number, "<<>>")
    document.update_stream(number, content)
    page.set_contents(number)


SHUFFLED: Final[dict[str, Change]] = {
    "turned-90": turned(90),
    "turned-180": turned(180),
    "turned-270": turned(270),
    "drawn-turned-90": drawn_turned(90, put_right=False),
    "drawn-turned-180": drawn_turned(180, put_right=False),
    "put-right-90": drawn_turned(90, put_right=True),
    "put-right-180": drawn_turned(180, put_right=True),
    "all-turned": all_turned,
    "out-of-order": out_of_order,
    "backwards": backwards,
    "doubled": doubled,
    "missing": missing,
    "two-up": two_up(A3),
    "two-up-small": two_up(A4),
    "shrunk": shrunk,
    "letter-ahead": letter(LETTER, ahead=True),
    "letter-behind": letter(ANNOUNCEMENT, ahead=False),
    "two-forms": two_forms,
    "with-summary": with_summary,
    "moved-origin": moved_origin(100, 200),
    "negative-origin": moved_origin(-297.5, -421),
    "trimmed": trimmed,
    "user-unit": user_unit,
}
