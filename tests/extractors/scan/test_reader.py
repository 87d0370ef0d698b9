"""Cells where a form prints labels: labels are read at a glance, all else as it is."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.paper.sheets import SheetOfPaper
from extractors.scan import lines
from extractors.scan.page import upright
from extractors.scan.sheet import read_sheet
from tests.extractors.scan.drawing import DPI, ruled, written

LEFT, WIDTH = 150, 1350  # pixels of the table
EDGES = (0.0, 0.194, 0.292, 0.579, 0.694, 1.0)  # of the columns, as 附件1 has them
TOP, HIGH = 300, 90


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How much the line was narrowed at each look."""
    taken: list[float] = []
    read = lines.read

    def noted(page: lines.Pixels, box: lines.Rectangle, narrowed: float = 1.0) -> lines.Strip:
        taken.append(narrowed)
        return read(page, box, narrowed)

    monkeypatch.setattr(lines, "read", noted)
    return taken


def table(*rows: tuple[str, ...]) -> SheetOfPaper:
    """A table of those rows, as it is read."""
    xs = [LEFT + round(edge * WIDTH) for edge in EDGES]
    ys = [TOP + HIGH * at for at in range(len(rows) + 1)]
    texts = [
        ((xs[column] + 20) * 72 / DPI, (ys[row] + 60) * 72 / DPI, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    page = np.minimum(ruled(xs, ys), written(texts))
    return read_sheet(upright(page, float(DPI)), 1).sheet


def said(sheet: SheetOfPaper) -> list[str]:
    [own] = sheet.tables
    return ["".join(line.text for line in cell) for cell in own.lines]


def test_labels_are_read_at_a_glance_and_answers_with_care(looks: list[float]) -> None:
    row = ("项目联系人", "姓名", "上官示例", "电话", "13800000021")
    assert said(table(row)) == [*row]
    assert sum(look < 1 for look in looks) == 3
    assert sum(look == 1 for look in looks) == 2


def test_labels_in_each_other_s_place_are_read_as_they_stand() -> None:
    row = ("项目联系人", "电话", "13800000021", "姓名", "上官示例")
    assert said(table(row)) == [*row]


def test_a_label_in_other_words_is_read_with_care(looks: list[float]) -> None:
    row = ("项目经办人", "姓名", "上官示例", "座机", "13800000022")
    assert said(table(row)) == [*row]
    assert sum(look == 1 for look in looks) == 4


@pytest.mark.parametrize(("left", "is_cut"), [(100, False), (440, True)])
def test_what_the_picture_s_edge_may_have_cut_is_doubted(left: int, is_cut: bool) -> None:
    page = written([(left, y, "上海市示例路100号18幢201室") for y in (120, 160, 200)])
    read = read_sheet(upright(page, float(DPI)), 1).sheet.lines
    assert len(read) == 3
    assert all((min(glyph.confidence for glyph in line.glyphs) < 0.7) == is_cut for line in read)


def test_what_the_picture_s_edge_may_have_cut_in_a_cell_is_doubted_and_nothing_else_in_it() -> None:
    table = ruled([150, 500, 1640], [300, 380, 460, 540])
    texts = [(190, y, "上海市示例路100号") for y in (122, 180)]
    page = np.minimum(table, written([*texts, (400, 151, "上海市示例路100号18幢201室")]))
    sheet = read_sheet(upright(np.ascontiguousarray(page[:, :1500]), float(DPI)), 1).sheet
    [own] = sheet.tables
    last = [
        lines for cell, lines in zip(own.grid.cells, own.lines, strict=True) if cell.column == 1
    ]
    sure = [min(glyph.confidence for glyph in line.glyphs) > 0.7 for [line] in last]
    assert sure == [True, False, True]
