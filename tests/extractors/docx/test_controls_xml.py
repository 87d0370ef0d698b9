"""Content controls: read at every level, a check box as one tick."""

from __future__ import annotations

import pytest

from extractors.page import Tick
from tests.extractors.docx.builder import checkbox, p, run, tbl, tc, tr
from tests.extractors.docx.reading import only, page, shape, table, text


def sdt(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_controls_around_runs_blocks_rows_cells_and_tables() -> None:
    rows = sdt(tr(sdt(tc("a")), tc(sdt(p("b"))))) + tr(tc(p(sdt(run("c")))), sdt(tc("d")))
    assert shape(table(sdt(tbl(rows, grid=(1000, 1000))))) == [
        (0, 0, 1, 1, "a"),
        (0, 1, 1, 1, "b"),
        (1, 0, 1, 1, "c"),
        (1, 1, 1, 1, "d"),
    ]


@pytest.mark.parametrize(
    ("glyph", "checked", "ticked", "control"),
    [
        ("☐", "0", False, False),
        ("☒", "1", True, True),
        ("☑", "true", True, True),
        ("√", "1", True, True),
        ("☐", "1", False, True),  # the glyph was changed by hand, the state was not
        ("☒", "0", True, False),
    ],
)
def test_the_glyph_decides_and_the_state_is_kept(
    glyph: str, checked: str, ticked: bool, control: bool
) -> None:
    found = only(p("是", checkbox(run(glyph), checked, "a=是"), "否"))
    assert found.text == ("是☑否" if ticked else "是☐否")
    assert found.ticks == (Tick(1, ticked, control, "a=是", "/w:body[1]/w:p[1]/w:sdt[1]"),)


def test_checked_without_a_value_is_checked() -> None:
    box = "<w14:checkbox><w14:checked/></w14:checkbox>"
    assert only(p(sdt(run("☐"), box))).ticks[0].control is True


def test_a_control_nested_twice_is_one_tick() -> None:
    inner = checkbox(run("☒"), "1", "a=b")
    assert [(t.ticked, t.tag) for t in only(p(checkbox(inner, "1", "a=b"))).ticks] == [
        (True, "a=b")
    ]


def test_the_tag_of_the_outer_control_serves_where_the_inner_has_none() -> None:
    assert only(p(checkbox(checkbox(run("☐")), tag="a=b"))).ticks[0].tag == "a=b"


def test_a_glyph_split_from_its_neighbours() -> None:
    found = only(p(checkbox(run("") + run("☐") + run(" 汽车"))))
    assert (found.text, [tick.offset for tick in found.ticks]) == ("☐ 汽车", [0])


def test_a_control_with_glyphs_of_its_own() -> None:
    own = '<w14:checkedState w14:val="2605"/><w14:uncheckedState w14:val="2606"/>'
    assert only(p(checkbox(run("★"), "1", inner=own))).ticks[0].ticked is True
    assert only(p(checkbox(run("☆"), "0", inner=own))).ticks[0].ticked is False


def test_a_control_without_a_glyph_shows_its_state() -> None:
    found = only(p("a", checkbox(run(""), "1"), "b"))
    assert (found.text, found.ticks[0].ticked) == ("a☑b", True)


def test_an_emptied_control_takes_the_glyph_that_follows_it() -> None:
    """LibreOffice 7.4 saves two neighbouring boxes so."""
    found = only(p(checkbox(run("☒") + checkbox(run(""), "1", "b") + run("☐甲"), "0", "a"), "乙"))
    assert found.text == "☑☐甲乙"
    assert [(t.offset, t.ticked, t.control, t.tag) for t in found.ticks] == [
        (0, True, False, "a"),
        (1, False, True, "b"),
    ]


def test_an_emptied_control_before_another() -> None:
    found = only(p(checkbox("", "1", "a"), checkbox(run("☐"), "0", "b")))
    assert [(t.ticked, t.tag) for t in found.ticks] == [(True, "a"), (False, "b")]


def test_an_emptied_control_at_the_end() -> None:
    assert text(p("a", checkbox("", "1")) + p("☐ b")) == "a☑|☐ b"


def test_a_tracked_tick_is_that_of_the_accepted_view() -> None:
    body = p(checkbox(f"<w:del>{run('☐')}</w:del><w:ins>{run('☒')}</w:ins>", "0"))
    assert [(t.ticked, t.control) for t in only(body).ticks] == [(True, False)]


def test_a_deleted_control_is_no_tick() -> None:
    assert only(p(f"<w:del>{checkbox(run('☒'), '1')}</w:del>")).ticks == ()


def test_a_check_box_around_a_cell() -> None:
    found = table(tbl(tr(checkbox(tc("☒"), "1", "x=y"), "a"), grid=(1000, 1000)))
    (tick,) = found.cells[0].paragraphs[0].ticks
    assert (tick.ticked, tick.tag) == (True, "x=y")
    assert tick.where == "/w:body[1]/w:tbl[1]/w:tr[1]/w:sdt[1]"
    assert found.cells[1].text == "a"


def test_a_check_box_around_a_paragraph() -> None:
    assert only(checkbox(p("☐"), tag="x")).ticks == (
        Tick(0, False, False, "x", "/w:body[1]/w:sdt[1]"),
    )


def test_boxes_typed_as_characters_are_no_ticks() -> None:
    found = only(p("□是 ☑否", sdt(run("☐"))))
    assert (found.text, found.ticks) == ("□是 ☑否☐", ())


def test_a_placeholder_is_no_answer() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="a3"><w:name w:val="Placeholder Text"/></w:style>'
    )
    shown = sdt(run("单击此处输入文字。", '<w:rStyle w:val="a3"/>'), "<w:showingPlcHdr/>")
    typed = sdt(run("上海"), "<w:showingPlcHdr/>")
    assert text(p("a", shown, typed), styles=styles) == "a上海"
    assert page(p(shown), styles=styles).findings == ()
    undefined = sdt(run("单击此处", '<w:rStyle w:val="PlaceholderText"/>'), "<w:showingPlcHdr/>")
    assert text(p("a", undefined, typed)) == "a上海"


def test_a_chosen_entry_and_a_date_are_their_text() -> None:
    body = p(sdt(run("汽车"), "<w:dropDownList/>"), sdt(run("2024年5月20日"), "<w:date/>"))
    assert text(body) == "汽车2024年5月20日"
