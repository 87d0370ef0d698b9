"""Pages drawn, in a child process that can be killed: what a person sees beside the fields.

Sizes and places are in points from a page's top left, as evidence has them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from extractors.conversion import prepared
from extractors.paper.glyphs import Turn
from extractors.sniff import sniff

DPI: Final = 110
ASKEW_DPI: Final = 150  # of a picture that is only asked which side is up
MOST_PIXELS: Final = 12_000_000  # of a picture; a larger page is drawn smaller
MOST_PAGES: Final = 400


class Sheet(NamedTuple):
    """A page: its size in points, its picture where drawing it was needed to know the size, and
    the clockwise quarter turns by which it is shown otherwise than it was given."""

    width: float
    height: float
    picture: bytes | None = None
    quarters: int = 0

    def shown(self, box: Sequence[float]) -> list[float]:
        """The place on the page as it is shown of a box on the page as it was given."""
        own = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        x0, y0, x1, y1 = box
        return list(Turn(self.quarters, 0, *own).upright((x0, y0, x1, y1)))


class Conversion(NamedTuple):
    """What LibreOffice is to make a PDF of: its word for the kind, and the bytes."""

    kind: str
    data: bytes


def conversion(data: bytes) -> Conversion:
    """What must be converted of a document that has no pages yet; raises Unreadable."""
    kind = sniff(data, "")
    if kind.convert is None:
        return Conversion("docx", data)
    made = prepared(kind.key, data)
    return Conversion(kind.convert, data if made is None else made)


def sheets(pdf: bytes, *, turned: bool = False) -> list[Sheet]:
    """The pages of a PDF as they lie; with `turned`, upright. Raises Unreadable where that needs
    what isn't installed."""
    with opened(pdf) as document:
        pages = (document[number] for number in range(min(len(document), MOST_PAGES)))
        return [_sheet(page, askew(page) if turned else 0) for page in pages]


def _sheet(page: Any, quarters: int) -> Sheet:
    turn(page, quarters)
    return Sheet(page.rect.width, page.rect.height, quarters=quarters)


def turn(page: Any, quarters: int) -> None:
    """Turns a page clockwise from how it is shown."""
    page.set_rotation((page.rotation + 90 * quarters) % 360)


def askew(page: Any) -> int:
    """The clockwise quarter turns that bring a page as it is shown upright, by its text or, of a
    picture, by what it looks like at a resolution that is enough for that."""
    from extractors.pdf.pictures import picture_page
    from extractors.pdf.sheets import contents
    from extractors.scan.engine import check

    held = contents(page, page.number + 1, False)
    if not held.is_picture:
        return held.turn.askew
    check()
    from extractors.scan.turning import turned

    return turned(picture_page(page).render(ASKEW_DPI)[:, :, ::-1].copy())


def drawn(pdf: bytes, number: int, quarters: int = 0) -> bytes:
    """The page of a number, from 1, as a PNG, turned clockwise from how it is shown."""
    from extractors.mupdf import pymupdf

    with opened(pdf) as document:
        page = document[number - 1]
        turn(page, quarters)
        size = page.rect.width * page.rect.height
        zoom = min(DPI / 72, (MOST_PIXELS / max(size, 1.0)) ** 0.5)
        picture = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB)
        return bytes(picture.tobytes("png"))


def opened(pdf: bytes) -> Any:
    from extractors.mupdf import pymupdf

    document = pymupdf.open(stream=pdf, filetype="pdf")
    if document.needs_pass:
        document.authenticate("")
    return document


def pictures_of(data: bytes) -> list[Sheet]:
    """The pages of a picture file as they were read: cut out, turned upright, straightened."""
    from PIL import Image

    from extractors.scan.page import upright
    from extractors.scan.pictures import pictures

    found = []
    for picture in pictures(data):
        page = upright(picture.pixels, picture.dpi)
        height, width = page.colour.shape[:2]
        shown = Image.fromarray(page.colour[:, :, ::-1])
        shown.thumbnail((round(width * DPI / page.dpi), round(height * DPI / page.dpi)))
        stream = io.BytesIO()
        shown.save(stream, "PNG")
        size = width * 72 / page.dpi, height * 72 / page.dpi
        found.append(Sheet(*size, stream.getvalue(), page.quarters))
    return found


def places(pdf: bytes, evidence: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Where the answers of a Word file stand on the pages of its conversion: where the same text is
    read for the same field, and else where it stands once in the document."""
    from extractors.extract import extract

    read: dict[str, Mapping[str, Any]] = {}
    for result in extract(pdf, ""):
        for path, entry in (result.get("fields") or {}).items():
            read.setdefault(path, entry)
    found: dict[str, list[Any]] = {}
    for path, entry in evidence.items():
        there = read.get(path)
        if there and squeezed(there.get("raw")) == squeezed(entry.get("raw")):
            where = there["where"]
            found[path] = where if isinstance(where, list) else [where]
    rest = {path: entry["raw"] for path, entry in evidence.items() if path not in found}
    return {**found, **searched(pdf, rest)}


def searched(pdf: bytes, texts: Mapping[str, str | None]) -> dict[str, list[Any]]:
    """The places of texts that stand in a PDF exactly once."""
    hits: dict[str, list[Any]] = {path: [] for path, text in texts.items() if is_telling(text)}
    with opened(pdf) as document:
        for number, page in enumerate(document, start=1):
            for path, found in hits.items():
                boxes = page.search_for(str(texts[path]).split("\n")[0][:40])
                found.extend({"page": number, "box": list(box)} for box in boxes)
    return {path: found for path, found in hits.items() if len(found) == 1}


def is_telling(text: str | None) -> bool:
    """Whether a text is long enough to be known by."""
    return len(squeezed(text)) >= 4


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())
