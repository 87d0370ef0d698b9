"""What the known forms print themselves: the words in the cells of their tables, told by where a
cell begins and ends, and their notes. Where one of them may stand a picture is read with less care
first (`glances.py`), and believed where it says just that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from extractors.page import Cell, Page, Paragraph, Table
from extractors.wording import key

SHIFTED: Final = 0.012  # of a table's width by which a border may lie elsewhere
TAG: Final = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)

LEAD: Final = re.compile(r"([^{}：:]{4,})[：:][\s_]*\{\{")  # `揭榜单位：{{ cover.applicant }}`
FIGURE: Final = re.compile(r"\d")


class Place(NamedTuple):
    """Where cells of a form stand: their left and right edges as shares of their table's width.
    `words` are the keys of what is printed in them, each with no answer and no figure in it;
    `options` those of all that stands beside the boxes to tick in one of them."""

    left: float
    right: float
    words: tuple[str, ...]
    options: tuple[str, ...]
    answered: bool  # whether some of them hold answers

    def is_at(self, left: float, right: float) -> bool:
        return abs(self.left - left) <= SHIFTED and abs(self.right - right) <= SHIFTED


class Printed(NamedTuple):
    """What the forms print."""

    places: tuple[Place, ...]
    notes: tuple[str, ...]
    leads: tuple[str, ...]  # words with a colon before an answer in its line

    def at(self, left: float, right: float) -> Place | None:
        """The place of a cell from `left` to `right`; None where no form prints anything."""
        found = [place for place in self.places if place.is_at(left, right)]
        words = tuple(dict.fromkeys(word for place in found for word in place.words))
        options = tuple(dict.fromkeys(each for place in found for each in place.options))
        if not words and not options:
            return None
        return Place(left, right, words, options, any(place.answered for place in found))


@lru_cache(maxsize=1)
def printed() -> Printed:
    """What all forms print, from their templates, read once a process."""
    from extractors.docx import read
    from forms.registry import forms

    templates = (resources.files("templates").joinpath(form.template) for form in forms())
    pages = [read(template.read_bytes()) for template in templates]
    tables = (block for page in pages for block in page.blocks if isinstance(block, Table))
    found: dict[tuple[float, float], list[Cell]] = {}
    for table in tables:
        for edges, cell in _placed(table):
            found.setdefault(edges, []).append(cell)
    return Printed(
        tuple(_place(left, right, cells) for (left, right), cells in found.items()),
        tuple(note for page in pages for note in page.notes.values()),
        tuple(dict.fromkeys(lead for page in pages for lead in _leads(page))),
    )


def _leads(page: Page) -> Iterator[str]:
    cells = (cell for block in page.blocks if isinstance(block, Table) for cell in block.cells)
    loose = (block for block in page.blocks if isinstance(block, Paragraph))
    for paragraph in (*loose, *(each for cell in cells for each in cell.paragraphs)):
        found = LEAD.match(paragraph.text)
        if found:
            yield "".join(found[1].split()) + "："


def _placed(table: Table) -> Iterator[tuple[tuple[float, float], Cell]]:
    """The cells of a table by their edges as shares of its width."""
    first = min(cell.x0 for cell in table.cells)
    width = max(cell.x1 for cell in table.cells) - first
    for cell in table.cells:
        yield (round((cell.x0 - first) / width, 3), round((cell.x1 - first) / width, 3)), cell


def _place(left: float, right: float, cells: Sequence[Cell]) -> Place:
    plain = [cell for cell in cells if not TAG.search(cell.text)]
    return Place(
        left,
        right,
        _keys(cell.text for cell in plain if not _has_boxes(cell)),
        _keys(cell.text for cell in plain if _has_boxes(cell)),
        len(plain) < len(cells) or any(map(_has_boxes, cells)),
    )


def _has_boxes(cell: Cell) -> bool:
    return any(paragraph.ticks for paragraph in cell.paragraphs)


def _keys(texts: Iterable[str]) -> tuple[str, ...]:
    keys = dict.fromkeys(key(text) for text in texts)
    return tuple(each for each in keys if each and not FIGURE.search(each))
