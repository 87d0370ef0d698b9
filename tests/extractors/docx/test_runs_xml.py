"""Runs and what wraps them: the text that a reader of the paper would see."""

from __future__ import annotations

import pytest

from tests.extractors.docx.builder import p, run
from tests.extractors.docx.reading import only, page, text

HYPERLINK = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<w:br/>", "\n"),
        ('<w:br w:type="textWrapping"/>', "\n"),
        ("<w:cr/>", "\n"),
        ('<w:br w:type="page"/>', ""),
        ('<w:br w:type="column"/>', ""),
        ("<w:lastRenderedPageBreak/>", ""),
        ("<w:tab/>", "\t"),
        ('<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>', "\t"),
        ("<w:noBreakHyphen/>", "\u2011"),
        ("<w:softHyphen/>", "\u00ad"),
    ],
)
def test_elements_that_stand_for_characters(markup: str, shown: str) -> None:
    assert text(p(f"<w:r><w:t>a</w:t>{markup}<w:t>b</w:t></w:r>")) == f"a{shown}b"


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        '<w:smartTag w:element="x">{}</w:smartTag>',
        '<w:customXml w:element="x">{}</w:customXml>',
        '<w:dir w:val="ltr">{}</w:dir>',
        '<w:bdo w:val="ltr">{}</w:bdo>',
        HYPERLINK,
        '<w:fldSimple w:instr="AUTHOR">{}</w:fldSimple>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtContent><w:ins>{}</w:ins></w:sdtContent></w:sdt>",
        '<mc:AlternateContent><mc:Choice Requires="w14">{}</mc:Choice></mc:AlternateContent>',
    ],
)
def test_wrapped_runs_are_read(wrapper: str) -> None:
    assert text(p("a", wrapper.format(run("b")), "c")) == "abc"


@pytest.mark.parametrize("wrapper", ["w:del", "w:moveFrom"])
def test_what_was_deleted_is_left_out(wrapper: str) -> None:
    found = page(p("a", f"<{wrapper}>{run('x')}</{wrapper}>", "b"))
    assert found.blocks[0].text == "ab"  # type: ignore[union-attr]
    assert [finding.code for finding in found.findings] == ["tracked-changes"]


BY = 'w:id="{}" w:author="{}" w:date="2024-06-0{}T08:00:00Z"'
ONE, TWO = BY.format(1, "甲", 1), BY.format(2, "乙", 2)


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        (f"<w:ins {ONE}>{run('a')}<w:del {TWO}>{run('x')}</w:del></w:ins>", "a"),
        (f"<w:del {ONE}>{run('x')}<w:ins {TWO}>{run('y')}</w:ins></w:del>{run('a')}", "a"),
        (f"<w:ins {ONE}><w:ins {TWO}>{run('a')}</w:ins>{run('b')}</w:ins>", "ab"),
        (f"<w:del {ONE}><w:del {TWO}>{run('x')}</w:del></w:del>{run('a')}", "a"),
        (f"<w:moveTo {ONE}>{run('a')}<w:del {TWO}>{run('x')}</w:del></w:moveTo>", "a"),
        (f"<w:ins {ONE}><w:moveFrom {TWO}>{run('x')}</w:moveFrom></w:ins>{run('a')}", "a"),
        (
            f'<w:moveFromRangeStart {ONE} w:name="m"/><w:moveFrom {TWO}>{run("x")}</w:moveFrom>'
            f'<w:moveFromRangeStart {TWO} w:name="m"/>{run("a")}<w:moveFromRangeEnd w:id="9"/>',
            "a",
        ),
    ],
)
def test_changes_of_two_authors_over_one_stretch_are_all_accepted(markup: str, shown: str) -> None:
    found = page(p(markup))
    assert found.blocks[0].text == shown  # type: ignore[union-attr]
    assert [finding.code for finding in found.findings] == ["tracked-changes"]


def test_the_old_properties_of_a_tracked_change_do_not_count() -> None:
    old = '<w:b/><w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>'
    assert text(p(run("a", old))) == "a"


def test_comments_and_instructions_between_and_within_the_text() -> None:
    assert text(p("<!-- wps --><w:r><w:t>a<!-- x -->b<?wps y?>c</w:t></w:r><?wps z?>")) == "abc"


def test_white_space_at_the_ends_counts_only_when_preserved() -> None:
    assert text(
        p("<w:r><w:t> a </w:t></w:r>", '<w:r><w:t xml:space="preserve"> b </w:t></w:r>')
    ) == ("a b ")


def test_preserved_white_space_is_inherited() -> None:
    assert text('<w:p xml:space="preserve"><w:r><w:t> a </w:t></w:r></w:p>') == " a "


def test_full_width_space_is_no_white_space_of_xml() -> None:
    assert text(p("<w:r><w:t>\u3000a\u00a0</w:t></w:r>")) == "\u3000a\u00a0"


def test_a_line_end_in_the_xml_is_no_line_end_in_the_text() -> None:
    assert text(p("<w:r><w:t>a\nb</w:t></w:r>")) == "a b"


def test_characters_that_xml_writes_another_way() -> None:
    assert text(p("<w:r><w:t>&lt;a&gt;&amp;&#x20BB7;<![CDATA[{{7*7}}]]></w:t></w:r>")) == (
        "<a>&\U00020bb7{{7*7}}"
    )


def test_ruby_gives_its_base() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('hàn')}</w:rt><w:rubyBase>{run('汉')}</w:rubyBase></w:ruby></w:r>"
    )
    assert text(p(ruby)) == "汉"


def test_raised_text_stays_and_is_recorded() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    found = only(p("10 m", run("2", raised), run("3", raised), run("x"), run("4", raised)))
    assert found.text == "10 m23x4"
    assert found.superscripts == ((4, 6), (7, 8))


def test_text_raised_by_its_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="up"><w:name w:val="up"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    found = only(p("m", run("2", '<w:rStyle w:val="up"/>')), styles=styles)
    assert found.superscripts == ((1, 2),)


def test_lowered_text_is_not_raised() -> None:
    assert only(p("H", run("2", '<w:vertAlign w:val="subscript"/>'))).superscripts == ()


def test_an_emoji_that_word_writes_as_extended_symbol_comes_once() -> None:
    emoji = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se">'
        '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F600"/></mc:Choice>'
        "<mc:Fallback><w:t>\U0001f600</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(p("a", emoji)) == "a\U0001f600"


def test_a_link_keeps_its_text_and_its_target_is_a_mark() -> None:
    from extractors.docx import read
    from tests.extractors.docx.builder import docx

    body = p(f'<w:hyperlink r:id="rId9">{run("网盘")}</w:hyperlink>')
    found = read(docx(body, links=(("rId9", "hyperlink", "https://pan.example/x", "External"),)))
    assert found.blocks[0].text == "网盘"  # type: ignore[union-attr]
    (mark,) = found.marks
    assert (mark.kind, mark.text) == ("external-link", "https://pan.example/x")
    assert mark.where == "/w:body[1]/w:p[1]/w:hyperlink[1]"
