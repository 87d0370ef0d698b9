"""Our own print, marked like a retyped form, so that the same disturbances reach it.

The marks come from a retyped form with as many rows and cells as the official one: row by row, cell
by cell, what stands at the same place is the same thing.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from tests.documents.disturb import (
    Element,
    cells_of,
    m,
    rows_of,
    set_text,
    tables,
    text_of,
    w,
)
from tests.documents.layouts import Layout
from tests.documents.records import Record
from tests.documents.retype import Specimen, retype, retype_summary

DOCUMENT: Final = "word/document.xml"
OFFICIAL: Final = Layout(least=3)
SUMMARY_ROWS: Final = 9


def marked(data: bytes, record: Record) -> Specimen:
    """A print of ours with the marks of a retyped form; ValueError where their tables differ."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name != DOCUMENT}
        root = etree.fromstring(package.read(DOCUMENT))
    twin = _twin(record)
    made = Specimen(root, parts, twin.record, twin.form)
    ours, theirs = (
        [row for table in tables(each) for row in rows_of(table)] for each in (made, twin)
    )
    if [len(cells_of(row)) for row in ours] != [len(cells_of(row)) for row in theirs]:
        raise ValueError("the print's tables aren't those of the official form")
    for row, model in zip(ours, theirs, strict=True):
        _copy_marks(row, model)
    for paragraph in root[0].iterchildren(w("p")):
        _mark_paragraph(paragraph, twin)
    return made


def _twin(record: Record) -> Specimen:
    if "rows" in record:
        return retype_summary(record, Layout(least=SUMMARY_ROWS))
    return retype(record, OFFICIAL)


def _copy_marks(row: Element, model: Element) -> None:
    for name in ("kind", "unit"):
        if model.get(m(name)):
            row.set(m(name), model.get(m(name), ""))
    for cell, pattern in zip(cells_of(row), cells_of(model), strict=True):
        for name in ("kind", "path"):
            if pattern.get(m(name)):
                cell.set(m(name), pattern.get(m(name), ""))
        for run in pattern.iter(w("r")):
            if run.get(m("label")):
                _mark_label(cell, run.get(m("label"), ""), _ordinal(run))


def _ordinal(run: Element) -> str:
    following = run.getnext()
    return following.get(m("ordinal"), "") if following is not None else ""


def _mark_paragraph(paragraph: Element, twin: Specimen) -> None:
    """Marks a heading or a line of the cover."""
    words = _bare(text_of(paragraph))
    for model in twin.root[0].iterchildren(w("p")):
        run = next((each for each in model.iter(w("r")) if each.get(m("label"))), None)
        if run is None:
            continue
        label = run.get(m("label"), "")
        before = _bare(text_of(model)).partition(_bare(label))[0]
        if words.startswith(before + _bare(label)) and len(words) < len(before + label) + 30:
            _mark_label(paragraph, label, _ordinal(run))
            return


def _mark_label(place: Element, label: str, ordinal: str) -> None:
    """Gathers a label's characters into one marked run, what stands behind it into another."""
    runs = [run for run in place.iter(w("r")) if run.find(w("t")) is not None]
    words = "".join(text_of(run) for run in runs)
    start, end = _found(words, label)
    if start < 0:
        return
    _cut(runs, start, end, label, "label")
    if ordinal and words[end:].startswith(ordinal):
        runs = [run for run in place.iter(w("r")) if run.find(w("t")) is not None]
        offset = len("".join(text_of(run) for run in runs).partition(label)[0]) + len(label)
        _cut(runs, offset, offset + len(ordinal), ordinal, "ordinal")


def _found(words: str, label: str) -> tuple[int, int]:
    """Where a label stands, spaces apart: [start, end), or (-1, -1)."""
    kept = [place for place, char in enumerate(words) if not char.isspace()]
    at = "".join(words[place] for place in kept).find(_bare(label))
    if at < 0:
        return -1, -1
    return kept[at], kept[at + len(_bare(label)) - 1] + 1


def _cut(runs: list[Element], start: int, end: int, words: str, mark: str) -> None:
    """Makes [start, end) of the runs' joined text one run of its own, marked."""
    offset = 0
    placed = False
    for run in runs:
        text = text_of(run)
        low, high = max(start - offset, 0), min(end - offset, len(text))
        offset += len(text)
        if low >= high:
            continue
        pieces = [(text[:low], ""), ("" if placed else words, mark), (text[high:], "")]
        placed = True
        for piece, name in pieces:
            if piece:
                made = etree.Element(w("r"))
                made.extend(
                    [etree.fromstring(etree.tostring(each)) for each in run.findall(w("rPr"))]
                )
                set_text(made, piece)
                if name:
                    made.set(m(name), piece)
                run.addprevious(made)
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)


def _bare(text: str) -> str:
    return "".join(text.split())
