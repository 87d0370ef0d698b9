"""Pages that are pictures, for the reader of scans; and the pictures on pages of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from extractors.mupdf import pymupdf
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
    """The pictures on a page, none of them decoded. They hide what was drawn before them, unless
    they have a mask, as seals have."""
    images = page.get_images()
    if not images:
        return []
    masked = _masked(page) if any(image[1] for image in images) else []
    return [
        Picture(tuple(box), kind == "fill-image" and not _is_among(box, masked))
        for kind, box, *_ in page.get_bboxlog()
        if kind in ("fill-image", "fill-imgmask")
    ]


def _masked(page: Any) -> list[Box]:
    """The boxes of the pictures with a mask."""
    return [tuple(image["bbox"]) for image in page.get_image_info() if image["has-mask"]]


def _is_among(box: Box, others: list[Box]) -> bool:
    return any(
        all(abs(one - other) < 1.0 for one, other in zip(box, each, strict=True)) for each in others
    )


def share_of(found: list[Picture], width: float, height: float) -> float:
    """The share of the page that its largest picture takes."""
    shares = (
        (min(x1, width) - max(x0, 0.0)) * (min(y1, height) - max(y0, 0.0)) / (width * height)
        for x0, y0, x1, y1 in (picture.box for picture in found)
        if x1 > 0 and y1 > 0 and x0 < width and y0 < height
    )
    return max(shares, default=0.0)
