"""What befalls a page on its way through an office and a scanner, each as one function."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Pixels = Any  # height × width × 3 of uint8; OpenCV's types forget what is in an array
Draw = np.random.Generator

WHITE = (255, 255, 255)


def skewed(page: Pixels, draw: Draw, most: float) -> Pixels:
    """Laid down askew, by at least a third of `most` degrees."""
    angle = draw.uniform(most / 3, most) * draw.choice((-1, 1))
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=WHITE)


def blurred(page: Pixels, draw: Draw, deviation: float) -> Pixels:
    return cv2.GaussianBlur(page, (0, 0), deviation * draw.uniform(0.8, 1.2))


def noisy(page: Pixels, draw: Draw, deviation: float) -> Pixels:
    noise = draw.normal(0.0, deviation, page.shape[:2])[:, :, None]
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def grey(page: Pixels, draw: Draw) -> Pixels:
    return np.repeat(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)[:, :, None], 3, axis=2)


def faded(page: Pixels, draw: Draw, contrast: float) -> Pixels:
    """Printed with the last of the toner, on grey paper."""
    return (235 - (255 - page.astype(np.float32)) * contrast).clip(0, 255).astype(np.uint8)


def two_tone(page: Pixels, draw: Draw) -> Pixels:
    """Black or white, nothing between."""
    return np.where(grey(page, draw) > 160, 255, 0).astype(np.uint8)


def jpeg(page: Pixels, draw: Draw, quality: int) -> Pixels:
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def photographed(page: Pixels, draw: Draw, lean: float) -> Pixels:
    """Lying on a dark table, seen from a little aside."""
    height, width = page.shape[:2]
    border = round(0.08 * height)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + border + draw.uniform(-lean, lean, (4, 2)) * width
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    size = (width + 2 * border, height + 2 * border)
    table = np.empty((size[1], size[0], 3), np.uint8)
    table[:] = draw.integers(40, 90, 3)
    return cv2.warpPerspective(
        page, matrix, size, table, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )


def shaded(page: Pixels, draw: Draw, depth: float) -> Pixels:
    """Lit from one side, with the shadow of a hand."""
    height, width = page.shape[:2]
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    turn = draw.uniform(0, 2 * np.pi)
    light = 1 - depth * (0.5 + 0.5 * (np.cos(turn) * (x - 0.5) + np.sin(turn) * (y - 0.5)) * 1.4)
    cx, cy = draw.uniform(0.2, 0.8, 2)
    light -= 0.15 * np.exp(-(((x - cx) / 0.25) ** 2 + ((y - cy) / 0.2) ** 2))
    return (page * light[:, :, None]).clip(0, 255).astype(np.uint8)


def punched(page: Pixels, draw: Draw) -> Pixels:
    """Two holes of 6 mm, 80 mm apart, at the left edge (ISO 838)."""
    page = page.copy()
    unit = page.shape[0] / 297
    for y in (page.shape[0] / 2 - 40 * unit, page.shape[0] / 2 + 40 * unit):
        cv2.circle(page, (round(12 * unit), round(y)), round(3 * unit), (60, 60, 60), -1)
    return page


def stapled(page: Pixels, draw: Draw) -> Pixels:
    """A staple and its shadow in the upper left corner."""
    page = page.copy()
    unit = page.shape[0] / 297
    start, end = (round(8 * unit), round(14 * unit)), (round(16 * unit), round(8 * unit))
    shade = tuple((each[0] + round(unit), each[1] + round(unit)) for each in (start, end))
    cv2.line(page, shade[0], shade[1], (190, 190, 190), round(1.5 * unit))
    cv2.line(page, start, end, (90, 90, 90), max(1, round(0.6 * unit)))
    return page


def folded(page: Pixels, draw: Draw) -> Pixels:
    """Folded once across: a soft dark line."""
    at = draw.uniform(0.3, 0.7) * page.shape[0]
    rows = np.arange(page.shape[0])
    shade = 1 - 0.12 * np.exp(-(((rows - at) / (page.shape[0] / 600)) ** 2))
    return (page * shade[:, None, None]).astype(np.uint8)


def shone_through(page: Pixels, draw: Draw, strength: float) -> Pixels:
    """The back of the sheet, mirrored, shines through."""
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 1.5)
    return (page - strength * (255 - back.astype(np.float32))).clip(0, 255).astype(np.uint8)


def curled(page: Pixels, draw: Draw, depth: float) -> Pixels:
    """Drawn in with a wave of `depth` pixels over its width."""
    height, width = page.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    start = draw.uniform(0, 2 * np.pi)
    y += np.float32(depth) * np.sin(x / width * np.float32(np.pi) + np.float32(start))
    return cv2.remap(page, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def streaked(page: Pixels, draw: Draw) -> Pixels:
    """A fax machine's dirty glass: thin lines down the page."""
    page = page.copy()
    for x in draw.integers(0, page.shape[1], 3):
        page[:, x : x + 1] = 0
    return page
