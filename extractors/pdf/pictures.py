"""Pages that are pictures, for the reader of scans; and the pictures on pages of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from extractors.mupdf import pymupdf
from extractors.page import Box

MOST_PIXELS: Final = 40_000_000  # of a page made into a picture: A3 at 400 dpi
WHOLE: Final = 0.5  # share of a page from which a picture is the page


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

        picture = page.get_pixmap(dpi=dots(page, dpi), colorspace=pymupdf.csRGB, alpha=False)
        pixels = np.frombuffer(picture.samples, np.uint8)
        return pixels.reshape(picture.height, picture.width, 3)

    return PicturePage(page.number + 1, page.rect.width, page.rect.height, render)


def dots(page: Any, dpi: float) -> int:
    """The resolution of a page's picture: the one asked for, or less where the page is too large
    for it."""
    area = page.rect.width * page.rect.height * (dpi / 72) ** 2
    if area > MOST_PIXELS:
        dpi *= (MOST_PIXELS / area) ** 0.5
    return max(int(dpi), 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its box in the page's own space, and whether parts of what is under it
    may be seen through it: seals have a mask."""

    box: Box
    is_masked: bool


def pictures(page: Any) -> list[Picture]:
    """The pictures on a page, none of them decoded."""
    images = page.get_images()
    if not images:
        return []
    masked = _masked(page) if any(image[1] for image in images) else []
    return [
        Picture(tuple(box), kind == "fill-imgmask" or _is_among(box, masked))
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


def without_pictures(page: Any) -> Any:
    """A copy of a page with nothing in the place of its pictures."""
    copy = pymupdf.open()
    copy.insert_pdf(page.parent, from_page=page.number, to_page=page.number)
    for number in {image[0] for image in copy[0].get_images()}:
        copy.update_object(number, "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] >>")
        copy.update_stream(number, b"")
    return copy.reload_page(copy[0])


def share_of(found: list[Picture], width: float, height: float) -> float:
    """The share of the page that its largest picture takes."""
    shares = (
        (min(x1, width) - max(x0, 0.0)) * (min(y1, height) - max(y0, 0.0)) / (width * height)
        for x0, y0, x1, y1 in (picture.box for picture in found)
        if x1 > 0 and y1 > 0 and x0 < width and y0 < height
    )
    return max(shares, default=0.0)
