"""A character on a picture, before it is one on a page."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from extractors.scan.lattice import Lattice
from extractors.scan.ticks import Frame

BOX_TO_LETTER: Final = 1.3  # a line's box is higher than its letters
HAN: Final = re.compile("[\u3400-\u9fff]")


class Source(NamedTuple):
    """Where a character was read: its line's lattice, and the frames that are its own."""

    lattice: Lattice
    first: int
    last: int
    doubted: bool = False


class Sign(NamedTuple):
    """A character with its edges in pixels."""

    text: str
    x0: float
    x1: float
    probability: float
    source: Source | None
    centre: float
    frame: Frame | None = None
