"""Picture files of all kinds, whole and not: pages, or a reason."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from extractors.extract import extract
from extractors.limits import Unreadable
from extractors.scan.pictures import pictures

SHADES = np.linspace(0, 255, 60 * 40).reshape(60, 40)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def grey() -> Image.Image:
    return Image.fromarray(SHADES.astype(np.uint8))


FILES = {
    "png": saved(grey(), "PNG"),
    "palette": saved(grey().convert("P"), "PNG"),
    "one bit": saved(grey().convert("1"), "TIFF", compression="group4"),
    "cmyk": saved(grey().convert("CMYK"), "JPEG", quality=95),
    "sixteen bits": saved(Image.fromarray((SHADES * 257).astype(np.uint16)), "TIFF"),
    "webp": saved(grey().convert("RGB"), "WEBP", lossless=True),
    "transparent": saved(grey().convert("RGBA"), "PNG"),
}


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_picture_becomes_eight_bits_a_colour(kind: str) -> None:
    [picture] = pictures(FILES[kind])
    assert (picture.pixels.shape, picture.pixels.dtype) == ((60, 40, 3), np.uint8)
    top, foot = picture.pixels[:6].mean(), picture.pixels[-6:].mean()
    assert top < 30 < 225 < foot


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    [picture] = pictures(saved(clear, "PNG"))
    assert picture.pixels.min() == 255


def test_the_camera_s_own_turn_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the picture has to be turned by 90 degrees clockwise
    [picture] = pictures(saved(grey(), "JPEG", quality=95, exif=exif))
    assert picture.pixels.shape == (40, 60, 3)
    assert picture.pixels[:, :5].mean() > 225 > 30 > picture.pixels[:, -5:].mean()


def test_a_tiff_has_many_pages_and_may_name_its_scale() -> None:
    data = saved(grey(), "TIFF", save_all=True, append_images=[grey(), grey()], dpi=(300, 300))
    assert [picture.dpi for picture in pictures(data)] == [300.0, 300.0, 300.0]


def test_a_truncated_picture_is_damaged_not_half_read() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300), np.uint8)
    data = saved(Image.fromarray(noise), "JPEG", quality=95)
    with pytest.raises(Unreadable) as reason:
        list(pictures(data[: len(data) // 2]))
    assert reason.value.code == "damaged"


def test_a_picture_of_900_million_pixels_is_refused_unopened() -> None:
    rows = zlib.compress(b"\0" * 1000)
    header = (30000).to_bytes(4) + (30000).to_bytes(4) + b"\x08\x00\x00\x00\x00"
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    with pytest.raises(Unreadable) as reason:
        list(pictures(data))
    assert (reason.value.code, "30000" in reason.value.message) == ("too-large", True)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


STRANGE = {
    "black": np.zeros((1170, 827), np.uint8),
    "white": np.full((1170, 827), 255, np.uint8),
    "one pixel": np.zeros((1, 1), np.uint8),
    "one line": np.zeros((1, 3000), np.uint8),
    "noise": np.random.default_rng(2).integers(0, 255, (700, 500), np.uint8),
}


@pytest.mark.xdist_group("pages")  # one process loads the networks
@pytest.mark.parametrize("what", STRANGE)
def test_a_picture_of_something_else_is_no_form(what: str) -> None:
    [result] = extract(saved(Image.fromarray(STRANGE[what]), "PNG"), "strange.png")
    assert result["reason"]["code"] == "not-a-form"
