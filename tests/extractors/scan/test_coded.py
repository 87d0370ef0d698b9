"""Pictures inside PDFs, coded as scanners code them: CCITT G4, JBIG2, JPEG 2000, JPEG in CMYK."""

from __future__ import annotations

import io
import struct

import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from extractors.pdf.document import is_picture
from extractors.pdf.pictures import picture_page
from extractors.scan import picture_of
from tests.extractors.scan.drawing import DPI, written

TEXT = "上海市智能制造系统解决方案揭榜挂帅项目申报书"
PAGE = written([(80, y, TEXT) for y in range(100, 760, 40)]).max(axis=2)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def ccitt() -> bytes:
    """The page as one strip of T.6, black as 1."""
    negative = Image.fromarray(255 - PAGE).convert("1")  # TIFF's own bits are black where 0
    tiff = saved(negative, "TIFF", compression="group4", strip_size=1 << 24)
    with Image.open(io.BytesIO(tiff)) as image:
        tags = image.tag_v2
        [start], [length] = tags[273], tags[279]
    return tiff[start : start + length]


def jbig2() -> bytes:
    """The page as JBIG2 (ITU-T T.88) for a PDF: a page's information and one generic region, which
    may be coded by T.6."""
    height, width = PAGE.shape
    information = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\x01" + ccitt()
    return segment(0, 48, information) + segment(1, 38, region)


def segment(number: int, kind: int, data: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data


CODED = {
    "CCITTFaxDecode": (
        ccitt,
        "1",
        "/DeviceGray",
        "/DecodeParms << /K -1 /Columns {w} /Rows {h} >>",
    ),
    "JBIG2Decode": (jbig2, "1", "/DeviceGray", ""),
    "JPXDecode": (lambda: saved(Image.fromarray(PAGE), "JPEG2000"), "8", "/DeviceGray", ""),
    "DCTDecode": (
        lambda: saved(Image.fromarray(PAGE).convert("CMYK"), "JPEG", quality=90),
        "8",
        "/DeviceCMYK",
        "/Decode [1 0 1 0 1 0 1 0]",
    ),
}


def pdf(coding: str) -> bytes:
    """A PDF whose one page is the picture in that coding."""
    code, bits, space, more = CODED[coding]
    height, width = PAGE.shape
    size = f"{width * 72 / DPI:.2f} {height * 72 / DPI:.2f}"
    drawing = f"q {size.replace(' ', ' 0 0 ')} 0 0 cm /I Do Q".encode()
    data = code()
    picture = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent {bits} "
        f"/ColorSpace {space} /Filter /{coding} {more.format(w=width, h=height)}"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> >> >>".encode(),
        stream("", drawing),
        stream(picture, data),
    ]
    body = b"%PDF-1.7\n"
    starts = []
    for number, each in enumerate(objects, start=1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def stream(head: str, data: bytes) -> bytes:
    return f"<< {head} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


@pytest.mark.parametrize("coding", CODED)
def test_a_page_coded_as_scanners_do_is_the_picture_that_was_coded(coding: str) -> None:
    with pymupdf.open(stream=pdf(coding), filetype="pdf") as document:
        assert is_picture(document, 1)
        seen = picture_of(picture_page(document[0]))
    assert likeness(seen.pixels.max(axis=2)) > 0.8


def likeness(shown: NDArray[np.uint8]) -> float:
    """How far two pictures of a page have their ink at the same places, 1 where they are one."""
    wanted = Image.fromarray(PAGE).resize((200, 280), Image.Resampling.BOX)
    given = Image.fromarray(shown).resize((200, 280), Image.Resampling.BOX)
    return float(np.corrcoef(np.asarray(wanted).ravel(), np.asarray(given).ravel())[0, 1])
