"""A page that was printed, signed, scanned and put behind the others is read once."""

from __future__ import annotations

import pytest

from extractors.paper.glyphs import Glyph, Turn
from extractors.paper.lines import lines_of
from extractors.paper.sheets import SheetOfPaper
from extractors.pdf.copies import copies
from tests.extractors.pdf.paper import Paper, codes, texts

SAYS = "我单位承诺所提交的申报材料真实有效并对材料的真实性负责如有不实愿承担相应的法律责任"
OTHER = "攻关方向二由联合单位承担其主要任务是建设数据平台并在两家企业验证应用"


def sheet(number: int, text: str) -> SheetOfPaper:
    glyphs = [
        Glyph(letter, 80 + 10 * at, 90 + 10 * at, 92, 102, 100, 10, "", None)
        for at, letter in enumerate(text)
    ]
    return SheetOfPaper(number, Turn(0, 0, 595, 842), 0.0, 595.0, lines_of(glyphs), [])


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (SAYS * 2, {3: 1}),
        ((SAYS * 2).replace("材料", "村料"), {3: 1}),
        (OTHER * 2, {}),
        (SAYS[:20], {}),
    ],
    ids=["the same", "read with slips", "another page", "a few words of it"],
)
def test_a_picture_of_a_page_is_known_by_its_text(seen: str, found: dict[int, int]) -> None:
    printed = [sheet(1, SAYS * 2), sheet(2, "单位基本情况表" * 12)]
    assert copies([sheet(3, seen)], printed) == found


BLOCK = "关键技术攻关序号技术名称关键指标研制单位核心装备创新装备名称工业软件突破网络与计算设备"
MADE = "华东数智研究院焊装产线能耗下降百分之十二交付周期缩短"
ELSE = "星河制造有限公司装配节拍提升产品不良率降低了百分之五"


def page(number: int, *lines: str, printed: str = "") -> SheetOfPaper:
    """A page of lines below each other, with what is printed at its foot."""
    made = sheet(number, "")
    places = [*range(100, 100 + 20 * len(lines), 20), 800]
    for base, text in zip(places, (*lines, printed), strict=True):
        made.lines.extend(
            lines_of(
                Glyph(each, 80 + 10 * at, 90 + 10 * at, base - 8, base + 2, base, 10, "", None)
                for at, each in enumerate(text)
            )
        )
    return made


@pytest.mark.parametrize(
    ("printed", "seen", "found"),
    [
        (page(1, *[BLOCK] * 4, MADE), page(4, *[BLOCK] * 4, MADE), {4: 1}),
        (page(1, *[BLOCK] * 4, MADE), page(4, *[BLOCK] * 4, ELSE), {}),
        (page(1, *[BLOCK] * 4, printed="- 7 -"), page(4, *[BLOCK] * 4, printed="-7-"), {4: 1}),
        (page(1, *[BLOCK] * 4, printed="- 7 -"), page(4, *[BLOCK] * 4, printed="- 9 -"), {}),
        (page(1, *[BLOCK] * 4, MADE, printed="7"), page(4, *[BLOCK] * 4, ELSE, printed="7"), {}),
    ],
    ids=["the same", "other answers", "the same number", "another number", "another paper"],
)
def test_the_page_of_another_block_is_no_copy_though_its_labels_are_the_same(
    printed: SheetOfPaper, seen: SheetOfPaper, found: dict[int, int]
) -> None:
    assert copies([seen], [printed]) == found


def test_a_page_scanned_and_put_behind_is_read_once_and_named() -> None:
    paper = Paper()
    for at in range(4):
        paper.text(80, 100 + 20 * at, f"{at}{SAYS}")
    picture = paper.page.get_pixmap(dpi=150).tobytes("png")
    once = texts(paper.read())
    paper.next_page().page.insert_image((0, 0, 595, 842), stream=picture)
    assert texts(paper.read()) == once
    assert codes(paper) == ["page-doubled"]
