"""Every table is a true grid: WPS draws a table wrong whose widths do not agree."""

import pytest
from lxml import etree

from tests.templates.word import W, cells, grid, part, tables, value

TEMPLATES = ("application.docx", "summary.docx")
TABLES = [
    pytest.param(table, template, id=f"{template}-{number}")
    for template in TEMPLATES
    for number, table in enumerate(tables(template), 1)
]


def text_width(template: str) -> int:
    """Twips between the margins."""
    (section,) = part(template).iter(W + "sectPr")
    margins = section.find(W + "pgMar")
    page = int(value(section.find(W + "pgSz"), "w"))
    return page - int(value(margins, "left")) - int(value(margins, "right"))


@pytest.mark.parametrize(("table", "template"), TABLES)
def test_a_table_is_as_wide_as_the_text(table: etree._Element, template: str) -> None:
    width = table.find(f"{W}tblPr/{W}tblW")
    assert value(width, "type") == "dxa"
    assert int(value(width, "w")) == sum(grid(table)) == text_width(template)
    assert value(table.find(f"{W}tblPr/{W}tblLayout"), "type") == "fixed"


@pytest.mark.parametrize(("table", "template"), TABLES)
def test_every_row_fills_the_grid(table: etree._Element, template: str) -> None:
    columns = grid(table)
    for row in table.iterfind(W + "tr"):
        assert cells(row)[-1][1] == len(columns)
        for start, end, cell in cells(row):
            width = cell.find(f"{W}tcPr/{W}tcW")
            assert value(width, "type") == "dxa"
            assert int(value(width, "w")) == sum(columns[start:end])


@pytest.mark.parametrize(("table", "template"), TABLES)
def test_every_column_line_is_some_cell_s_edge(table: etree._Element, template: str) -> None:
    edges = {end for row in table.iterfind(W + "tr") for _, end, _ in cells(row)}
    assert edges == set(range(1, len(grid(table)) + 1))


@pytest.mark.parametrize(("table", "template"), TABLES)
def test_a_merged_cell_goes_on_below_itself(table: etree._Element, template: str) -> None:
    above: set[tuple[int, int]] = set()
    for row in table.iterfind(W + "tr"):
        merged = set()
        for start, end, cell in cells(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                assert value(merge) == "restart" or (start, end) in above
                merged.add((start, end))
        above = merged


@pytest.mark.parametrize(("table", "template"), TABLES)
def test_lines_are_half_a_point(table: etree._Element, template: str) -> None:
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    assert borders is not None
    assert [value(border, "sz") for border in borders] == ["4"] * 6


@pytest.mark.parametrize(("table", "template"), TABLES)
def test_every_cell_has_a_paragraph_last(table: etree._Element, template: str) -> None:
    for cell in table.iter(W + "tc"):
        assert cell[-1].tag == W + "p"


@pytest.mark.parametrize("template", TEMPLATES)
def test_lines_in_tables_are_exact_and_off_the_page_s_grid(template: str) -> None:
    styles = {
        value(it, "styleId"): it for it in part(template, "word/styles.xml").iter(W + "style")
    }
    used = {
        value(paragraph.find(f"{W}pPr/{W}pStyle"))
        for table in tables(template)
        for paragraph in table.iter(W + "p")
    }
    for name in used:
        assert inherited(styles, name, "spacing", "lineRule") == "exact"
        assert inherited(styles, name, "snapToGrid", "val") == "0"


def inherited(styles: dict[str, etree._Element], name: str, setting: str, attribute: str) -> str:
    """A paragraph setting of a style, or of the nearest style it is based on that says so."""
    while name:
        found = value(styles[name].find(f"{W}pPr/{W}{setting}"), attribute)
        if found:
            return found
        name = value(styles[name].find(W + "basedOn"))
    return ""
