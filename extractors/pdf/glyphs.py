"""A page's characters as they stand, turned upright: the first of the two things read from a page.

MuPDF gives characters in the page's own space, whatever `/Rotate` says. Text may run in any of four
directions there; a `Turn` makes the commonest of them run from left to right, and leads places to
where they are on the page as it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NamedTuple

from extractors.mupdf import pymupdf
from extractors.paper.glyphs import Element, Turn

IGNORE_ACTUAL: Final[int] = pymupdf.TEXT_IGNORE_ACTUALTEXT  # what the file says that glyphs mean
STRUCTURE: Final[int] = pymupdf.TEXT_COLLECT_STRUCTURE
CLIP: Final[int] = pymupdf.TEXT_CLIP  # without what is outside of what it is drawn in
FLAGS: Final[int] = (
    pymupdf.TEXT_INHIBIT_SPACES
    | pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_PRESERVE_LIGATURES
    | IGNORE_ACTUAL
)

VISIBLE: Final = 16 | 32  # char_flags: filled, stroked; neither is text render mode 3
SLANTED: Final = 0.06  # sine of the angle from which a line is a watermark's: 3.4 degrees
DRAWN: Final = "Type3"  # the beginning of such a font's name
LEAST_SIZE: Final = 2.0  # points: smaller nobody reads; a form printed four on a sheet has 4
LEAST_ALPHA: Final = 16  # of 255: fainter nobody sees
WHITE: Final = 0xF0  # a colour all of whose channels are above is white on paper


ASLANT: Final = -1


class Run(NamedTuple):
    """Characters of one line of MuPDF's with what is common to them."""

    quarters: int  # clockwise turns that bring the line upright, or ASLANT
    vertical: bool  # set from top to bottom
    span: dict[str, Any]
    element: Element | None
    mapped: bool  # whether its font's codes mean characters
    size: float  # of its characters
    lean: float  # sine of the angle by which it lies aslant, clockwise

    @property
    def text(self) -> str:
        """What its characters say, without white space around them."""
        return "".join([each["c"] for each in self.span["chars"]]).strip()


def _size(span: dict[str, Any]) -> float:
    """The size of a span's characters. That of a font drawn by operators may be in its own units,
    `1 Tf` of glyphs ten points high: then it is that of its largest character."""
    size: float = span["size"]
    if not span["font"].startswith(DRAWN):
        return size
    boxes = [character["bbox"] for character in span["chars"]]
    largest = max(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes)
    return size if largest / 2 <= size <= 2 * largest else largest


def in_points(page: Any) -> Any:
    """The page with its own unit taken for a point: all that is known of sizes is in points."""
    document = page.parent
    if document.xref_get_key(page.xref, "UserUnit")[0] == "null":
        return page
    document.xref_set_key(page.xref, "UserUnit", "null")
    return document.reload_page(page)


class Texts:
    """A page's text in its own space, taken in several ways by the `flags` of MuPDF's text device,
    each once. Its display list would do for all, but leaves out what lies outside of a clip."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._taken: dict[int, Any] = {}

    def text(self, flags: int) -> str:
        """The text alone, line by line."""
        said: str = self._taken_by(flags).extractText()
        return said

    def runs(self, flags: int, unmapped: Container[str] = ()) -> list[Run]:
        """The text in the order of drawing; `unmapped` are the names of fonts whose codes mean
        nothing."""
        found: list[Run] = []
        _add_runs(found, self._taken_by(flags).extractRAWDICT()["blocks"], (), None, unmapped)
        return found

    def _taken_by(self, flags: int) -> Any:
        if flags not in self._taken:
            self._taken[flags] = self._page.get_textpage(flags=flags)
        return self._taken[flags]


def _add_runs(
    found: list[Run],
    blocks: list[Any],
    place: Element,
    element: Element | None,
    unmapped: Container[str],
) -> None:
    for block in blocks:
        if block["type"] == 2:
            inner = (*place, block["index"])
            within = inner if block["std"] in PARAGRAPHS else element
            _add_runs(found, block["blocks"], inner, within, unmapped)
        elif block["type"] == 0:
            for line in block["lines"]:
                quarters, vertical = _quarters(line["dir"]), line["wmode"] == 1
                lean = _lean(line["dir"])
                found.extend(
                    [
                        Run(
                            quarters,
                            vertical,
                            span,
                            element,
                            span["font"] not in unmapped,
                            _size(span),
                            lean,
                        )
                        for span in line["spans"]
                    ]
                )


PARAGRAPHS: Final = frozenset(
    {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "LI", "LBody", "Caption", "Note"}
)


@lru_cache(maxsize=64)
def _quarters(direction: tuple[float, float]) -> int:
    """Clockwise quarter turns that make text of this direction run to the right; ASLANT for a
    watermark's."""
    x, y = direction
    if min(abs(x), abs(y)) > SLANTED:
        return ASLANT
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 3 if y > 0 else 1


@lru_cache(maxsize=64)
def _lean(direction: tuple[float, float]) -> float:
    """The sine of the angle by which text of this direction lies aslant, clockwise."""
    x, y = direction
    if abs(x) >= abs(y):
        return y if x >= 0 else -y
    return -x if y > 0 else x


def turn_of(found: Sequence[Run], page: Any) -> Turn:
    """The page's turn: that of most of its characters."""
    box = page.cropbox
    return Turn(_usual_quarters(found), page.rotation // 90 % 4, box.width, box.height)


def _usual_quarters(found: Sequence[Run]) -> int:
    level = [run for run in found if not run.vertical]
    if len({run.quarters for run in level}) < 2:
        return level[0].quarters if level else 0
    votes: Counter[int] = Counter()
    for run in level:
        votes[run.quarters] += len(run.span["chars"])
    return votes.most_common(1)[0][0]


class Ink(Enum):
    """What of a run's characters is seen."""

    NONE = "none"  # text render mode 3, transparent, minute
    WHITE = "white"  # on a dark ground only
    DARK = "dark"


def ink_of(run: Run) -> Ink:
    """What is seen of a run's characters where nothing lies over them."""
    span = run.span
    if run.size < LEAST_SIZE:
        return Ink.NONE
    return _ink(span["char_flags"], span["alpha"], span["color"])


@lru_cache(maxsize=256)
def _ink(flags: int, alpha: int, color: int) -> Ink:
    if not flags & VISIBLE or alpha < LEAST_ALPHA:
        return Ink.NONE
    darkest = min(color >> 16 & 255, color >> 8 & 255, color & 255)
    return Ink.WHITE if darkest >= WHITE else Ink.DARK
