"""Columns where the grid is sound, absent, or unlike the cells."""

from __future__ import annotations

from tests.extractors.docx.builder import tbl, tc, tr
from tests.extractors.docx.reading import edges, shape, table


def test_without_a_grid_the_widths_of_the_cells_serve() -> None:
    found = table(tbl(tr(tc("a", width=600), tc("b", width=1400))))
    assert edges(found) == [(0, 30), (30, 100)]


def test_rows_of_other_widths_without_spans() -> None:
    rows = (
        tr(tc("a", width=2000), tc("b", width=2000)),
        tr(*(tc(letter, width=1000) for letter in "cdef")),
        tr(tc("g", width=1010), tc("h", width=2990)),  # a hair off: the same edge
    )
    found = table(tbl(*rows, grid=(1000, 1000, 1000, 1000)))
    assert shape(found) == [
        (0, 0, 1, 2, "a"),
        (0, 2, 1, 2, "b"),
        (1, 0, 1, 1, "c"),
        (1, 1, 1, 1, "d"),
        (1, 2, 1, 1, "e"),
        (1, 3, 1, 1, "f"),
        (2, 0, 1, 1, "g"),
        (2, 1, 1, 3, "h"),
    ]
    assert edges(found)[1] == (100, 200)


def test_a_row_that_ends_early_keeps_its_columns() -> None:
    rows = (tr(tc("a", width=1000), tc("b", width=2000)), tr(tc("c", width=1000)))
    found = table(tbl(*rows, grid=(1000, 2000)))
    assert [cell[1:4] for cell in shape(found)] == [(0, 1, 1), (1, 1, 1), (0, 1, 1)]


def test_a_grid_of_no_width_is_no_grid() -> None:
    found = table(tbl(tr(tc("a", width=600), tc("b", width=1400)), grid=(0, 0)))
    assert edges(found) == [(0, 30), (30, 100)]


def test_spans_count_where_nothing_says_a_width() -> None:
    rows = (
        tr(tc("a", properties='<w:gridSpan w:val="2"/>', width=None)),
        tr(tc("b", width=None), tc("c", width=None)),
    )
    found = table(tbl(*rows))
    assert [cell[1:4] for cell in shape(found)] == [(0, 1, 2), (0, 1, 1), (1, 1, 1)]
    assert all(left < right for left, right in edges(found))


def test_spans_that_agree_outweigh_widths_that_were_never_updated() -> None:
    rows = (
        tr(tc("a", width=4000), tc("b", width=300)),
        tr(tc("c", width=1000), tc("d", width=1000)),
    )
    found = table(tbl(*rows, grid=(1000, 1000)))
    assert [cell[1] for cell in shape(found)] == [0, 1, 0, 1]
    assert edges(found)[0] == edges(found)[2] == (0, 50)


def test_widths_as_wps_writes_them() -> None:
    body = tbl(tr("a")).replace('w:w="1000"', 'w:w="1000.4"')
    assert edges(table(body)) == [(0, 50)]
