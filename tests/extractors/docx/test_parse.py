"""XML that is damaged or hostile."""

from __future__ import annotations

import pytest
from lxml import etree

from extractors.docx import read
from extractors.docx.parse import SHARED_BYTES, shared_part, tree_bytes
from extractors.limits import Limits, Unreadable
from tests.extractors.docx.builder import DECLARATIONS, docx, members, p, tbl, tc, tr, zipped

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_document(xml: str | bytes) -> bytes:
    return zipped({**members(""), "word/document.xml": xml})


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data, limits or Limits())
    return refusal.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, '<!DOCTYPE x SYSTEM "http://x.example/x">'])
def test_document_types_and_entities_are_refused(doctype: str, encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding[:6]}"?>{doctype}'
        f"<w:document {DECLARATIONS}><w:body>"
        "<w:p><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>"
    )
    data = xml.encode(encoding)
    assert (
        reason(with_document(b"\xfe\xff" + data if encoding.endswith("be") else data)) == "damaged"
    )


@pytest.mark.parametrize(
    "xml",
    [b"", b"<", b"<a>", b"\0\0", b"<w:document/>", b'<?xml version="1.0" encoding="x-no"?><a/>'],
)
def test_what_is_no_xml(xml: bytes) -> None:
    assert reason(with_document(xml)) == "damaged"


def test_another_root_is_no_document() -> None:
    assert reason(with_document(f"<w:styles {DECLARATIONS}/>")) == "damaged"


def test_a_document_without_a_body_is_empty() -> None:
    assert read(with_document(f"<w:document {DECLARATIONS}/>")).blocks == ()


def test_a_hundred_thousand_nested_tables() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 100_000 + "</w:tc></w:tr></w:tbl>" * 100_000
    assert reason(docx(deep)) == "too-large"


@pytest.mark.parametrize("tag", ["w:sdt", "w:ins", "w:hyperlink", "w:customXml"])
def test_wrappers_as_deep_as_the_parser_lets_through(tag: str) -> None:
    inner = ("<w:sdtContent>", "</w:sdtContent>") if tag == "w:sdt" else ("", "")
    depth = 110 if tag == "w:sdt" else 220
    wrapped = f"<{tag}>{inner[0]}" * depth, f"{inner[1]}</{tag}>" * depth
    found = read(docx(wrapped[0] + p("a") + wrapped[1] + p(wrapped[0], "b", wrapped[1])))
    assert found.blocks[-1].text in ("b", "")  # type: ignore[union-attr]


def test_elements_that_would_fill_the_memory_are_counted_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[int] = []

    def fromstring(data: bytes, parser: etree.XMLParser) -> etree._Element:
        parsed.append(len(data))
        return etree.XML(data, parser)

    monkeypatch.setattr(etree, "fromstring", fromstring)
    data = docx("<w:p/>" * 400_000)
    assert reason(data, Limits(tree_bytes=50_000_000)) == "too-large"
    assert parsed
    assert max(parsed) < 10_000


def test_the_estimate_is_an_upper_bound_of_elements_and_attributes() -> None:
    assert tree_bytes(b'<a b="c">d<e/>f</a>') >= 2 * 120 + 2 * 120 + 216
    text = b"<a>" + b'"' * 1000 + b"</a>"
    assert tree_bytes(text) < 2000


def test_time_runs_out() -> None:
    assert reason(docx(tbl(*(tr(tc("a")) for _ in range(100)))), Limits(seconds=-1)) == "timeout"


def test_a_page_that_would_outgrow_the_memory() -> None:
    deep = "<w:ins>" * 200 + "<w:p/>" * 1000 + "</w:ins>" * 200
    assert reason(docx(deep), Limits(page_bytes=1_000_000)) == "too-large"
    assert read(docx(deep)).blocks


def test_a_paragraph_of_many_boxes() -> None:
    boxes = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' * 20_000
    (block,) = read(docx(p(boxes))).blocks
    assert len(block.ticks) == 20_000  # type: ignore[union-attr]
    assert block.ticks[-1].where == "/w:body[1]/w:p[1]/w:r[20000]"  # type: ignore[union-attr]


def test_equal_small_parts_are_parsed_once_and_are_not_the_main_part() -> None:
    small, large = (b"<a>" + b" " * size + b"</a>" for size in (1, SHARED_BYTES))
    once, again = (shared_part(bytes(bytearray(small)), "word/styles.xml", Limits()) for _ in "12")
    assert once is again
    assert shared_part(small, "word/styles.xml", Limits(seconds=1)) is not once
    first, second = (shared_part(large, "word/styles.xml", Limits()) for _ in "12")
    assert first is not second


def test_a_damaged_part_is_told_of_every_document() -> None:
    for _ in range(3):
        page = read(docx(p("正文"), {"styles": "<w:style"}))
        assert [finding.code for finding in page.findings] == ["repaired"]
