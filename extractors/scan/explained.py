"""What the reader of pictures sees of a page before any word is read: the page straightened, the
cells of its tables, its boxes to tick, its seals. For pictures that explain a reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.page import Box
from extractors.paper.glyphs import Turn
from extractors.scan.arrays import Pixels
from extractors.scan.grid import grids, rule
from extractors.scan.page import Upright, upright
from extractors.scan.pictures import Picture, pictures
from extractors.scan.sheet import boxes_of, turn_of

Rectangle = tuple[int, int, int, int]


class Seen(NamedTuple):
    """A page straightened, `turn` from the page as it is shown to it; rectangles in its pixels."""

    picture: Pixels
    dpi: float
    turn: Turn
    cells: tuple[Rectangle, ...]
    empty: tuple[Rectangle, ...]  # boxes to tick
    ticked: tuple[Rectangle, ...]
    seals: tuple[Rectangle, ...]

    def pixels(self, box: Box) -> tuple[float, ...]:
        """A place in points of the page as it is shown, in pixels of the picture."""
        return tuple(edge * self.dpi / 72 for edge in self.turn.upright(box))


def seen_on(files: Sequence[bytes]) -> Iterator[Seen]:
    """The pages of picture files that are one document. Raises Unreadable."""
    for data in files:
        for picture in pictures(data):
            yield seen(picture)


def seen(picture: Picture) -> Seen:
    """A page's picture, as the reader looks at it."""
    return _seen(upright(picture.pixels, picture.dpi))


def _seen(page: Upright) -> Seen:
    ruling = rule(page.whole, page.dpi, page.discs)
    boxes = boxes_of(page, ruling)
    return Seen(
        page.colour,
        page.dpi,
        turn_of(page),
        tuple(field.box for grid in grids(ruling) for field in grid.fields),
        tuple((box.x0, box.y0, box.x1, box.y1) for box in boxes if not box.ticked),
        tuple((box.x0, box.y0, box.x1, box.y1) for box in boxes if box.ticked),
        tuple(seal.rectangle for seal in page.seals),
    )
