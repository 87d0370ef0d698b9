"""Pages that are pictures, for the reader of scans; and the pictures on pages of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pymupdf

from extractors.page import Box

MOST_PIXELS: Final = 40_000_000  # of a page made into a picture: A3 at 400 dpi


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page without text. `render(dpi)` gives its picture: height × width × 3, red, green, blue,
    8 bits each; the resolution is lowered where the page would be larger than MOST_PIXELS."""

    number: int
    width: float  # of the page as it is shown, in points
    height: float
    render: Callable[[float], Any]


def picture_page(page: Any) -> PicturePage:
    """A page to be read as a picture."""

    def render(dpi: float) -> Any:
        import numpy as np

        area = page.rect.width * page.rect.height * (dpi / 72) ** 2
        if area > MOST_PIXELS:
            dpi *= (MOST_PIXELS / area) ** 0.5
        picture = page.get_pixmap(dpi=max(int(dpi), 1), colorspace=pymupdf.csRGB, alpha=False)
        pixels = np.frombuffer(picture.samples, np.uint8)
        return pixels.reshape(picture.height, picture.width, 3)

    return PicturePage(page.number + 1, page.rect.width, page.rect.height, render)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its box in the page's own space, and whether it hides what is under."""

    box: Box
    hides: bool


def pictures(page: Any) -> list[Picture]:
    """The pictures on a page; a picture hides what was drawn before it, unless it has a mask, as
    seals have."""
    images = page.get_images(full=True)
    if not images:
        return []
    masked = {image[0] for image in images if image[1]}
    found = []
    for info in page.get_image_info(xrefs=True):
        found.append(Picture(tuple(info["bbox"]), info["xref"] not in masked))
    return found


def covered(found: list[Picture], width: float, height: float) -> float:
    """The share of the page that its largest picture takes."""
    shares = (
        (min(x1, width) - max(x0, 0.0)) * (min(y1, height) - max(y0, 0.0)) / (width * height)
        for x0, y0, x1, y1 in (picture.box for picture in found)
        if x1 > 0 and y1 > 0 and x0 < width and y0 < height
    )
    return max(shares, default=0.0)


def texts_before_pictures(page: Any) -> list[tuple[Box, Box]]:
    """For each text drawn before a picture that lies over it, the text's box and the picture's."""
    texts: list[Box] = []
    found: list[tuple[Box, Box]] = []
    for kind, box, *_ in page.get_bboxlog():
        if kind.endswith("text"):
            texts.append(tuple(box))
        elif kind == "fill-image":
            found.extend((text, tuple(box)) for text in texts if _overlap(text, tuple(box)))
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
