"""Where in a Word document each field stands, answered or not: what a correction needs to know.

The evidence of a reading names elements of answers; here is more, the stretch of each answer within
its paragraph, the room of an empty one, and the rows of the lists.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from extractors.decode import bare, strip
from extractors.docx.trace import Trace, read_traced
from extractors.extract import Reading, read_forms
from extractors.items import Slice
from extractors.pattern import Hole
from extractors.values import Taken
from forms.registry import Form


@dataclass(frozen=True, slots=True)
class Place:
    """A field on the page."""

    path: str
    hole: Hole
    answer: tuple[Slice, ...]  # the answer, blanks and hints off; empty for none
    region: tuple[Slice, ...]  # the room that is its own, blanks and hints included
    around: tuple[Slice, ...]  # all that its cell or line holds
    label: Slice | None  # the words that lead to it
    rank: int  # how many empty fields with the same hint stand before it in its cell or line
    doubtful: bool = False  # whether this is the field's place at all


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list: its cells by the last step of their field's path."""

    index: int | None  # in the record; None for a row that gives nothing
    spare: bool  # an unused row, with its number or words that say nothing (`无`) at most
    cells: dict[str, tuple[Slice, ...]]


@dataclass(frozen=True, slots=True)
class FormPlaces:
    """A form in a document: what was read, and where its fields and rows stand."""

    form: Form
    result: dict[str, Any]
    places: dict[str, Place]
    rows: dict[str, list[ListRow]]
    unread: dict[str, tuple[Slice, ...]]  # message of a problem about a text → where it stands


def read_places(data: bytes, name: str) -> tuple[Trace, list[FormPlaces]]:
    """The forms in a Word document (.docx), and the sources of its text; raises Unreadable."""
    trace = read_traced(data)
    source = {"name": name, "sha256": None, "kind": "docx", "pages": None}
    return trace, [_places_of(reading) for reading in read_forms(trace.page, source)]


def _places_of(reading: Reading) -> FormPlaces:
    places: dict[str, Place] = {}
    waiting: dict[tuple[tuple[Slice, ...], tuple[str, ...]], int] = {}
    for taken in reading.harvest.taken:
        taken = taken._replace(path=_moved(reading, taken.path))
        answer = _answer(taken, reading.decoded.fields)
        shared = taken.around, taken.hole.hints
        place = Place(
            taken.path,
            taken.hole,
            answer,
            taken.slices,
            taken.around or taken.slices,
            taken.label,
            waiting.get(shared, 0),
            taken.repaired or taken.doubt is not None,
        )
        if not answer:
            waiting[shared] = place.rank + 1
        known = places.get(taken.path)
        if known is None or (answer and not known.answer):
            places[taken.path] = place
    rows = {_moved(reading, path): _rows(reading, path) for path in reading.harvest.rows}
    unread = {
        message: tuple(piece for item in run for piece in item.slices)
        for message, run in reading.unread.items()
    }
    return FormPlaces(reading.form, reading.result, places, rows, unread)


def _answer(taken: Taken, fields: Container[str]) -> tuple[Slice, ...]:
    """The answer in its room; none where all that stands there is the form's own blank."""
    if taken.hole.kind == "ticks":
        return taken.slices
    answer = strip(taken.slices, taken.hole)
    if taken.path in fields:
        return answer
    said = bare("".join(piece.text for piece in answer))
    for hint in taken.hole.hints:
        said = said.replace(bare(hint), "")
    return answer if said.strip("-–—~～至") or not taken.hole.hints else ()


def _moved(reading: Reading, path: str) -> str:
    """The path of a field in the record, where rows without an answer are gone."""
    for prefix, new in reading.decoded.moved.items():
        if path.startswith(f"{prefix}."):
            index, dot, leaf = path[len(prefix) + 1 :].partition(".")
            if int(index) in new:
                return f"{prefix}.{new[int(index)]}{dot}{leaf}"
            return f"{prefix}.-{dot}{leaf}"  # of a row that gave nothing: no field's path
    return path


def _rows(reading: Reading, path: str) -> list[ListRow]:
    new = reading.decoded.moved.get(path)
    listed = _rows_in_record(reading, _moved(reading, path))
    found: list[ListRow] = []
    count = 0
    for row in reading.harvest.rows[path]:
        index: int | None = None
        if row.filled:  # with words that may say nothing, `无`
            index = count if new is None else new.get(count)
            index = index if index is not None and index < listed else None
            count += 1
        cells = {leaf: cell.slices for leaf, cell in row.cells.items()}
        found.append(ListRow(index, index is None, cells))
    return found


def _rows_in_record(reading: Reading, path: str) -> int:
    """How many rows a list has in the record."""
    part: Any = reading.result["record"]
    for step in path.split("."):
        if isinstance(part, list):
            part = part[int(step)] if step.isdigit() and int(step) < len(part) else {}
        else:
            part = part.get(step, {})
    return len(part)
