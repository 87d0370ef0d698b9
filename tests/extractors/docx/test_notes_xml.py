"""Note marks: no text, but a place in it; the notes by the number that is shown."""

from __future__ import annotations

import pytest

from tests.extractors.docx.builder import p, run
from tests.extractors.docx.reading import page
from tests.extractors.docx.test_fields_xml import field

FOOTNOTES = (
    '<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
    '<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 甲</w:t>'
    "</w:r></w:p><w:p><w:r><w:t>续</w:t></w:r></w:p></w:footnote>"
    '<w:footnote w:id="3"><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="9"><w:p><w:r><w:t>没有引用</w:t></w:r></w:p></w:footnote>'
)


def footnote(id_: int, before: str = "", after: str = "") -> str:
    return f'{before}<w:r><w:footnoteReference w:id="{id_}"/></w:r>{after}'


def bookmarked(id_: int, name: str) -> str:
    start = f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>'
    return footnote(id_, start, f'<w:bookmarkEnd w:id="{id_}"/>')


def notes(
    body: str, **parts: str
) -> tuple[list[tuple[str, tuple[tuple[int, str], ...]]], dict[str, str]]:
    found = page(body, **parts)
    return [(block.text, block.notes) for block in found.blocks], found.notes  # type: ignore[union-attr]


def test_notes_are_numbered_in_the_order_of_their_marks() -> None:
    found = notes(p("类型", footnote(5), "(企业)") + p("方向", footnote(3)), footnotes=FOOTNOTES)
    assert found == (
        [("类型(企业)", ((2, "1"),)), ("方向", ((2, "2"),))],
        {"1": "甲\n续", "2": "乙"},
    )


@pytest.mark.parametrize(
    "reference",
    [
        field(r"NOTEREF _Ref5 \h", run("1", '<w:vertAlign w:val="superscript"/>')),
        field(r"noteref _Ref5 \f \h", run("1")),
        field(r"REF _Ref5 \h", run("1")),
        f'<w:fldSimple w:instr=" NOTEREF _Ref5 ">{run("1")}</w:fldSimple>',
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_reference_to_a_note_is_its_mark(reference: str, first: bool) -> None:
    own, other = p("甲", bookmarked(5, "_Ref5")), p("乙", reference, "丙")
    found, _ = notes(other + own if first else own + other, footnotes=FOOTNOTES)
    assert sorted(found) == [("乙丙", ((1, "1"),)), ("甲", ((1, "1"),))]


def test_a_bookmark_closed_right_before_the_note_is_the_note_s() -> None:
    marks = '<w:bookmarkStart w:id="1" w:name="_Ref5"/><w:bookmarkEnd w:id="1"/>'
    body = p(footnote(5, marks)) + p(field("NOTEREF _Ref5", run("1")))
    assert notes(body, footnotes=FOOTNOTES)[0] == [("", ((0, "1"),)), ("", ((0, "1"),))]


def test_a_reference_to_something_else_is_text() -> None:
    found, _ = notes(p(footnote(5), field(r"NOTEREF _Other \h", run("2"))), footnotes=FOOTNOTES)
    assert found == [("2", ((0, "1"),))]


def test_a_deleted_mark_counts_no_note() -> None:
    body = p(f"<w:del>{footnote(5)}</w:del>", "a", footnote(3))
    assert notes(body, footnotes=FOOTNOTES) == ([("a", ((1, "1"),))], {"1": "乙"})


def test_endnotes_have_numbers_of_their_own() -> None:
    body = p("a", footnote(5), '<w:r><w:endnoteReference w:id="2"/></w:r>')
    endnotes = '<w:endnote w:id="2"><w:p><w:r><w:t>尾</w:t></w:r></w:p></w:endnote>'
    found = notes(body, footnotes=FOOTNOTES, endnotes=endnotes)
    assert found == ([("a", ((1, "1"), (1, "e1")))], {"1": "甲\n续", "e1": "尾"})


def test_a_mark_of_ones_own_is_no_text() -> None:
    own = '<w:r><w:footnoteReference w:id="5" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    assert notes(p("a", own, "b"), footnotes=FOOTNOTES)[0] == [("ab", ((1, "1"),))]
