"""Pages that lie a little aslant are read as if they were straight."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

import pytest

from extractors.pdf.glyphs import FLAGS, Texts
from extractors.pdf.leaning import straightened
from tests.extractors.pdf.paper import Paper, rows, tables

XS, YS = [60.0, 200.0, 340.0, 540.0], [100.0, 130.0, 160.0, 700.0]


def leaned(degrees: float, **look: Any) -> Paper:
    """A table of three rows on a page that is turned by so much."""
    paper = Paper().grid(XS, YS)
    for at, text in enumerate("甲乙丙丁戊己庚辛壬"):
        paper.text(XS[at % 3] + 10, YS[at // 3] + 20, text + "公司名称", **look)
    c, s = cos(radians(degrees)), sin(radians(degrees))
    [*streams] = paper.page.get_contents()
    content = b"\n".join(paper.document.xref_stream(number) for number in streams)
    paper.document.update_stream(streams[0], f"{c} {s} {-s} {c} 0 0 cm\n".encode() + content)
    paper.document.xref_set_key(paper.page.xref, "Contents", f"{streams[0]} 0 R")
    paper.page = paper.document.reload_page(paper.page)
    return paper


@pytest.mark.parametrize("degrees", [0.5, -0.8, 2.0])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_table_that_lies_aslant_is_read(degrees: float, rotation: int) -> None:
    paper = leaned(degrees)
    paper.page.set_rotation(rotation)
    [table] = tables(paper.read())
    assert [row[0][0] + row[2][0] for row in rows(table)] == ["甲丙", "丁己", "庚壬"]


def test_what_nobody_sees_turns_no_page() -> None:
    page = leaned(0.8, render_mode=3).page
    assert straightened(page, Texts(page).runs(FLAGS)) is None
