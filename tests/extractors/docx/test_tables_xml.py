"""Tables: cells at their anchors, whatever merges, shifts or wraps them."""

from __future__ import annotations

import pytest

from extractors.limits import Unreadable
from extractors.page import Table
from tests.extractors.docx.builder import p, run, tbl, tc, tr
from tests.extractors.docx.reading import edges, page, shape, table

GRID = (1000, 2000, 3000)
RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_a_plain_grid_in_points() -> None:
    found = table(tbl(tr("a", "b", "c"), grid=GRID))
    assert shape(found) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c")]
    assert edges(found) == [(0, 50), (50, 150), (150, 300)]
    assert (found.rows, found.columns) == (1, 3)


def test_cells_merged_across() -> None:
    found = table(tbl(tr(tc("a", properties=span(2)), "b"), tr("c", "d", "e"), grid=GRID))
    assert shape(found)[:2] == [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b")]
    assert edges(found)[:2] == [(0, 150), (150, 300)]


def test_cells_merged_down() -> None:
    rows = (
        tr(tc("a", properties=RESTART), "b", "c"),
        tr(tc(properties=CONTINUE), "d", "e"),
        tr(tc(properties='<w:vMerge w:val="continue"/>'), "f", "g"),
        tr(tc("h", properties=RESTART), "i", "j"),
    )
    found = shape(table(tbl(*rows, grid=GRID)))
    assert [cell for cell in found if cell[1] == 0] == [(0, 0, 3, 1, "a"), (3, 0, 1, 1, "h")]


def test_merged_both_ways() -> None:
    rows = (
        tr(tc("a", properties=span(2) + RESTART), "b"),
        tr(tc(properties=span(2) + CONTINUE), "c"),
    )
    assert shape(table(tbl(*rows, grid=GRID)))[0] == (0, 0, 2, 2, "a")


def test_a_first_row_that_goes_on_from_nothing() -> None:
    rows = (tr(tc("a", properties=CONTINUE), "b"), tr(tc(properties=CONTINUE), "c"))
    assert shape(table(tbl(*rows, grid=(1, 1))))[0] == (0, 0, 2, 1, "a")


def test_a_continuation_below_a_cell_of_another_width_begins_anew() -> None:
    rows = (
        tr(tc("a", properties=RESTART + span(2)), "b"),
        tr(tc("c", properties=CONTINUE), "d", "e"),
    )
    assert shape(table(tbl(*rows, grid=GRID)))[2] == (1, 0, 1, 1, "c")


def test_text_in_a_covered_cell_is_hidden_and_said() -> None:
    rows = (tr(tc("a", properties=RESTART), "b"), tr(tc("x", properties=CONTINUE), "c"))
    found = page(tbl(*rows, grid=(1000, 1000)))
    assert [finding.code for finding in found.findings] == ["hidden-text"]
    assert found.findings[0].where == "/w:body[1]/w:tbl[1]/w:tr[2]/w:tc[1]"


def test_cells_merged_across_the_old_way() -> None:
    rows = tr(
        tc("a", properties='<w:hMerge w:val="restart"/>', width=1000),
        tc(properties="<w:hMerge/>", width=2000),
        tc("b", width=3000),
    )
    found = table(tbl(rows, grid=GRID))
    assert shape(found) == [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b")]
    assert edges(found) == [(0, 150), (150, 300)]


def test_rows_that_leave_out_columns() -> None:
    rows = (
        tr("a", "b", properties='<w:gridBefore w:val="1"/>'),
        tr("c", "d", properties='<w:gridAfter w:val="1"/>'),
        tr("e", "f", "g"),
    )
    found = shape(table(tbl(*rows, grid=GRID)))
    assert [cell[1] for cell in found] == [1, 2, 0, 1, 0, 1, 2]


@pytest.mark.parametrize("wrapper", ["w:customXml", "w:ins", "w:moveTo"])
def test_rows_and_cells_in_wrappers(wrapper: str) -> None:
    row = tr(f"<{wrapper}>{tc('a')}</{wrapper}>", "b")
    found = table(tbl(f"<{wrapper}>{row}</{wrapper}>", tr("c", "d"), grid=(1000, 1000)))
    assert [cell[4] for cell in shape(found)] == ["a", "b", "c", "d"]
    assert found.cells[0].where == f"/w:body[1]/w:tbl[1]/{wrapper}[1]/w:tr[1]/{wrapper}[1]/w:tc[1]"
    assert found.cells[2].where == "/w:body[1]/w:tbl[1]/w:tr[1]/w:tc[1]"


def test_a_table_within_a_cell() -> None:
    inner = tbl(tr("x"), grid=(500,))
    found = table(tbl(tr(tc(p("a"), inner, p("b")), "c"), grid=(1000, 1000)))
    cell = found.cells[0]
    assert cell.text == "a\nb"
    assert isinstance(cell.blocks[1], Table)
    assert cell.blocks[1].where == "/w:body[1]/w:tbl[1]/w:tr[1]/w:tc[1]/w:tbl[1]"


def test_deleted_rows_are_left_out_and_inserted_ones_read() -> None:
    rows = (
        tr("a"),
        tr("x", properties='<w:del w:id="1"/>'),
        tr("b", properties='<w:ins w:id="2"/>'),
    )
    found = page(tbl(*rows, grid=(1000,)))
    (block,) = found.blocks
    assert isinstance(block, Table)
    assert [(c.row, c.text, c.where[-13:]) for c in block.cells] == [
        (0, "a", "w:tr[1]/w:tc[1]"[-13:]),
        (1, "b", "w:tr[3]/w:tc[1]"[-13:]),
    ]
    assert [finding.code for finding in found.findings] == ["tracked-changes"]


def test_a_table_whose_rows_are_all_deleted_is_gone() -> None:
    assert len(page(tbl(tr("x", properties="<w:del/>")) + p("a")).blocks) == 1


def test_deleted_cells_are_left_out() -> None:
    found = table(
        tbl(tr("a", tc("x", properties="<w:cellDel/>"), "b"), tr("c", "d"), grid=(1000, 1000))
    )
    assert [cell[:2] + cell[4:] for cell in shape(found)[:2]] == [(0, 0, "a"), (0, 1, "b")]


def test_cells_whose_merge_is_tracked() -> None:
    rows = (
        tr(tc("a", properties='<w:cellMerge w:vMerge="rest"/>'), "b"),
        tr(tc(properties='<w:cellMerge w:vMerge="cont"/>'), "c"),
    )
    assert shape(table(tbl(*rows, grid=(1000, 1000))))[0] == (0, 0, 2, 1, "a")


def test_tables_with_too_many_columns_or_levels_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        page(tbl(tr(tc("a", properties=span(10**9)))))
    assert refusal.value.code == "too-large"
    assert "列数" in refusal.value.message
    nested = p("a")
    for _ in range(50):
        nested = tbl(tr(tc(nested, p())))
    with pytest.raises(Unreadable) as refusal:
        page(nested)
    assert refusal.value.code == "too-large"


def test_two_tables_alike_stay_two() -> None:
    one = tbl(tr("a", "b"), grid=(1000, 1000))
    assert len(page(one + one).blocks) == 2


def test_boxes_of_several_paragraphs_in_a_cell() -> None:
    box = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    (cell,) = table(tbl(tr(tc(p("a"), p(box, run("b")))), grid=(1000,))).cells
    assert [paragraph.text for paragraph in cell.paragraphs] == ["a", "☑b"]
