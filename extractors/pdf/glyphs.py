"""A page's characters as they stand, turned upright: the first of the two things read from a page.

MuPDF gives characters in the page's own space, whatever `/Rotate` says. Text may run in any of four
directions there; a `Turn` makes the commonest of them run from left to right, and leads places back
to where they are on the page as it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pymupdf

from extractors.page import Box

FLAGS: Final = (
    pymupdf.TEXT_INHIBIT_SPACES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES
)
TAGGED: Final = FLAGS | pymupdf.TEXT_COLLECT_STRUCTURE

VISIBLE: Final = 16 | 32  # char_flags: filled, stroked; neither is text render mode 3
WHITE: Final = 0xF0  # a colour all of whose channels are above is white on paper
LIKE_RULES: Final = "_＿"

Element = tuple[int, ...]  # a structure element by its place: the child numbers from the root


class Glyph(NamedTuple):
    """A character with its box and baseline, in points of the upright page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    font: str
    element: Element | None  # the structure element of the paragraph it is tagged to stand in
    by: str = "pdf-text"
    confidence: float = 1.0
    ticked: bool | None = None  # of a box
    control: bool | None = None


class Turn(NamedTuple):
    """How the upright page lies on the page: `quarter` turns clockwise bring text upright there."""

    quarters: int
    width: float  # of the page's own space
    height: float

    def upright(self, box: Box) -> Box:
        """A box of the page's own space on the upright page."""
        x0, y0, x1, y1 = box
        if self.quarters == 0:
            return box
        if self.quarters == 1:
            return self.height - y1, x0, self.height - y0, x1
        if self.quarters == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        return y0, self.width - x1, y1, self.width - x0

    def back(self, box: Box) -> Box:
        """A box of the upright page in the page's own space."""
        x0, y0, x1, y1 = box
        if self.quarters == 0:
            return box
        if self.quarters == 1:
            return y0, self.height - x1, y1, self.height - x0
        if self.quarters == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        return self.width - y1, x0, self.width - y0, x1

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)


class Run(NamedTuple):
    """Characters of one line of MuPDF's with what is common to them."""

    quarters: int  # clockwise turns that bring the line upright
    vertical: bool  # set from top to bottom
    span: dict[str, Any]
    element: Element | None


def runs(page: Any, tagged: bool) -> list[Run]:
    """The page's text in the order of its content, in the page's own space."""
    blocks = page.get_text("rawdict", flags=TAGGED if tagged else FLAGS)["blocks"]
    return list(_runs(blocks, (), None))


def _runs(blocks: list[Any], place: Element, element: Element | None) -> Iterator[Run]:
    for block in blocks:
        if block["type"] == 2:
            inner = (*place, block["index"])
            within = inner if block["std"] in PARAGRAPHS else element
            yield from _runs(block["blocks"], inner, within)
        elif block["type"] == 0:
            for line in block["lines"]:
                quarters = _quarters(line["dir"])
                for span in line["spans"]:
                    yield Run(quarters, line["wmode"] == 1, span, element)


PARAGRAPHS: Final = frozenset(
    {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "LI", "LBody", "Caption", "Note"}
)


def _quarters(direction: tuple[float, float]) -> int:
    """Clockwise quarter turns that make text of this direction run to the right."""
    x, y = direction
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 3 if y > 0 else 1


def turn_of(found: list[Run], width: float, height: float) -> Turn:
    """The page's turn: that of most of its characters."""
    votes: Counter[int] = Counter()
    for run in found:
        if not run.vertical:
            votes[run.quarters] += len(run.span["chars"])
    quarters = votes.most_common(1)[0][0] if votes else 0
    return Turn(quarters, width, height)


def is_shown(span: dict[str, Any]) -> bool:
    """Whether a span's characters are to be seen: painted, not in white, not wholly transparent."""
    if not span["char_flags"] & VISIBLE or span["alpha"] < 16:
        return False
    color = span["color"]
    return not (color >> 16 & 255 >= WHITE and color >> 8 & 255 >= WHITE and color & 255 >= WHITE)
