"""Characters where they stand on paper, and how a page lies that was turned upright."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from extractors.page import Box

CROSSES: Final = "xX×vV"  # typed upon a box they tick it

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
    ink: float | None = None  # of a box on a picture: the share of it that is covered
    source: Any = None  # of a character on a picture: what can say how else it may be read

    def stands_in(self, box: Box) -> bool:
        """Whether its middle lies in a box, of the upright page too."""
        x, y = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return box[0] <= x <= box[2] and box[1] <= y <= box[3]


class Turn(NamedTuple):
    """How the upright page lies in the page's own space, and that on the page as it is shown."""

    quarters: int  # clockwise quarter turns that bring the text upright
    rotation: int  # clockwise quarter turns with which the page is shown (`/Rotate`)
    width: float  # of the page's own space
    height: float
    scale: float = 1.0  # by which the upright page is larger
    part: Box | None = None  # of the upright page, which alone is looked at

    def upright(self, box: Box) -> Box:
        """A box of the page's own space on the upright page."""
        if self.is_level:
            return box
        return _scaled(_turned(box, self.quarters, self.width, self.height), self.scale)

    def shown(self, box: Box) -> Box:
        """A box of the upright page on the page as it is shown."""
        if self.is_level and self.rotation == 0 and self.part is None:
            return box
        left, top = self.corner
        x0, y0, x1, y1 = box
        whole = (x0 + left, y0 + top, x1 + left, y1 + top)
        turned = _turned(whole, -self.askew, *self._whole)
        return _scaled(turned, 1 / self.scale)

    @property
    def is_level(self) -> bool:
        """Whether the upright page is the page's own space."""
        return self.quarters == 0 and self.scale == 1.0

    @property
    def corner(self) -> tuple[float, float]:
        """Where the part that is looked at begins on the upright page."""
        return self.part[:2] if self.part else (0.0, 0.0)

    @property
    def askew(self) -> int:
        """Clockwise quarter turns that bring the page as it is shown upright."""
        return (self.quarters - self.rotation) % 4

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page, or of the part of it that is looked at."""
        if self.part is None:
            return self._whole
        x0, y0, x1, y1 = self.part
        return x1 - x0, y1 - y0

    @property
    def _whole(self) -> tuple[float, float]:
        width, height = self.width * self.scale, self.height * self.scale
        return (height, width) if self.quarters % 2 else (width, height)


def _scaled(box: Box, by: float) -> Box:
    if by == 1.0:
        return box
    x0, y0, x1, y1 = box
    return x0 * by, y0 * by, x1 * by, y1 * by


def _turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """A box on a page of that size after the page was turned clockwise."""
    x0, y0, x1, y1 = box
    quarters %= 4
    if quarters == 1:
        return height - y1, x0, height - y0, x1
    if quarters == 2:
        return width - x1, height - y1, width - x0, height - y0
    if quarters == 3:
        return y0, width - x1, y1, width - x0
    return box
