"""Text boxes, pictures, embedded files."""

from __future__ import annotations

from lxml import etree

from tests.extractors.docx.builder import members, p, run, tbl, tr
from tests.extractors.docx.reading import element_at, page, raw_text, text


def drawing(content: str) -> str:
    return (
        f"<w:drawing><wp:anchor><a:graphic><a:graphicData>{content}</a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing>"
    )


def box(content: str) -> str:
    return drawing(
        f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    )


def vml(content: str) -> str:
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"


def both(content: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box(content)}</mc:Choice>'
        f"<mc:Fallback>{vml(content)}</mc:Fallback></mc:AlternateContent>"
    )


def test_a_text_box_comes_once_and_apart() -> None:
    found = page(p("a", f"<w:r>{both(p('框') + tbl(tr('表')))}</w:r>", "b"))
    assert [block.text for block in found.blocks] == ["ab"]  # type: ignore[union-attr]
    assert [paragraph.text for paragraph in found.floating] == ["框", "表"]


def test_an_old_text_box_and_one_within_a_box() -> None:
    inner = p("外", f"<w:r>{both(p('内'))}</w:r>")
    found = page(p(f"<w:r>{vml(inner)}</w:r>"))
    assert [paragraph.text for paragraph in found.floating] == ["外", "内"]


def test_a_box_keeps_its_place() -> None:
    body = p("a") + p(run("b"), f"<w:r>{both(p('框'))}</w:r>")
    (paragraph,) = page(body).floating
    root = etree.fromstring(str(members(body)["word/document.xml"]).encode())
    assert raw_text(element_at(root, paragraph.where)) == "框"


def test_a_picture_is_a_mark_where_it_stands() -> None:
    found = page(p("a", f"<w:r>{drawing('<a:blip/>')}</w:r>"))
    (mark,) = found.marks
    assert mark.kind == "picture"
    assert mark.where.startswith("/w:body[1]/w:p[1]/w:r[2]/w:drawing[1]")


def test_an_old_picture_is_a_mark() -> None:
    body = p("<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>")
    assert [mark.kind for mark in page(body).marks] == ["picture"]


def test_an_embedded_file_is_one_mark() -> None:
    body = p(
        "<w:r><w:object><v:shape><v:imagedata/></v:shape>"
        '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    )
    assert [(m.kind, m.text) for m in page(body).marks] == [("embedded-file", "Excel.Sheet.12")]


def test_pictures_in_what_was_deleted_are_gone() -> None:
    assert page(p(f"<w:del><w:r>{drawing('<a:blip/>')}</w:r></w:del>")).marks == ()


def test_the_field_around_a_box_does_not_reach_into_it() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = p("a", begin, f"<w:r>{both(p('框'))}</w:r>", end)
    assert text(body) == "a"
    assert [paragraph.text for paragraph in page(body).floating] == ["框"]
