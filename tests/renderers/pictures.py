"""Pictures of printed pages: `python -m tests.renderers.pictures --force` draws those that the
suite compares with anew. Look at each before it is committed.

Faces that stand in are used even where the real ones are installed, so that every machine that
the set-up was run on draws the same.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from xml.sax.saxutils import escape

import numpy as np
import pymupdf
from numpy.typing import NDArray

from forms.registry import get
from renderers import fonts, pdf
from renderers.office import Office

FOLDER = Path(__file__).parent / "pictures"
RECORDS = Path(__file__).parents[2] / "samples" / "records"
DPI = 96

# name → form, the sample it is filled with, the pages that are compared (None: all)
DRAWN: dict[str, tuple[str, str | None, range | None]] = {
    "application-blank": ("application", None, None),
    "application-filled": ("application", "a01-automotive-twin", range(10)),
    "application-lists": ("application", "a05-thirty-row-lists", range(1, 7)),
    "summary-blank": ("summary", None, None),
    "summary-filled": ("summary", "s02-district-full", None),
}

Picture = NDArray[np.float64]  # rows of the ink of each point, 0 (paper) to 255

BLOCK = 5  # points; a box of a tick has about twelve
STEP = 1  # points that a line may have moved


@contextmanager
def printing() -> Iterator[Office]:
    """An office that knows none of the real faces."""
    names = (name for face in fonts.faces() for name in face.names)
    patterns = "".join(
        f'<pattern><patelt name="family"><string>{escape(name)}</string></patelt></pattern>'
        for name in names
    )
    rejected = f"<selectfont><rejectfont>{patterns}</rejectfont></selectfont>\n</fontconfig>"
    settings = fonts.settings().replace("</fontconfig>", rejected)
    with mock.patch.object(fonts, "settings", return_value=settings), Office() as office:
        yield office


def drawn(name: str, office: Office) -> list[bytes]:
    """The pages as PNG, in greys."""
    form, sample, pages = DRAWN[name]
    record = json.loads((RECORDS / f"{sample}.json").read_text("utf-8")) if sample else {}
    printed = pdf.render(get(form), record, office=office)
    with pymupdf.open(stream=printed) as document:
        return [_picture(document[page]) for page in pages or range(len(document))]


def _picture(page: pymupdf.Page) -> bytes:
    """A page in sixteen greys, which take half the room of all."""
    full = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    few = np.frombuffer(full.samples, np.uint8) // 16 * 17
    picture = pymupdf.Pixmap(pymupdf.csGRAY, full.width, full.height, few.tobytes(), False)
    return bytes(picture.tobytes("png"))


def kept(name: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(FOLDER.glob(f"{name}-[0-9][0-9].png"))]


def difference(one: bytes, other: bytes) -> float:
    """How much more ink (0 to 255) the worst block of points has in one of two pictures, when each
    block is laid where it fits best within STEP. Another rasterizer's smoothing makes about 25 of
    it, a missing line 34, a tick more or less 60; pages of other sizes 255."""
    before, after = _blocks(_ink(one)), _blocks(_ink(other))
    if before.shape != after.shape:
        return 255.0
    rows, columns = (size - 2 * STEP for size in before.shape)
    still = before[STEP : STEP + rows, STEP : STEP + columns]
    steps = range(2 * STEP + 1)
    best = np.min(
        [np.abs(still - after[y : y + rows, x : x + columns]) for y in steps for x in steps], axis=0
    )
    return float(best.max())


def _ink(png: bytes) -> Picture:
    picture = pymupdf.Pixmap(png)
    points = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)
    return 255.0 - points


def _blocks(picture: Picture) -> Picture:
    """The mean of every block of BLOCK by BLOCK points."""
    sums = np.pad(picture, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    inner = sums[BLOCK:, BLOCK:] - sums[:-BLOCK, BLOCK:] - sums[BLOCK:, :-BLOCK]
    means: Picture = (inner + sums[:-BLOCK, :-BLOCK]) / BLOCK**2
    return means


def main(arguments: list[str]) -> int:
    if arguments != ["--force"]:
        print(__doc__, file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with printing() as office:
        for name in DRAWN:
            for number, png in enumerate(drawn(name, office), 1):
                (FOLDER / f"{name}-{number:02}.png").write_bytes(png)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
