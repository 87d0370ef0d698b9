"""Seals on a page: found by size and shape, their ink taken off, their words read."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from extractors.scan.grid import Disc
from extractors.scan.legend import legend
from extractors.scan.rings import rings
from extractors.scan.seals import Seal, red_of, seals, without, without_thick
from tests.extractors.scan.drawing import DPI, Pixels, white, written
from tests.scanner.levels import degrade
from tests.scanner.seals import stamped

NAME = "上海启岚数字制造技术有限公司"
DRAWN = [("round", 38, "seal"), ("oval", 45, "seal"), ("square", 18, "personal-seal")]


def found(page: Pixels) -> list[Seal]:
    return seals(red_of(page), DPI)


@pytest.mark.parametrize(("drawn", "size", "kind"), DRAWN)
@pytest.mark.parametrize("level", ["clean", "colour"])
def test_a_seal_is_found_with_its_size(drawn: str, size: float, kind: str, level: str) -> None:
    page = degrade(stamped(white(), drawn, 100, 100, DPI, NAME, size), level, 1)
    [seal] = found(page)
    assert seal.kind == kind
    assert abs(seal.size - size) < 1.0


@pytest.mark.parametrize(("drawn", "size", "kind"), DRAWN)
@pytest.mark.parametrize("askew", [-14, 9, 40])
def test_a_seal_that_was_stamped_askew_is_what_it_is(
    drawn: str, size: float, kind: str, askew: float
) -> None:
    place = (100 / 25.4 * DPI, 100 / 25.4 * DPI)
    page = stamped(white(), drawn, 100, 100, DPI, NAME, size)
    turn = cv2.getRotationMatrix2D(place, askew, 1.0)
    turned = cv2.warpAffine(page, turn, page.shape[1::-1], borderValue=(255, 255, 255))
    assert [seal.kind for seal in found(turned)] == [kind]


@pytest.mark.parametrize("away", [(0, 8), (7, 6), (12, -3)])
def test_seals_that_overlap_are_two_though_together_they_are_no_larger_than_one_may_be(
    away: tuple[float, float],
) -> None:
    page = stamped(white(), "round", 100, 100, DPI, NAME, 38)
    both = stamped(page, "round", 100 + away[0], 100 + away[1], DPI, NAME, 37)
    middles = [[length * 25.4 / DPI for length in seal.middle] for seal in found(both)]
    assert len(middles) == 2
    for stamp in ((100, 100), (100 + away[0], 100 + away[1])):
        assert min(math.dist(middle, stamp) for middle in middles) < 1.5


def test_a_seal_over_text_is_one_seal_and_the_text_stays() -> None:
    page = written([(200, y, "我单位申报的所有材料均真实完整") for y in range(230, 330, 20)])
    sealed = stamped(page, "round", 100, 100, DPI, NAME)
    assert [seal.kind for seal in found(sealed)] == ["seal"]
    clean, _ = without(sealed, red_of(sealed))
    assert red_of(clean).sum() == 0
    black = page.max(axis=2) < 60
    assert (clean[black].max(axis=1) < 140).mean() > 0.97


def test_what_the_page_s_edge_cuts_is_an_edge_seal() -> None:
    cut = stamped(white(), "round", 205, 150, DPI, NAME)
    assert [seal.kind for seal in found(cut)] == ["edge-seal"]


def test_a_red_heading_a_red_line_and_a_red_field_are_no_seals() -> None:
    page = white()
    page[200:240, 300:1300] = (30, 30, 220)
    page[400:403, 200:1400] = (30, 30, 220)
    page[600:900, 300:600] = (30, 30, 220)
    assert found(page) == []


def test_a_grey_page_has_none() -> None:
    page = stamped(white(), "round", 100, 100, DPI, NAME)
    assert found(np.repeat(page.mean(axis=2).astype(np.uint8)[:, :, None], 3, axis=2)) == []


@pytest.mark.xdist_group("pages")  # one process loads the networks
def test_the_words_round_a_seal_are_read() -> None:
    page = stamped(white(), "round", 100, 100, DPI, NAME)
    [seal] = found(page)
    assert legend(red_of(page), seal) == NAME


def test_a_grey_seal_s_rim_and_star_go_and_the_text_under_it_stays() -> None:
    page = written([(200, y, "我单位申报的所有材料均真实完整") for y in range(230, 330, 20)])
    sealed = (
        stamped(page, "round", 100, 100, DPI, NAME).min(axis=2, keepdims=True).repeat(3, axis=2)
    )
    cleaned = without_thick(
        sealed, [Disc(100 / 25.4 * DPI, 100 / 25.4 * DPI, 22 / 25.4 * DPI)], DPI
    )
    text = page.max(axis=2) < 60
    thick = (cv2.erode((sealed[:, :, 0] < 120).astype(np.uint8), np.ones((5, 5))) > 0) & (
        page.min(axis=2) > 250
    )
    assert (cleaned[text].max(axis=1) < 140).mean() > 0.95
    assert thick.sum() > 1000
    assert (cleaned[thick].max(axis=1) > 200).mean() > 0.9


def test_a_circle_within_a_rim_is_the_inner_edge_of_its_words() -> None:
    ink = np.zeros(white().shape[:2], np.uint8)
    for middle, radius in (((100, 100), 22.5), ((100, 105.6), 17)):
        x, y, size = (round(length * DPI / 25.4) for length in (*middle, radius))
        cv2.circle(ink, (x, y), size, 255, round(DPI / 25.4 * 0.8))
    [ring] = rings(ink, DPI, 0.6)
    assert abs(ring.radius * 25.4 / DPI - 22.5) < 1.0
