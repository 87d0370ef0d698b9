"""Prints of records as pictures: record → Word → PDF → a picture a page."""

from __future__ import annotations

import numpy as np
import pymupdf
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def pages(pdf: bytes, dpi: int) -> list[Pixels]:
    """The pages of a PDF as pictures (height × width × 3: blue, green, red)."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return [page_picture(page, dpi) for page in document]


def page_picture(page: pymupdf.Page, dpi: int) -> Pixels:
    drawn = page.get_pixmap(dpi=dpi)
    rgb = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, drawn.n)
    return np.ascontiguousarray(rgb[:, :, 2::-1])


def scan_pdf(pictures: list[Pixels], dpi: int, quality: int = 80) -> bytes:
    """A PDF whose pages are pictures, as scanners make them."""
    import cv2

    document = pymupdf.open()
    for picture in pictures:
        height, width = picture.shape[:2]
        page = document.new_page(width=width * 72 / dpi, height=height * 72 / dpi)
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        page.insert_image(page.rect, stream=data.tobytes())
    return bytes(document.tobytes())
