"""The page as a whole: headers, comments, marks of the package, our own stamp."""

from __future__ import annotations

import pytest

from extractors.docx import read
from extractors.docx.names import NAMESPACES, STRICT
from tests.extractors.docx.builder import checkbox, docx, members, p, run, tbl, tr, zipped
from tests.extractors.docx.reading import page

STAMP = '<form xmlns="urn:tianbao:form" name="jiebang2024/application" version="3"/>'


def test_headers_and_footers_that_sections_use() -> None:
    section = (
        '<w:sectPr><w:headerReference r:id="rIdheader" w:type="default"/>'
        '<w:footerReference r:id="rIdfooter" w:type="default"/>'
        '<w:headerReference r:id="rIdheader" w:type="first"/></w:sectPr>'
    )
    found = page(p("a") + section, header=p("页眉") + tbl(tr("格")), footer=p("— 1 —"))
    assert found.headers == ("页眉\n格", "— 1 —")
    assert len(found.blocks) == 1


def test_a_header_named_a_thousand_times_is_read_once() -> None:
    ids = [f"h{number}" for number in range(1000)]
    sections = "".join(
        f'<w:p><w:pPr><w:sectPr><w:headerReference r:id="{id_}"/></w:sectPr></w:pPr></w:p>'
        for id_ in ids
    )
    links = tuple((id_, "header", "header.xml") for id_ in ids)
    assert read(docx(sections, {"header": p("页眉")}, links)).headers == ("页眉",)


def test_comments_stand_where_they_are_anchored() -> None:
    comments = f'<w:comment w:id="4">{p("核对")}{p("金额")}</w:comment>'
    body = p("a") + p("b", '<w:r><w:commentReference w:id="4"/></w:r>')
    (comment,) = page(body, comments=comments).comments
    assert (comment.kind, comment.text) == ("comment", "核对\n金额")
    assert comment.where == "/w:body[1]/w:p[2]/w:r[2]/w:commentReference[1]"
    (lost,) = page(p("a"), comments=comments).comments
    assert (lost.part, lost.where) == ("word/comments.xml", "/w:comment[1]")


def test_macros_and_what_lies_outside_are_marks() -> None:
    links = (
        ("rId8", "attachedTemplate", "file:///C:/x.dotm", "External"),
        ("rId9", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vba.bin"),
    )
    found = read(docx(p("a"), links=links))
    assert [(m.kind, m.text) for m in found.marks] == [
        ("external-link", "file:///C:/x.dotm"),
        ("macro", None),
    ]


def test_our_stamp() -> None:
    parts = {"customXml/item1.xml": "<other/>", "customXml/item7.xml": STAMP}
    assert read(docx(p("a"), extra=parts)).stamp == ("jiebang2024/application", "3")
    assert page(p("a")).stamp is None


def test_a_finding_is_said_once() -> None:
    found = page(p(f"<w:ins>{run('a')}</w:ins><w:del>{run('b')}</w:del>") * 3)
    assert [finding.code for finding in found.findings] == ["tracked-changes"]


def test_the_main_part_is_found_by_its_relationship() -> None:
    files = members(p("a"))
    moved = {
        "_rels/.rels": str(files["_rels/.rels"]).replace("word/document.xml", "/x/main%201.xml"),
        "x/main 1.xml": files["word/document.xml"],
    }
    assert read(zipped(moved)).blocks[0].text == "a"  # type: ignore[union-attr]


def test_names_compare_without_case_and_with_backslashes() -> None:
    files = {name.replace("/", "\\").upper(): text for name, text in members(p("a")).items()}
    assert read(zipped(files)).blocks[0].text == "a"  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_strict_document_reads_as_a_transitional_one(encoding: str) -> None:
    body = tbl(tr("a"), grid=(1000,)) + p("b", checkbox(run("☒"), "1", "x"))
    files = members(body)
    strict = {}
    for name, content in files.items():
        text = str(content)
        for uri, transitional in STRICT.items():
            text = text.replace(f'"{transitional}', f'"{uri}')
        text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"')
        strict[name] = text.encode(encoding)
    assert NAMESPACES["w"].encode(encoding)[4:] not in strict["word/document.xml"]
    assert read(zipped(strict)) == read(zipped(files))


def test_other_prefixes_read_alike() -> None:
    files = members(p("a", checkbox(run("☒"), "1", "x")))
    other = str(files["word/document.xml"]).replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=")
    assert read(zipped({**files, "word/document.xml": other})) == read(zipped(files))


def test_reading_twice_gives_the_same() -> None:
    data = docx(p("a") + tbl(tr("b", "c"), grid=(1, 2)))
    assert read(data) == read(data)
