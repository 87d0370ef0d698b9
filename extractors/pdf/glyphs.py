"""A page's characters as they stand, turned upright: the first of the two things read from a page.

MuPDF gives characters in the page's own space, whatever `/Rotate` says. Text may run in any of four
directions there; a `Turn` makes the commonest of them run from left to right, and leads places to
where they are on the page as it is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from extractors.mupdf import pymupdf
from extractors.paper.glyphs import Element, Turn

IGNORE_ACTUAL: Final[int] = pymupdf.TEXT_IGNORE_ACTUALTEXT  # what the file says that glyphs mean
STRUCTURE: Final[int] = pymupdf.TEXT_COLLECT_STRUCTURE
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
WHITE: Final = 0xF0  # a colour all of whose channels are above is white on paper


ASLANT: Final = -1


class Run(NamedTuple):
    """Characters of one line of MuPDF's with what is common to them."""

    quarters: int  # clockwise turns that bring the line upright, or ASLANT
    vertical: bool  # set from top to bottom
    span: dict[str, Any]
    element: Element | None
    mapped: bool  # whether its font's codes mean characters

    @property
    def size(self) -> float:
        """The size of its characters. That of a font drawn by operators may be in its own units,
        `1 Tf` of glyphs ten points high: then it is that of its largest character."""
        size: float = self.span["size"]
        if not self.span["font"].startswith(DRAWN):
            return size
        boxes = [character["bbox"] for character in self.span["chars"]]
        largest = max(max(x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes)
        return size if largest / 2 <= size <= 2 * largest else largest


def in_points(page: Any) -> Any:
    """The page with its own unit taken for a point: all that is known of sizes is in points."""
    document = page.parent
    if document.xref_get_key(page.xref, "UserUnit")[0] == "null":
        return page
    document.xref_set_key(page.xref, "UserUnit", "null")
    return document.reload_page(page)


def runs(page: Any, tagged: bool, unmapped: Container[str] = (), flags: int = FLAGS) -> list[Run]:
    """The page's text in the order of its content, in the page's own space; `unmapped` are the
    names of fonts whose codes mean nothing, `flags` what MuPDF makes of it."""
    blocks = page.get_text("rawdict", flags=flags | STRUCTURE if tagged else flags)["blocks"]
    return list(_runs(blocks, (), None, unmapped))


def _runs(
    blocks: list[Any], place: Element, element: Element | None, unmapped: Container[str]
) -> Iterator[Run]:
    for block in blocks:
        if block["type"] == 2:
            inner = (*place, block["index"])
            within = inner if block["std"] in PARAGRAPHS else element
            yield from _runs(block["blocks"], inner, within, unmapped)
        elif block["type"] == 0:
            for line in block["lines"]:
                quarters, vertical = _quarters(line["dir"]), line["wmode"] == 1
                yield from [
                    Run(quarters, vertical, span, element, span["font"] not in unmapped)
                    for span in line["spans"]
                ]


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


def turn_of(found: list[Run], page: Any) -> Turn:
    """The page's turn: that of most of its characters."""
    votes: Counter[int] = Counter()
    for run in found:
        if not run.vertical:
            votes[run.quarters] += len(run.span["chars"])
    quarters = votes.most_common(1)[0][0] if votes else 0
    box = page.cropbox
    return Turn(quarters, page.rotation // 90 % 4, box.width, box.height)


def is_painted(run: Run) -> bool:
    """Whether a run's characters leave ink that can be read: text render mode 3, transparent and
    minute text don't."""
    span = run.span
    return bool(span["char_flags"] & VISIBLE) and span["alpha"] >= 16 and run.size >= LEAST_SIZE


def is_white(span: dict[str, Any]) -> bool:
    """Whether a span's characters are white, seen on a dark ground only."""
    color: int = span["color"]
    return min(color >> 16 & 255, color >> 8 & 255, color & 255) >= WHITE
