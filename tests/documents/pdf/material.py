"""What a change to a finished PDF starts from, and small helpers round PyMuPDF."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pymupdf

from tests.documents.pdf.cases import Case
from tests.documents.pdf.manners import Manner
from tests.documents.pdf.typeset import Sheets
from tests.documents.retype import Specimen


@dataclass(frozen=True, slots=True)
class Material:
    """A filled form, its PDF, and another filled form of the same kind with its own."""

    specimen: Specimen
    sheets: Sheets
    manner: Manner
    other: Specimen
    other_sheets: Sheets

    def case(self, data: bytes, **expected: Any) -> Case:
        """The specimen's record, expected of another file."""
        made = Case.of(data, self.specimen)
        for name, value in expected.items():
            setattr(made, name, value)
        return made


Change = Callable[[Material, random.Random], Case]

STAMP: Final = {"creationDate": "D:20240520090000+08'00'", "modDate": "D:20240520090000+08'00'"}


def opened(sheets: Sheets | bytes) -> Any:
    """The PDF opened for changing."""
    return pymupdf.open(stream=sheets if isinstance(sheets, bytes) else sheets.data)


def saved(document: Any, **options: Any) -> bytes:
    """The changed PDF's bytes, the same for the same changes."""
    return bytes(document.tobytes(**{"garbage": 3, "deflate": True, "no_new_id": True, **options}))


def inner_page(document: Any, rng: random.Random) -> int:
    """A page (from 0) that isn't the first."""
    return rng.randrange(1, len(document))
