"""Lines that a seal crosses which can't be taken off are found as high as they are."""

from __future__ import annotations

import pytest

from extractors.scan import crossed
from extractors.scan.page import Upright, upright
from tests.extractors.scan.drawing import DPI, written
from tests.scanner.seals import MM, stamped

LEFT = 100.0  # points
LINES = (
    ("揭榜单位：上海烧娟智能装备有限公司（加盖公章）", 300.0),
    ("推荐单位：上海市闵行区经济和信息化委员会", 330.0),
    ("申报日期：2024年6月3日", 360.0),
)


def sealed(*places: tuple[float, float]) -> Upright:
    """The lines with grey seals, their middles in points."""
    page = written([(LEFT, y, text) for text, y in LINES], 13.0)
    for x, y in places:
        page = stamped(page, "round", x / MM, y / MM, DPI, "上海烧娟智能装备有限公司", 42.0)
    grey = page.min(axis=2, keepdims=True).repeat(3, axis=2)
    return upright(grey, DPI)


@pytest.mark.parametrize("places", [((340, 320),), ((330, 300), (380, 345))])
def test_lines_under_a_grey_seal_are_lines_of_their_own(
    places: tuple[tuple[float, float], ...],
) -> None:
    page = sealed(*places)
    assert len(page.seals) == len(places)
    assert all(seal.is_grey for seal in page.seals)
    found = crossed.find(page)
    for _, y in LINES:
        middle = (y - 4.5) / 72 * DPI
        begin = LEFT / 72 * DPI
        own = [box for box in found if box[0] < begin + 30 and box[1] < middle < box[3]]
        assert len(own) == 1
        assert own[0][3] - own[0][1] < 30 / 72 * DPI


def test_a_line_that_ends_before_a_seal_does_not_reach_into_it() -> None:
    [*_, date] = sorted(
        (box for box in crossed.find(sealed((370, 320))) if box[0] < LEFT / 72 * DPI + 30),
        key=lambda box: box[1],
    )
    assert date[2] < (370 - 21 * MM) / 72 * DPI


def test_words_of_a_seal_are_no_line() -> None:
    page = sealed((340, 320), (440, 600))
    disc = max(page.discs, key=lambda each: each.y)
    found = [box for box in crossed.find(page) if box[3] > disc.y - disc.radius]
    assert not found
