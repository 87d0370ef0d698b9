"""Bytes of a picture file → the pictures of its pages, within limits, or the reason why not."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from extractors.limits import Unreadable
from extractors.scan.arrays import Pixels

MOST_PIXELS: Final = 110_000_000  # A3 at 600 dpi has 70 million
MOST_PAGES: Final = 400  # of a TIFF
DAMAGED: Final = "图片文件已损坏或不完整，无法读取。请重新扫描或拍照后提交。"
TOO_LARGE: Final = "图片过大（{} 像素），未读取。请以 200 至 300 dpi 重新扫描后提交。"
TOO_MANY: Final = "图片文件含 {} 页，超过 {} 页，未读取。请只提交申报材料本身。"


class Picture(NamedTuple):
    """A page's picture: height × width × 3 (blue, green, red), and its scale where it is known."""

    pixels: Pixels
    dpi: float | None


def pictures(data: bytes) -> Iterator[Picture]:
    """The pages of a PNG, JPEG, TIFF or WebP file. Raises Unreadable."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, and says so in Chinese
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            frames = getattr(image, "n_frames", 1)
            if frames > MOST_PAGES:
                raise Unreadable("too-large", TOO_MANY.format(frames, MOST_PAGES))
            for number in range(frames):
                image.seek(number)
                if image.width * image.height > MOST_PIXELS:
                    size = f"{image.width} × {image.height}"
                    raise Unreadable("too-large", TOO_LARGE.format(size))
                dpi = image.info.get("dpi")
                pixels = _pixels(ImageOps.exif_transpose(image))
                yield Picture(pixels, _scale(dpi))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever the library raises, the file is what is wrong
        raise Unreadable("damaged", DAMAGED) from error


def _pixels(image: Any) -> Pixels:
    """Eight bits a channel, on white where the picture is transparent."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, np.float64)
        most = 65535.0 if values.max(initial=0) > 255 else 255.0
        grey = np.clip(values * (255.0 / most), 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _scale(dpi: Any) -> float | None:
    """The resolution that a file names, None where its two directions differ or it names none."""
    try:
        across, down = (float(each) for each in dpi)
    except (TypeError, ValueError):
        return None
    return across if across > 0 and abs(across - down) < 0.01 * across else None
