"""Answers typed over a blank: annotations, ink strokes, form fields of a maker of their own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

import pymupdf

from tests.documents.form import LEVELS
from tests.documents.layouts import Layout
from tests.documents.pdf.cases import Case
from tests.documents.pdf.flow import Area
from tests.documents.pdf.material import Change, Material, opened, saved
from tests.documents.pdf.typeset import Box, Sheets, typeset
from tests.documents.records import GIVEN, PROSE, Record, empty_application, empty_task, get
from tests.documents.retype import retype
from tests.documents.values import written_date

BLANK: Final = Layout(ticks="boxes", least=2)
SIZE: Final = 9.0  # of the letters typed
INK: Final = (0.1, 0.1, 0.6)


class Answer:
    """An answer for a place on the blank: its path, value, and how it is written."""

    def __init__(self, place: int, area: Area, value: Any, written: str) -> None:
        self.place, self.area, self.value, self.written = place, area, value, written

    @property
    def box(self) -> Any:
        """Where it is typed."""
        area = self.area
        return pymupdf.Rect(area.x0 + 2, area.y0 + 1, area.x1 - 2, area.y1 - 1)


def blank(material: Material, rng: random.Random) -> Sheets:
    """The blank in the material's manner."""
    return typeset(retype(empty_application(), BLANK), material.manner, rng)


def answers(sheets: Sheets, record: Record) -> Iterator[Answer]:
    """The short answers in writing that fit into their cells."""
    for place, area in sheets.areas:
        value = get(record, area.path) if area.kind == "value" and area.path else None
        if not isinstance(value, str | int) or isinstance(value, bool):
            continue
        if PROSE.fullmatch(area.path) or GIVEN.fullmatch(area.path) or _is_choice(area.path):
            continue
        written = _written(area.path, value)
        if len(written) * SIZE < (area.x1 - area.x0 - 8) * (1.8 if written.isascii() else 1.0):
            yield Answer(place, area, value, written)


def _is_choice(path: str) -> bool:
    return path.endswith(("ownership", "size", "count", "patents", "copyrights", "budget"))


def _written(path: str, value: Any) -> str:
    dated = path.endswith(("date", "established"))
    return written_date(value, "printed") if dated else str(value)


def ticks(sheets: Sheets, record: Record) -> Iterator[tuple[str, str, Box]]:
    """The boxes to tick: the path, the option, the box."""
    for place, area in sheets.areas:
        if not area.path or area.kind != "value":
            continue
        chosen = _options(record, area.path)
        for box in sheets.boxes:
            inside = box.page == place and area.x0 <= box.x0 <= area.x1
            if inside and area.y0 <= box.y0 + 4 <= area.y1 and box.words in chosen:
                yield area.path, box.words, box


def _options(record: Record, path: str) -> list[str]:
    value = get(record, path)
    if path.endswith(".selected"):
        return [get(record, path.removesuffix("selected") + "level")] if value else []
    if path.endswith(("ownership", "size")):
        return [value] if value else []
    if path.endswith(("industries", "stages")):
        return list(value or ())
    return []


def expected(typed: list[Answer], ticked: list[tuple[str, str, Box]]) -> Record:
    """The record of a blank on which only this was answered."""
    record = empty_application()
    for path, value in [(each.area.path, each.value) for each in typed]:
        _put(record, path, value)
    for path, option, _ in ticked:
        if path.endswith(".selected"):
            _put(record, path, option in LEVELS)
        elif path.endswith(("ownership", "size")):
            _put(record, path, option)
        else:
            _put(record, path, [*(get(record, path) or ()), option])
    return record


def _put(record: Record, path: str, value: Any) -> None:
    parts = path.split(".")
    if parts[0] == "tasks":
        while len(record["tasks"]) <= int(parts[1]):
            record["tasks"].append(empty_task())
    parent, _, last = path.rpartition(".")
    holder = get(record, parent)
    if ".others." in path:
        return
    holder[last] = value


def _material(
    material: Material, rng: random.Random
) -> tuple[Any, list[Answer], list[tuple[str, str, Box]]]:
    sheets = blank(material, rng)
    record = material.specimen.record
    typed = [each for each in answers(sheets, record) if ".others." not in each.area.path]
    return opened(sheets), typed, list(ticks(sheets, record))


