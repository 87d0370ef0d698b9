"""Blocks: what wraps them, what joins them, and where each stands."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.extractors.docx.builder import checkbox, members, p, run, tbl, tc, tr
from tests.extractors.docx.reading import element_at, only, page, places, raw_text, text

MARK_DELETED = "<w:rPr><w:del/></w:rPr>"


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:customXml w:element="x">{}</w:customXml>',
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        '<mc:AlternateContent><mc:Choice Requires="w14">{}</mc:Choice>'
        "<mc:Fallback><w:p/></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_wrapped_blocks_are_read(wrapper: str) -> None:
    assert text(p("a") + wrapper.format(p("b") + p("c")) + p("d")) == "a|b|c|d"


def test_removed_blocks_are_left_out() -> None:
    assert text(f"{p('a')}<w:del>{p('x')}</w:del><w:moveFrom>{p('y')}</w:moveFrom>") == "a"


def test_comments_and_instructions_between_blocks() -> None:
    found = page(f"<!-- wps -->{p('a')}<?wps x?>{tbl(tr('b'))}<!-- x -->{p('c')}<w:sectPr/>")
    assert len(found.blocks) == 3


def test_only_the_fallback_is_read_when_there_is_nothing_else() -> None:
    body = f"<mc:AlternateContent><mc:Fallback>{p('a')}</mc:Fallback></mc:AlternateContent>"
    assert text(body) == "a"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    found = only(p("a", properties=MARK_DELETED) + p("b", properties='<w:pStyle w:val="x"/>'))
    assert (found.text, found.where) == ("ab", "/w:body[1]/w:p[1]")


def test_a_paragraph_deleted_whole_leaves_nothing() -> None:
    deleted = p(f"<w:del>{run('x')}</w:del>", properties=MARK_DELETED)
    found = only(deleted + deleted + p("b"))
    assert (found.text, found.where) == ("b", "/w:body[1]/w:p[3]")


def test_a_moved_paragraph_is_read_where_it_went() -> None:
    source = p(f"<w:moveFrom>{run('m')}</w:moveFrom>", properties="<w:rPr><w:moveFrom/></w:rPr>")
    target = p(f"<w:moveTo>{run('m')}</w:moveTo>", properties="<w:rPr><w:moveTo/></w:rPr>")
    assert text(source + p("a") + target) == "a|m"


def test_ticks_of_joined_paragraphs_keep_their_offsets_and_places() -> None:
    found = only(p("a", checkbox(run("☐")), properties=MARK_DELETED) + p("b", checkbox(run("☒"))))
    assert [(tick.offset, tick.where) for tick in found.ticks] == [
        (1, "/w:body[1]/w:p[1]/w:sdt[1]"),
        (3, "/w:body[1]/w:p[2]/w:sdt[1]"),
    ]


def test_a_deleted_mark_joins_neither_table_nor_end() -> None:
    joining = p("a", properties=MARK_DELETED)
    assert [type(block).__name__ for block in page(joining + tbl(tr("b")) + joining).blocks] == [
        "Paragraph",
        "Table",
        "Paragraph",
    ]


def test_style_names() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    )
    body = (
        p("a", properties='<w:pStyle w:val="1"/>')
        + p("b")
        + p("c", properties='<w:pStyle w:val="z"/>')
    )
    found = page(body, styles=styles)
    assert [block.style for block in found.blocks] == ["heading 1", "Normal", "Normal"]  # type: ignore[union-attr]


def test_every_place_is_the_element_s_own_path() -> None:
    sdt = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        "<!-- c -->"
        + p("一")
        + sdt.format(p("二") + sdt.format(p("三")))
        + f"<w:ins>{p('四')}</w:ins><w:del>{p('x')}</w:del><w:ins>{p('五')}</w:ins>"
        + f"<mc:AlternateContent><mc:Choice>{p('六')}</mc:Choice></mc:AlternateContent>"
        + tbl(
            tr("x", properties="<w:del/>"),
            sdt.format(tr(tc("七"), sdt.format(tc("八", tbl(tr("九")), "十")))),
            tr(tc(p("甲", f"<w:ins>{checkbox(run('☐'))}{checkbox(run('☒'))}</w:ins>"))),
        )
        + p(f"<w:hyperlink>{checkbox(run('☐'))}</w:hyperlink>乙")
        + p('<w:r><w:t>丙</w:t><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>')
    )
    root = etree.fromstring(str(members(body)["word/document.xml"]).encode())
    found = places(page(body))
    assert len(found) == 23
    for path, shown in found:
        element = element_at(root, path)
        assert shown == "" or shown.replace("☑", "☒")[0] in raw_text(element)


def test_another_document_taken_in_is_a_mark() -> None:
    from extractors.docx import read
    from tests.extractors.docx.builder import docx

    found = read(docx('<w:altChunk r:id="rId9"/>', links=(("rId9", "aFChunk", "chunk.html"),)))
    assert [(m.kind, m.where, m.text) for m in found.marks] == [
        ("embedded-file", "/w:body[1]/w:altChunk[1]", "word/chunk.html")
    ]
