"""What a picture leaves open: unclear boxes, lists over several lines."""

from __future__ import annotations

import pytest

from extractors.inks import (
    ink_sureness,
    may_be_several,
    on_one_line,
    parted,
    unclear,
    untold,
)
from extractors.items import Slice, whole
from extractors.page import Line, Paragraph, Tick


def piece(*tops: float, by: str = "ocr") -> Slice:
    """A paragraph whose lines, of ten letters each, begin so far down."""
    lines = tuple(
        Line(10 * at, 10 * at + 10, 1, (0.0, top, 100.0, top + 12.0), (), by)
        for at, top in enumerate(tops)
    )
    return whole(Paragraph("方" * 10 * len(tops), "", lines=lines))


def said(text: str, top: float, by: str = "ocr") -> Slice:
    line = Line(0, len(text), 1, (0.0, top, 100.0, top + 12.0), (), by)
    return whole(Paragraph(text, "", lines=(line,)))


@pytest.mark.parametrize(
    ("slices", "several"),
    [
        ([piece(0)], False),
        ([piece(0, 14)], True),
        ([piece(0, 11)], True),  # boxes of lines reach into each other
        ([piece(0), piece(14)], True),  # where a line ends a paragraph may go on
        ([piece(0, 14, by="pdf-text")], False),
        ([said("重型", 0, "pdf-text"), said("装备群健康管理系统", 14, "pdf-text")], True),
    ],
)
def test_an_answer_over_several_lines_of_a_picture_may_be_several(
    slices: list[Slice], several: bool
) -> None:
    assert may_be_several(slices) is several


def test_a_name_over_two_lines_of_a_picture_has_no_space_where_it_is_wrapped() -> None:
    name = "示例航空部件（上海）有限", "公司"
    assert on_one_line([said(name[0], 0), said(name[1], 14)]) == "".join(name)
    assert on_one_line([said(name[0], 0, "pdf-text"), said(name[1], 14, "pdf-text")]) is None
    assert on_one_line([said("示例一", 0), said("示例二", 14)]) is None  # two persons
    assert on_one_line([said("示例航空部件 Ltd", 0), said("公司", 14)]) is None


def lines_of(*texts: str) -> Slice:
    """A paragraph of those full lines."""
    ends = [sum(map(len, texts[: at + 1])) for at in range(len(texts))]
    lines = tuple(
        Line(end - len(text), end, 1, (0.0, 14.0 * at, 100.0, 14.0 * at + 12))
        for at, (end, text) in enumerate(zip(ends, texts, strict=True))
    )
    return whole(Paragraph("".join(texts), "", lines=lines))


def test_a_full_line_that_ends_as_the_last_one_does_ends_a_name() -> None:
    several = lines_of("注塑车间智能化改造解决方案", "检测实验室数字孪生解决", "方案")
    assert parted([several]) == "注塑车间智能化改造解决方案\n检测实验室数字孪生解决方案"
    other = lines_of("注塑车间预测性维护解决方案", "压铸岛全流程管控一体化方案")
    assert parted([other]) == "注塑车间预测性维护解决方案\n压铸岛全流程管控一体化方案"


@pytest.mark.parametrize(
    "lines",
    [
        ("检测实验室数字孪生解决", "方案"),
        ("数控系统", "智能化改造解决方案"),  # another end
        ("方案", "检测实验室数字孪生解决方案"),  # no name before it
        ("注塑车间智能化改造工程", "数字孪生改造工程"),  # no end of a name
    ],
)
def test_a_line_that_ends_otherwise_goes_on(lines: tuple[str, ...]) -> None:
    assert parted([lines_of(*lines)]) == "".join(lines)


@pytest.mark.parametrize(
    ("ink", "is_unclear"), [(0.0, False), (0.05, True), (0.08, True), (0.4, False)]
)
def test_a_box_between_empty_and_ticked_is_to_be_looked_at(ink: float, is_unclear: bool) -> None:
    assert (unclear([0.0, ink]) is not None) is is_unclear
    assert (ink_sureness([0.0, ink]) < 0.9) is is_unclear


@pytest.mark.parametrize(("confidence", "is_untold"), [(0.5, True), (0.85, False), (1.0, False)])
def test_a_box_whose_state_the_page_does_not_show_is_to_be_looked_at(
    confidence: float, is_untold: bool
) -> None:
    line = Line(0, 5, 1, (0.0, 0.0, 50.0, 10.0), confidence=confidence)
    box = Tick(0, False, False, None, "")
    choice = whole(Paragraph("☐中央企业", "", (box,), lines=(line,)))
    assert (untold([choice]) is not None) is is_untold
    assert untold([whole(Paragraph("中央企业", "", lines=(line,)))]) is None