def _case(
    data: bytes, material: Material, typed: list[Answer], ticked: list[tuple[str, str, Box]]
) -> Case:
    return Case(
        data, [(material.specimen.form, expected(typed, ticked))], trail=material.specimen.trail
    )


def free_text(baked: bool) -> Change:
    """Answers as free-text annotations, ticks as ink strokes; `baked`: flattened into the page."""

    def change(material: Material, rng: random.Random) -> Case:
        document, typed, ticked = _material(material, rng)
        for each in typed:
            document[each.place].add_freetext_annot(
                each.box, each.written, fontsize=SIZE, fontname="china-s", text_color=INK
            )
        for _, _, box in ticked:
            document[box.page].add_ink_annot([_stroke(box)]).update()
        if baked:
            document.bake()
        return _case(saved(document), material, typed, ticked)

    return change


def _stroke(box: Box) -> list[tuple[float, float]]:
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    return [
        (box.x0 + wide * 0.15, box.y0 + high * 0.55),
        (box.x0 + wide * 0.4, box.y0 + high * 0.85),
        (box.x0 + wide * 1.05, box.y0 + high * 0.1),
    ]


def ticked_in_text(material: Material, rng: random.Random) -> Case:
    """Ticks as annotations of one character, as people do who can't find the pen."""
    document, typed, ticked = _material(material, rng)
    for each in typed:
        document[each.place].add_freetext_annot(
            each.box, each.written, fontsize=SIZE, fontname="china-s"
        )
    for _, _, box in ticked:
        place = pymupdf.Rect(box.x0 - 1, box.y0 - 2, box.x1 + 4, box.y1 + 3)
        document[box.page].add_freetext_annot(place, "√", fontsize=SIZE, fontname="china-s")
    return _case(saved(document), material, typed, ticked)


def overtyped(material: Material, rng: random.Random) -> Case:
    """Answers written into the page's own content by a tool for editing PDFs."""
    document, typed, ticked = _material(material, rng)
    for each in typed:
        point = (each.box.x0 + 2, (each.box.y0 + each.box.y1) / 2 + 3)
        face = "helv" if each.written.isascii() else "china-s"
        document[each.place].insert_text(point, each.written, fontsize=SIZE, fontname=face)
    for _, _, box in ticked:
        document[box.page].insert_text((box.x0, box.y1 - 1), "√", fontsize=10, fontname="china-s")
    return _case(saved(document), material, typed, ticked)


def fields(baked: bool = False, shown: bool = True) -> Change:
    """A fillable form of somebody's own making, its fields named `Text1`, `Check Box 2`;
    `baked`: flattened; not `shown`: the values stand in the fields, their appearances are gone."""

    def change(material: Material, rng: random.Random) -> Case:
        document, typed, ticked = _material(material, rng)
        for number, each in enumerate(typed, start=1):
            widget = pymupdf.Widget()
            widget.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT
            widget.field_name, widget.rect = f"Text{number}", each.box
            widget.field_value, widget.text_fontsize = each.written, SIZE
            document[each.place].add_widget(widget)
        for number, (_, _, box) in enumerate(ticked, start=1):
            widget = pymupdf.Widget()
            widget.field_type = pymupdf.PDF_WIDGET_TYPE_CHECKBOX
            widget.field_name = f"Check Box {number}"
            widget.rect = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1)
            widget.field_value = True
            document[box.page].add_widget(widget)
        if not shown:
            _take_appearances(document)
        if baked:
            document.bake()
        return _case(saved(document), material, typed, ticked)

    return change


def _take_appearances(document: Any) -> None:
    for page in document:
        for widget in page.widgets():
            if widget.field_type == pymupdf.PDF_WIDGET_TYPE_TEXT:
                document.xref_set_key(widget.xref, "AP", "null")
    form = document.xref_get_key(document.pdf_catalog(), "AcroForm")
    if form[0] == "xref":
        number = int(form[1].split()[0])
        document.xref_set_key(number, "NeedAppearances", "true")
    else:
        document.xref_set_key(document.pdf_catalog(), "AcroForm/NeedAppearances", "true")


TYPED: Final[dict[str, Change]] = {
    "free-text": free_text(baked=False),
    "free-text-baked": free_text(baked=True),
    "ticks-as-text": ticked_in_text,
    "overtyped": overtyped,
    "fields": fields(),
    "fields-baked": fields(baked=True),
    "fields-unshown": fields(shown=False),
}
