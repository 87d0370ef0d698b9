"""Pictures that explain a reading: each page with every field's place drawn, named and coloured by
how sure its value is; a scanned page straightened, with the cells, boxes and seals that were found
and what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tianbao.files import write_whole

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

    from extractors.scan.explained import Seen

DPI: Final = 110
MOST_PIXELS: Final = 12_000_000  # of a picture; a larger page is drawn smaller
LABEL: Final = 9  # pixels: height of a label's letters
READING: Final = 20  # … of what was read, on a straightened page
MOST_READ: Final = 24  # characters of it

# Confidence from which a colour counts: sure, to be looked at, hardly more than a guess.
COLOURS: Final = ((0.9, (0, 130, 60)), (0.6, (230, 130, 0)), (0.0, (210, 0, 40)))
MARK: Final = (90, 60, 200)
CELL: Final = (120, 170, 230)
BOX: Final = (130, 130, 130)
TICK: Final = (0, 110, 220)

EXPLAINED: Final = frozenset({"pdf", "scan"})  # kinds of source that have pages to draw on
PICTURES: Final = frozenset({"image"})  # … that are pictures


class Drawn(NamedTuple):
    """A box to draw: in points from the page's top left, with its name, its colour and what was
    read there."""

    box: tuple[float, float, float, float]
    name: str
    colour: tuple[int, int, int]
    read: str = ""


def explain(files: Sequence[bytes], results: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Writes a PNG of each page of a document (a PDF, or picture files that are one): `target` with
    the page's number behind it."""
    kinds = {result["source"]["kind"] for result in results}
    boxes = boxes_by_page(results)
    pages: Iterator[Image.Image]
    if kinds & PICTURES:
        from extractors.scan.explained import seen_on

        pages = (
            _straightened(seen, boxes.get(at, []))
            for at, seen in enumerate(seen_on(files), start=1)
        )
    elif kinds & EXPLAINED:
        pages = _of_pdf(files[0], boxes)
    else:
        return
    for number, picture in enumerate(pages, start=1):
        stream = BytesIO()
        picture.save(stream, "PNG")
        name = target.with_name(f"{target.name}-{number:02}.png")
        write_whole(name, stream.getvalue(), force=True)


def boxes_by_page(results: Sequence[Mapping[str, Any]]) -> dict[int, list[Drawn]]:
    """Page number → what is drawn on it: the places of all fields and marks."""
    found: dict[int, list[Drawn]] = {}
    for result in results:
        for path, entry in result.get("fields", {}).items():
            colour = _colour(entry["confidence"])
            name = f"{path} {entry['confidence']:.2f}"
            for place in _places(entry.get("where")):
                drawn = Drawn(place["box"], name, colour, entry["raw"])
                found.setdefault(place["page"], []).append(drawn)
        for mark in result.get("marks", ()):
            if "box" in mark:
                drawn = Drawn(mark["box"], mark["kind"], MARK, mark.get("text", ""))
                found.setdefault(mark["page"], []).append(drawn)
    return found


def _places(where: Any) -> Iterator[Mapping[str, Any]]:
    places = where if isinstance(where, list) else [where]
    return (place for place in places if place and "box" in place)


def _colour(confidence: float) -> tuple[int, int, int]:
    return next(colour for least, colour in COLOURS if confidence >= least)


def _of_pdf(data: bytes, boxes: Mapping[int, list[Drawn]]) -> Iterator[Image.Image]:
    """The pages of a PDF, those that are pictures straightened."""
    from extractors.pdf.document import is_picture
    from extractors.pdf.pictures import picture_page
    from extractors.scan import picture_of

    with _opened(data) as document, _opened(data) as looked_at:
        for number, page in enumerate(document, start=1):
            drawn = boxes.get(number, [])
            if is_picture(looked_at, number):
                from extractors.scan.explained import seen

                yield _straightened(seen(picture_of(picture_page(page))), drawn)
            else:
                yield _printed(page, drawn)


def _opened(data: bytes) -> Any:
    from extractors.mupdf import pymupdf

    document = pymupdf.open(stream=data, filetype="pdf")
    if document.needs_pass:
        document.authenticate("")
    return document


def _printed(page: Any, boxes: Sequence[Drawn]) -> Image.Image:
    """The page with its boxes. A label stands above its box, behind it where it is the higher one
    of two."""
    from PIL import Image, ImageDraw, ImageFont

    from extractors.mupdf import pymupdf

    size = page.rect.width * page.rect.height
    zoom = min(DPI / 72, (MOST_PIXELS / max(size, 1.0)) ** 0.5)
    shown = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB)
    picture = Image.frombytes("RGB", (shown.width, shown.height), shown.samples)
    pen = ImageDraw.Draw(picture, "RGBA")
    font = ImageFont.load_default(LABEL)
    for each in boxes:
        x0, y0, x1, y1 = (edge * zoom for edge in each.box)
        _frame(pen, (x0 - 1, y0 - 1, x1 + 1, y1 + 1), each.colour, 28)
        pen.text((x0, max(y0 - LABEL - 2, 0)), each.name, (*each.colour, 255), font)
    return picture


def _straightened(seen: Seen, boxes: Sequence[Drawn]) -> Image.Image:
    """The straightened page with its cells, its boxes to tick, its seals, and over each field's
    place its name and what was read there."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.fromarray(seen.picture[:, :, ::-1].copy())
    pen = ImageDraw.Draw(picture, "RGBA")
    for rectangles, colour in (
        (seen.cells, CELL),
        (seen.empty, BOX),
        (seen.ticked, TICK),
        (seen.seals, MARK),
    ):
        for rectangle in rectangles:
            pen.rectangle(rectangle, outline=(*colour, 255), width=3)
    font = ImageFont.truetype(BytesIO(_letters()), READING)
    for each in boxes:
        x0, y0, x1, y1 = seen.pixels(each.box)
        _frame(pen, (x0, y0, x1, y1), each.colour, 28)
        read = " ".join(each.read.split())[:MOST_READ]
        place = (x0, max(y0 - READING - 2, 0))
        pen.text(place, f"{each.name} {read}", (*each.colour, 255), font)
    picture.thumbnail((2200, 2200))
    return picture


@cache
def _letters() -> bytes:
    """A font with Chinese letters."""
    from extractors.mupdf import pymupdf

    buffer: bytes = pymupdf.Font("china-s").buffer
    return buffer


def _frame(
    pen: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    colour: tuple[int, int, int],
    shade: int,
) -> None:
    pen.rectangle(box, (*colour, shade), (*colour, 255))
