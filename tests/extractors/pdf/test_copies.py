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


def test_a_page_scanned_and_put_behind_is_read_once_and_named() -> None:
    pytest.importorskip("openvino")
    paper = Paper()
    for at in range(4):
        paper.text(80, 100 + 20 * at, f"{at}{SAYS}")
    picture = paper.page.get_pixmap(dpi=150).tobytes("png")
    once = texts(paper.read())
    paper.next_page().page.insert_image((0, 0, 595, 842), stream=picture)
    assert texts(paper.read()) == once
    assert codes(paper) == ["page-doubled"]
