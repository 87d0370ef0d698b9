"""Symbol fonts: `w:sym` and plain letters set in the font."""

from __future__ import annotations

import pytest

from extractors.docx.symbols import symbol, symbol_font
from tests.extractors.docx.builder import checkbox, p, run
from tests.extractors.docx.reading import only

TICKED = [
    ("Wingdings 2", "52"), ("Wingdings 2", "53"), ("Wingdings 2", "54"), ("Wingdings 2", "50"),
    ("Wingdings", "FE"), ("Wingdings", "FD"), ("Wingdings", "FC"), ("Wingdings", "6E"),
]  # fmt: skip
EMPTY = [("Wingdings 2", "A3"), ("Wingdings", "A8"), ("Wingdings", "6F")]
BOXES = [(*box, True) for box in TICKED] + [(*box, False) for box in EMPTY]


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


@pytest.mark.parametrize("prefix", ["F0", "00", ""])
@pytest.mark.parametrize(("font", "code", "ticked"), BOXES)
def test_a_symbol_with_and_without_prefix(font: str, code: str, ticked: bool, prefix: str) -> None:
    found = only(p("a", f'<w:r><w:sym w:font="{font}" w:char="{prefix}{code}"/></w:r>', "b"))
    assert found.text == ("a☑b" if ticked else "a☐b")
    (tick,) = found.ticks
    assert (tick.offset, tick.ticked, tick.control, tick.tag) == (1, ticked, None, None)
    assert tick.where == "/w:body[1]/w:p[1]/w:r[2]"


@pytest.mark.parametrize("prefix", [0xF000, 0])
@pytest.mark.parametrize(("font", "code", "ticked"), BOXES)
def test_a_letter_set_in_the_font(font: str, code: str, ticked: bool, prefix: int) -> None:
    found = only(p(run(chr(prefix + int(code, 16)), fonts(font))))
    assert [tick.ticked for tick in found.ticks] == [ticked]


@pytest.mark.parametrize(("code", "ticked"), [(0xE4C4, True), (0xE531, True), (0xE470, False)])
def test_boxes_of_libreoffice_s_own_font(code: int, ticked: bool) -> None:
    assert [tick.ticked for tick in only(p(run(chr(code), fonts("OpenSymbol")))).ticks] == [ticked]
    assert only(p(run(chr(code & 0xFF), fonts("OpenSymbol")))).ticks == ()


def test_the_fonts_disagree() -> None:
    assert symbol("wingdings", 0x52) is None or symbol("wingdings", 0x52).ticked is None  # type: ignore[union-attr]
    assert symbol_font("Wingdings 20") == ""
    assert only(p(run("R", fonts("Wingdings")))).ticks == ()


def test_the_first_font_of_a_list_counts() -> None:
    assert only(p(run("R", fonts("Wingdings 2;Symbol")))).ticks[0].ticked


def test_a_font_given_by_a_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="box"><w:name w:val="box"/>'
        f"<w:rPr>{fonts('Wingdings 2')}</w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="boxes"><w:name w:val="boxes"/>'
        f"<w:rPr>{fonts('Wingdings 2')}</w:rPr></w:style>"
    )
    assert only(p(run("R", '<w:rStyle w:val="box"/>')), styles=styles).ticks[0].ticked
    found = only(
        p("£", run("R", fonts("Arial")), properties='<w:pStyle w:val="boxes"/>'), styles=styles
    )
    assert found.text == "☐R"


def test_only_latin_letters_are_drawn_by_the_symbol_font() -> None:
    assert only(p(run("£民营企业 ", fonts("Wingdings 2")))).text == "☐民营企业 "


def test_letters_that_the_font_has_no_known_sign_for_stay() -> None:
    assert only(p(run("38,5", fonts("Wingdings 2")))).text == "38,5"


def test_signs_that_are_no_boxes() -> None:
    body = p(
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F081"/></w:r>'
    )
    found = only(body)
    assert (found.text, found.ticks) == ("≥①", ())


def test_an_unknown_symbol_keeps_its_code() -> None:
    assert only(p('<w:r><w:sym w:font="Nobody" w:char="F041"/></w:r>')).text == "\uf041"


@pytest.mark.parametrize("char", ["", "zz", "D800"])
def test_a_symbol_without_a_sensible_code(char: str) -> None:
    assert only(p(f'<w:r><w:sym w:font="Nobody" w:char="{char}"/></w:r>', "a")).text in (
        "a",
        "\ufffda",
    )


def test_a_symbol_is_the_glyph_of_its_control() -> None:
    body = p(checkbox('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "1", "a=b"))
    assert [(t.ticked, t.control, t.tag) for t in only(body).ticks] == [(True, True, "a=b")]
