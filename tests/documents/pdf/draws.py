"""The classes of PDFs that are drawn, and one draw of each: what it is called decides all of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from tests.documents.disturb import DISTURBANCES, disturb
from tests.documents.layouts import LAYOUTS
from tests.documents.measure import load_records, specimen_of
from tests.documents.pdf.cases import Case
from tests.documents.pdf.files import FILES
from tests.documents.pdf.manners import MANNERS, Manner, random_manner
from tests.documents.pdf.material import Change, Material
from tests.documents.pdf.office import to_pdf
from tests.documents.pdf.shuffled import SHUFFLED
from tests.documents.pdf.typed import TYPED
from tests.documents.pdf.typeset import Sheets, typeset
from tests.documents.records import Record
from tests.documents.retype import Specimen

CHANGES: Final[dict[str, Change]] = {**SHUFFLED, **FILES, **TYPED}
FORMS: Final = ("jiebang2024/application", "jiebang2024/summary")
ALL_LAYOUTS: Final = ("printed", *LAYOUTS, "random")
UNREADABLE: Final = ("latin-unmapped",)  # manners whose text no reader of text can read whole
USUAL: Final = ("word", "word-print", "wps", "wps-drawn", "browser", "shuffled")
THREE: Final = "three"  # disturbances at once
# Merged cells taken apart are columns too narrow for a character on paper: nobody hands that in.
DISTURBED: Final = tuple(name for name in DISTURBANCES if not name.startswith("unmerged"))
EASY: Final = ("plain", "one-table", "row-tables", "unmerged")  # layouts that changes are drawn on


@lru_cache(maxsize=1)
def _records() -> dict[str, Record]:
    return load_records(())


def _specimen(rng: random.Random, layout: str, form: str = "") -> Specimen:
    """A filled or blank form; `form` "a" asks for a filled 附件1."""
    names = sorted(name for name in _records() if name.startswith(form))
    filled = [name for name in names if "blank" not in name]
    name = rng.choice(filled if form else names)
    return specimen_of(name, _records()[name], layout, rng)


def _manner(rng: random.Random, name: str) -> Manner:
    return random_manner(rng) if name == "random" else MANNERS[name]


def _written(specimen: Specimen, name: str, rng: random.Random) -> Case:
    made = Case.of(typeset(specimen, _manner(rng, name), rng).data, specimen)
    made.partly = name in UNREADABLE
    made.trail += (name,)
    return made


def by_manner(name: str, draw: str) -> Case:
    """A form in any layout, written in one manner."""
    rng = random.Random(draw)
    return _written(_specimen(rng, rng.choice(ALL_LAYOUTS)), name, rng)


def by_layout(name: str, draw: str) -> Case:
    """A form in one layout, written in any manner."""
    rng = random.Random(draw)
    return _written(_specimen(rng, name), rng.choice((*USUAL, "random")), rng)


def by_disturbance(name: str, draw: str) -> Case:
    """A form disturbed as a Word file, then written as a PDF."""
    rng = random.Random(draw)
    specimen = _specimen(rng, rng.choice(ALL_LAYOUTS), "a")
    for step in rng.sample(DISTURBED, 3) if name == THREE else (name,):
        specimen = disturb(specimen, step, rng)
    return _written(specimen, rng.choice(USUAL), rng)


def by_change(name: str, draw: str) -> Case:
    """A form written as a PDF, then changed."""
    rng = random.Random(draw)
    made = CHANGES[name](_material(rng), rng)
    made.trail += (name,)
    return made


def _material(rng: random.Random) -> Material:
    manner = MANNERS[rng.choice(USUAL)]
    layout = rng.choice(EASY)
    first, second = _specimen(rng, layout, "a"), _specimen(rng, layout, "a")
    return Material(
        first, _sheets(first, manner, rng), manner, second, _sheets(second, manner, rng)
    )


def _sheets(specimen: Specimen, manner: Manner, rng: random.Random) -> Sheets:
    return typeset(specimen, manner, rng)


def by_office(names: Iterable[str], draws: Sequence[str]) -> dict[tuple[str, str], Case]:
    """Forms in the layouts, printed by LibreOffice, all in a few calls."""
    specimens = {
        (name, draw): _specimen(random.Random(f"{draw}/{name}"), name)
        for name in names
        for draw in draws
    }
    data = to_pdf([specimen.pack() for specimen in specimens.values()])
    return {
        key: Case.of(pdf, specimen)
        for (key, specimen), pdf in zip(specimens.items(), data, strict=True)
    }


CLASSES: Final[dict[str, tuple[tuple[str, ...], Callable[[str, str], Case]]]] = {
    "manner": ((*MANNERS, "random"), by_manner),
    "layout": (ALL_LAYOUTS, by_layout),
    "disturbance": ((*DISTURBED, THREE), by_disturbance),
    "change": (tuple(CHANGES), by_change),
}
"""What is drawn of a class: its members, and how one is drawn. The class `libreoffice` is
`by_office`, with the layouts as its members."""
