"""Hidden text, whatever hides it."""

from __future__ import annotations

import pytest

from tests.extractors.docx.builder import p, run
from tests.extractors.docx.reading import page, text


def style(kind: str, id_: str, properties: str, based: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{id_}"/>{base}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


STYLES = (
    style("character", "hide", "<w:vanish/>")
    + style("character", "hidden-too", "<w:b/>", "hide")
    + style("character", "show", '<w:vanish w:val="0"/>', "hide")
    + style("paragraph", "dark", "<w:vanish/>")
    + style("character", "round", "<w:vanish/>", "robin")
    + style("character", "robin", "<w:b/>", "round")
)


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:vanish w:val="1"/>',
        '<w:vanish w:val="true"/>',
        '<w:rStyle w:val="hide"/>',
        '<w:rStyle w:val="hidden-too"/>',
        '<w:rStyle w:val="round"/>',
    ],
)
def test_hidden_text_is_left_out_and_said(properties: str) -> None:
    found = page(p("a", run("x", properties), "b"), styles=STYLES)
    assert found.blocks[0].text == "ab"  # type: ignore[union-attr]
    assert [finding.code for finding in found.findings] == ["hidden-text"]


@pytest.mark.parametrize(
    ("properties", "how"),
    [
        ('<w:color w:val="FFFFFF"/>', "w"),
        ('<w:color w:val="FFFFFF" w:themeColor="background1"/>', "w"),
        ('<w:sz w:val="2"/>', "w"),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>', "h"),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', "h"),
        ('<w:sz w:val="10"/>', ""),
        ('<w:color w:val="FEFEFE"/>', "cw"),
        ('<w:color w:val="F0F0F0"/>', "c"),
        ('<w:color w:val="1F4E79"/><w:shd w:val="clear" w:fill="1F4E79"/>', "chw"),
        ('<w:color w:val="auto"/><w:shd w:val="clear" w:fill="auto"/>', ""),
    ],
)
def test_what_can_not_be_seen_on_white_paper_is_read_as_such(properties: str, how: str) -> None:
    (paragraph,) = page(p("a", run("x", properties))).blocks
    assert paragraph.text == "ax"  # type: ignore[union-attr]
    found = paragraph.set_off  # type: ignore[union-attr]
    assert found == (((1, 2, how),) if how else ())


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:vanish w:val="false"/>',
        '<w:rStyle w:val="show"/>',
        "<w:webHidden/>",
    ],
)
def test_text_that_is_not_hidden(properties: str) -> None:
    assert text(p(run("a", properties)), styles=STYLES) == "a"


def test_a_paragraph_style_hides_its_runs() -> None:
    dark = '<w:pStyle w:val="dark"/>'
    assert text(p("x", properties=dark), styles=STYLES) == ""
    assert text(p(run("a", '<w:vanish w:val="0"/>'), properties=dark), styles=STYLES) == "a"


def test_hidden_by_paragraph_and_character_style_cancels_out() -> None:
    body = p(run("a", '<w:rStyle w:val="hide"/>'), properties='<w:pStyle w:val="dark"/>')
    assert text(body, styles=STYLES) == "a"


def test_the_document_s_defaults_hide_too() -> None:
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    )
    assert text(p("x", run("a", '<w:vanish w:val="0"/>')), styles=defaults) == "a"


def test_a_long_chain_of_styles() -> None:
    chain = "".join(style("paragraph", f"s{n}", "", f"s{n - 1}") for n in range(2, 3000))
    styles = style("paragraph", "s1", "<w:vanish/>") + chain
    body = "".join(p("x", properties=f'<w:pStyle w:val="s{n}"/>') for n in range(1, 3000))
    assert text(body, styles=styles).strip("|") == ""


def test_a_hidden_index_entry_hides_nothing_else() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    entry = (
        f'<w:r>{hidden}<w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r>{hidden}<w:instrText> XE x </w:instrText></w:r>"
        f'<w:r>{hidden}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text(p("a", entry, "b")) == "ab"
