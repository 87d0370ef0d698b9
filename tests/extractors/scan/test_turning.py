"""Which way up a page is, and how much it leans."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.scan.turning import skew, turned
from tests.extractors.scan.drawing import Pixels, ink, white, written

TEXT = "上海市智能制造系统解决方案揭榜挂帅项目申报书基本信息表"


def page() -> Pixels:
    return written([(80, y, TEXT) for y in range(100, 760, 22)])


@pytest.mark.parametrize("quarters", range(4))
def test_a_turned_page_is_brought_upright(quarters: int) -> None:
    lying = np.ascontiguousarray(np.rot90(page(), quarters))
    assert turned(lying) == quarters


@pytest.mark.parametrize("quarters", range(4))
def test_a_page_with_a_few_thin_lines_is_brought_upright_too(quarters: int) -> None:
    few = np.maximum(written([(80, y, TEXT) for y in (100, 122, 144)]), 150)
    assert turned(np.ascontiguousarray(np.rot90(few, quarters))) == quarters


def test_an_empty_page_stays_as_it_lies() -> None:
    assert turned(white()) == 0


@pytest.mark.parametrize("angle", [-2.7, -0.4, 0.0, 1.3])
def test_skew_is_measured_to_a_twentieth_of_a_degree(angle: float) -> None:
    matrix = cv2.getRotationMatrix2D((827, 1170), -angle, 1.0)
    leaning = cv2.warpAffine(page(), matrix, (1654, 2339), borderValue=(255, 255, 255))
    assert abs(skew(ink(leaning)) - angle) < 0.05
