"""Word 2003 XML, read without LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import docx
from extractors.docx.word_2003 import read
from extractors.limits import Unreadable
from extractors.page import Table
from extractors.sniff import sniff
from tests.documents.kinds import word_2003
from tests.extractors.docx.builder import docx as made
from tests.extractors.docx.builder import p, run, tbl, tc, tr

SUBMISSIONS = Path(__file__).parents[3] / "samples" / "submissions"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks if not isinstance(block, Table)]


@pytest.mark.parametrize("name", ["a01-retyped", "a07-row-tables", "a11-survivors", "s01-retyped"])
def test_it_reads_as_the_docx_of_the_same_document(name):
    document = (SUBMISSIONS / f"{name}.docx").read_bytes()
    old = word_2003(document)
    assert sniff(old, "").key == "wordml"
    assert read(old).blocks == docx.read(document).blocks


def test_it_says_that_it_was_converted():
    assert [finding.code for finding in read(word_2003(made(p("甲")))).findings] == ["converted"]


def test_spaces_that_the_file_keeps_as_a_whole_stay():
    assert texts(word_2003(made(p("单位 ", " 名称 ")))) == ["单位  名称 "]


def test_cells_merged_downwards_are_one():
    first = tc("甲", properties='<w:vMerge w:val="restart"/>')
    rows = tr(first, tc("乙")), tr(tc(properties="<w:vMerge/>"), tc("丙"))
    (table,) = read(word_2003(made(tbl(*rows, grid=(1000, 1000))))).blocks
    assert [(cell.text, cell.row_span) for cell in table.cells] == [("甲", 2), ("乙", 1), ("丙", 1)]


def test_tracked_changes_are_accepted():
    def change(kind: str, text: str, element: str = "t") -> str:
        content = f"<w:r><w:{element}>{text}</w:{element}></w:r>"
        return (
            f'<aml:annotation aml:id="1" w:type="Word.{kind}" aml:author="a">'
            f"<aml:content>{content}</aml:content></aml:annotation>"
        )

    inserted, deleted = change("Insertion", "新"), change("Deletion", "旧", "delText")
    bookmark = '<aml:annotation aml:id="2" w:type="Word.Bookmark.Start" w:name="b"/>'
    extra = f"<w:p>{run('单位')}{bookmark}{deleted}{inserted}</w:p>".encode()
    assert texts(word_2003(made(p("末")), extra)) == ["单位新", "末"]


def test_comments_and_notes_are_kept_apart_from_the_text():
    comment = (
        '<w:r><aml:annotation aml:id="7" w:type="Word.Comment" aml:author="王"><aml:content>'
        "<w:p><w:r><w:t>请核对</w:t></w:r></w:p></aml:content></aml:annotation></w:r>"
    )
    note = "<w:r><w:footnote><w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote></w:r>"
    page = read(word_2003(made(p("末")), f"<w:p>{run('单位')}{comment}{note}</w:p>".encode()))
    assert page.blocks[0].text == "单位"
    assert [mark.text for mark in page.comments] == ["请核对"]
    assert list(page.notes.values()) == ["注文"]


def test_words_tagged_by_other_languages_stay():
    tagged = f'<w:p><x:place xmlns:x="urn:x">{run("上海")}</x:place></w:p>'
    assert texts(word_2003(made(p("末")), tagged.encode())) == ["上海", "末"]


def test_sections_within_sections_are_read_in_their_order():
    def section(*content: str) -> str:
        return f"<wx:sub-section>{''.join(content)}</wx:sub-section>"

    inner = section(section(f"<w:p>{run('甲')}</w:p>"), f"<w:p>{run('乙')}</w:p>")
    assert texts(word_2003(made(p("末")), section(inner).encode())) == ["甲", "乙", "末"]


@pytest.mark.parametrize("cut", [b"</w:body>", b"<w:body>"])
def test_what_is_not_whole_is_damaged(cut):
    with pytest.raises(Unreadable) as refusal:
        read(word_2003(made(p("甲"))).replace(cut, b""))
    assert refusal.value.code == "damaged"


def test_headers_and_footers_stand_apart_from_the_text():
    section = (
        '<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>上海某公司申报材料</w:t></w:r></w:p></w:hdr>'
        '<w:ftr w:type="odd"><w:p><w:r><w:t>第 1 页</w:t></w:r></w:p></w:ftr></w:sectPr>'
    )
    page = read(word_2003(made(p("甲")), section.encode()))
    assert page.headers == ("上海某公司申报材料", "第 1 页")
    assert [block.text for block in page.blocks if not isinstance(block, Table)] == ["甲"]
