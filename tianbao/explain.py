"""Pictures that explain a reading: each page with every field's place drawn, named and coloured by
how sure its value is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from tianbao.files import write_whole

DPI: Final = 110
MOST_PIXELS: Final = 12_000_000  # of a picture; a larger page is drawn smaller
LABEL: Final = 9  # pixels: height of a label's letters

# Confidence from which a colour counts: sure, to be looked at, hardly more than a guess.
COLOURS: Final = ((0.9, (0, 130, 60)), (0.6, (230, 130, 0)), (0.0, (210, 0, 40)))
MARK: Final = (90, 60, 200)

EXPLAINED: Final = frozenset({"pdf", "scan"})  # kinds of source that have pages to draw on


class Drawn(NamedTuple):
    """A box to draw: in points from the page's top left, with its name and colour."""

    box: tuple[float, float, float, float]
    name: str
    colour: tuple[int, int, int]


def explain(data: bytes, results: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Writes a PNG of each page of a PDF: `target` with the page's number behind it."""
    if not any(result["source"]["kind"] in EXPLAINED for result in results):
        return
    from extractors.mupdf import pymupdf

    boxes = boxes_by_page(results)
    with pymupdf.open(stream=data, filetype="pdf") as document:
        if document.needs_pass:
            document.authenticate("")
        for number, page in enumerate(document, start=1):
            picture = _drawn(page, boxes.get(number, []))
            name = target.with_name(f"{target.name}-{number:02}.png")
            write_whole(name, picture, force=True)


def boxes_by_page(results: Sequence[Mapping[str, Any]]) -> dict[int, list[Drawn]]:
    """Page number → what is drawn on it: the places of all fields and marks."""
    found: dict[int, list[Drawn]] = {}
    for result in results:
        for path, entry in result.get("fields", {}).items():
            colour = _colour(entry["confidence"])
            name = f"{path} {entry['confidence']:.2f}"
            for place in _places(entry.get("where")):
                found.setdefault(place["page"], []).append(Drawn(place["box"], name, colour))
        for mark in result.get("marks", ()):
            if "box" in mark:
                found.setdefault(mark["page"], []).append(Drawn(mark["box"], mark["kind"], MARK))
    return found


def _places(where: Any) -> Iterator[Mapping[str, Any]]:
    places = where if isinstance(where, list) else [where]
    return (place for place in places if place and "box" in place)


def _colour(confidence: float) -> tuple[int, int, int]:
    return next(colour for least, colour in COLOURS if confidence >= least)


def _drawn(page: Any, boxes: Sequence[Drawn]) -> bytes:
    """The page as a PNG with its boxes. A label stands above its box, behind it where it is the
    higher one of two."""
    from PIL import Image, ImageDraw, ImageFont

    from extractors.mupdf import pymupdf

    size = page.rect.width * page.rect.height
    zoom = min(DPI / 72, (MOST_PIXELS / max(size, 1.0)) ** 0.5)
    shown = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB)
    picture = Image.frombytes("RGB", (shown.width, shown.height), shown.samples)
    pen = ImageDraw.Draw(picture, "RGBA")
    font = ImageFont.load_default(LABEL)
    for box, name, colour in boxes:
        x0, y0, x1, y1 = (edge * zoom for edge in box)
        pen.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), (*colour, 28), (*colour, 255))
        pen.text((x0, max(y0 - LABEL - 2, 0)), name, (*colour, 255), font)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
