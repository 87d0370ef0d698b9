"""A picture is brought upright, straight and white."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan import page
from tests.extractors.scan.drawing import DPI, Pixels, written

TEXT = "上海市智能制造系统解决方案揭榜挂帅项目申报书基本信息表"


def leaning() -> Pixels:
    straight = written([(80, y, TEXT) for y in range(100, 760, 22)])
    matrix = cv2.getRotationMatrix2D((827, 1170), -1.3, 1.0)
    return cv2.warpAffine(straight, matrix, (1654, 2339), borderValue=(255, 255, 255))


def test_a_picture_in_grey_is_straightened_once_for_all_channels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shapes = []
    plain = page.straightened

    def straightened(picture: Pixels, angle: float) -> Pixels:
        shapes.append(picture.shape)
        return plain(picture, angle)

    monkeypatch.setattr(page, "straightened", straightened)
    grey = leaning()
    tinted = grey.copy()
    tinted[:40, :40, 0] = 250
    of_grey, of_tinted = page.upright(grey, DPI).colour, page.upright(tinted, DPI).colour
    assert shapes == [(2339, 1654), (2339, 1654, 3)]
    assert of_grey.shape == of_tinted.shape
    assert np.array_equal(of_grey[..., 0], of_grey[..., 2])
    assert np.array_equal(of_grey[600:], of_tinted[600:])


def test_a_negative_is_turned_back() -> None:
    plain = leaning()
    assert np.array_equal(page.upright(255 - plain, DPI).ink, page.upright(plain, DPI).ink)


def test_a_sheet_on_a_black_table_is_no_negative() -> None:
    photo = np.zeros((3600, 3000, 3), np.uint8)
    photo[400:2739, 300:1954] = leaning()
    assert np.median(photo) < 128
    assert np.median(page.upright(photo, None).picture) > 240


def test_the_shadows_of_fingers_are_no_ink() -> None:
    lit = written([(80, y, TEXT) for y in range(100, 760, 22)])
    shaded = lit.copy()
    for x in (500, 640, 780):
        shaded[1100:, x : x + 75] = (shaded[1100:, x : x + 75] * 0.5).astype(np.uint8)
    plain, level = page.upright(lit, DPI).ink, page.upright(shaded, DPI).ink
    near = cv2.dilate(plain, np.ones((5, 5), np.uint8))
    assert (cv2.subtract(level, near) > 0).sum() < 0.01 * (plain > 0).sum()
    assert ((level > 0) & (plain > 0)).sum() > 0.95 * (plain > 0).sum()
