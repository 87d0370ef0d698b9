"""Cells that were read before: a document says the same whatever was read before it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.docx import read, remembered
from extractors.docx.names import NAMESPACES
from extractors.docx.parts import Parts
from extractors.docx.trace import read_traced
from extractors.limits import Unreadable
from extractors.page import Cell, Page, Paragraph, Table
from forms.registry import get
from renderers.docx import render
from tests.extractors.docx.builder import checkbox, docx, p, run, tbl, tc, tr
from tests.extractors.docx.reading import places

SAMPLES = Path(__file__).parents[3] / "samples"
RECORDS = sorted((SAMPLES / "records").glob("*.json"))
SUBMISSIONS = sorted((SAMPLES / "submissions").glob("*.docx"))

HIDDEN_STYLE = '<w:style w:type="paragraph" w:styleId="Label"><w:rPr><w:vanish/></w:rPr></w:style>'
LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
COUNTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Each test begins with nothing read before."""
    forget()
    yield
    forget()


def forget() -> None:
    remembered._memories_of.cache_clear()


def anew(data: bytes) -> Page:
    forget()
    return read(data)


def again(data: bytes) -> Page:
    """The page when the same document was read before, its cells kept the second time, its rows the
    third."""
    return [read(data) for _ in range(4)][-1]


def cells(page: Page) -> list[Cell]:
    return [cell for table in page.blocks if isinstance(table, Table) for cell in table.cells]


def table(*rows: str) -> bytes:
    return docx(tbl(*rows, grid=(1000, 1000)))


# --- whole documents -----------------------------------------------------------------------------


def test_forms_printed_one_after_the_other_read_as_each_alone() -> None:
    records = [json.loads(path.read_text("utf-8")) for path in RECORDS]
    named = [("summary" if "rows" in record else "application", record) for record in records]
    documents = [render(get(name), get(name).load(record)) for name, record in named]
    alone = [anew(data) for data in documents]
    assert [read(data) for data in documents * 3] == alone * 3


def test_submissions_read_as_each_alone() -> None:
    documents = [path.read_bytes() for path in SUBMISSIONS]
    alone = [anew(data) for data in documents]
    assert [again(data) for data in documents] == alone


def test_a_label_is_kept_and_recalled() -> None:
    data = table(tr("单位名称", "某公司"))
    first, _, third, fourth = (read(data) for _ in range(4))
    assert first == third == fourth
    kept, recalled = (cells(page)[0].blocks[0] for page in (third, fourth))
    assert isinstance(kept, Paragraph)
    assert isinstance(recalled, Paragraph)
    assert kept.text is recalled.text  # one and the same, not read twice


def test_a_label_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    parse = Parts.parsed
    monkeypatch.setattr(
        Parts, "parsed", lambda self, data: parsed.append(data) or parse(self, data)
    )
    for company in ("甲公司", "乙公司", "丙公司"):
        page = read(table(tr("单位名称", company)))
        assert [cell.text for cell in cells(page)] == ["单位名称", company]
    assert ["单位名称" in data.decode() for data in parsed] == [True, True, False]
    assert "丙公司" in parsed[-1].decode()


def test_a_row_of_known_cells_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    parse = Parts.parsed
    monkeypatch.setattr(
        Parts, "parsed", lambda self, data: parsed.append(data) or parse(self, data)
    )
    for company in ("甲公司", "乙公司", "丙公司", "丁公司"):
        page = read(table(tr("序号", "名称"), tr("单位名称", company)))
        assert [cell.text for cell in cells(page)] == ["序号", "名称", "单位名称", company]
    assert [data.count(b"<w:tc>") for data in parsed] == [4, 4, 4, 2]
    assert "丁公司" in parsed[-1].decode()


def test_the_choices_of_our_own_print_are_kept() -> None:
    record = json.loads(RECORDS[0].read_text("utf-8"))
    data = render(get("application"), get("application").load(record))
    kept, recalled = (
        [cell.text for cell in cells(page) if "中央企业" in cell.text]
        for page in (again(data), read(data))
    )
    assert len(kept) == 1
    assert kept[0] is recalled[0]


def test_a_label_with_a_note_is_moved_once() -> None:
    label = tc(p("单位", '<w:r><w:footnoteReference w:id="1"/></w:r>'))
    notes = {"footnotes": f'<w:footnote w:id="1">{p("注")}</w:footnote>'}
    again(docx(tbl(tr(label, "甲"), grid=(9, 9)), notes))
    lower = docx(tbl(tr("子", "丑"), tr(label, "甲"), grid=(9, 9)), notes)
    first, second = (cells(read(lower))[2].paragraphs[0] for _ in range(2))
    assert first.notes == ((2, "1"),)
    assert first is second


# --- what a cell says by more than its own bytes --------------------------------------------------


def test_paths_are_those_of_the_document_at_hand() -> None:
    again(table(tr("甲", "乙"), tr(tc(p("丙"), p("丁")), tc(checkbox(run("☐"), tag="x=是")))))
    longer = table(
        tr("子", "丑"), tr("甲", "乙"), tr(tc(p("丙"), p("丁")), tc(checkbox(run("☐"), tag="x=是")))
    )
    assert places(read(longer)) == places(anew(longer))


def test_rows_beside_nested_tables_are_known_by_themselves() -> None:
    inner = tbl(tr("子", "丑"), tr("寅", "卯"), grid=(500, 500))
    for before in ("", tr("甲", "乙")):
        data = table(before, tr(tc(p("丙"), inner, p("")), "丁"), tr("甲", "乙"))
        assert places(again(data)) == places(anew(data))


@pytest.mark.parametrize(
    "properties", ['<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="1"/>', "<w:del/>", "<w:ins/>"]
)
def test_rows_that_are_moved_or_removed(properties: str) -> None:
    odd = tr(tc(p("丙"))).replace("<w:tr>", f"<w:tr><w:trPr>{properties}</w:trPr>")
    data = table(tr("甲", "乙"), odd)
    assert again(data) == anew(data)


def test_styles_of_another_document_are_not_its_own() -> None:
    body = tbl(tr(tc(p("某公司", properties='<w:pStyle w:val="Label"/>'))), grid=(1000,))
    shown, hidden = docx(body), docx(body, {"styles": HIDDEN_STYLE})
    assert [cell.text for cell in cells(again(shown))] == ["某公司"]
    assert [cell.text for cell in cells(again(hidden))] == [""]
    assert [finding.code for finding in read(hidden).findings] == ["hidden-text"]


@pytest.mark.parametrize("written", ["'Label'", '"&#76;abel"'])
def test_styles_however_they_are_named(written: str) -> None:
    body = tbl(tr(tc(p("某公司", properties=f"<w:pStyle w:val={written}/>"))), grid=(1000,))
    page = again(docx(body, {"styles": HIDDEN_STYLE}))
    assert [finding.code for finding in page.findings] == ["hidden-text"]


def test_notes_of_another_document_are_not_its_own() -> None:
    def noted(before: str) -> bytes:
        label = tc(p("单位", '<w:r><w:footnoteReference w:id="2"/></w:r>'))
        notes = "".join(f'<w:footnote w:id="{id_}">{p("注")}</w:footnote>' for id_ in (1, 2))
        return docx(before + tbl(tr(label), grid=(1000,)), {"footnotes": notes})

    first, second = noted(""), noted(p('<w:r><w:footnoteReference w:id="1"/></w:r>'))
    for data, number in ((first, "1"), (second, "2"), (first, "1")):
        (paragraph,) = cells(again(data))[0].paragraphs
        assert paragraph.notes == ((2, number),)


def test_answers_are_told_apart_by_how_they_are_written_and_not_by_what_they_say() -> None:
    hidden, shown = run("甲", "<w:vanish/>"), run("甲")
    for text in (shown, hidden, shown.replace("甲", "乙"), hidden.replace("甲", "乙")):
        data = table(tr(tc(p(text)), "丙"))
        assert again(data) == anew(data)
        assert bool(anew(data).findings) == ("vanish" in text)


@pytest.mark.parametrize("text", ["甲&lt;乙", "a>b", ">", ""])
def test_answers_with_signs_of_markup(text: str) -> None:
    data = table(tr(text, "丙"), tr(f"{text}{text}", "丙"))
    assert again(data) == anew(data)


def test_texts_of_notes_are_kept_with_their_part() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    notes = "".join(f'<w:footnote w:id="{id_}">{p(f"注{id_}")}</w:footnote>' for id_ in (1, 2))
    one_way, other_way = (
        docx(p("甲", mark(first)) + p("乙", mark(second)), {"footnotes": notes})
        for first, second in ((1, 2), (2, 1))
    )
    kept, recalled = again(one_way).notes, read(one_way).notes
    assert kept == {"1": "注1", "2": "注2"}
    assert kept["1"] is recalled["1"]
    assert again(other_way).notes == {"1": "注2", "2": "注1"}


@pytest.mark.parametrize(
    "text",
    [
        run("暗", "<w:vanish/>"),
        f"<w:ins>{run('新')}</w:ins>",
        run("某", '<w:rStyle w:val="Label"/>'),
    ],
)
def test_notes_that_are_not_plain_are_told_of_every_document(text: str) -> None:
    marked = p("甲", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    parts = {"footnotes": f'<w:footnote w:id="1">{p(text)}</w:footnote>', "styles": HIDDEN_STYLE}
    data = docx(marked + tbl(tr("甲", "乙"), grid=(9, 9)), parts)
    assert again(data) == anew(data)
    assert anew(data).findings or anew(data).notes == {"1": "某"}


def test_white_space_that_a_table_keeps_for_its_cells() -> None:
    cell = "<w:tc><w:p><w:r><w:t>单位 </w:t></w:r></w:p></w:tc>"
    plain = docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    kept = docx(f'<w:tbl xml:space="preserve"><w:tr>{cell}</w:tr></w:tbl>')
    for data, text in ((plain, "单位"), (kept, "单位 "), (plain, "单位")):
        assert [cell.text for cell in cells(again(data))] == [text]


def test_names_that_mean_something_else_in_a_table() -> None:
    cell = (
        "<w:tc><w:tcPr><w:gridSpan q:val='2'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
    )
    row = f"<w:tr>{cell}<w:tc><w:p/></w:tc></w:tr>"
    for uri, span in (("urn:other", 1), (NAMESPACES["w"], 2), ("urn:other", 1)):
        data = docx(f'<w:tbl xmlns:q="{uri}">{row}</w:tbl>')
        assert [cell.column_span for cell in cells(again(data))] == [span, 1]


@pytest.mark.parametrize("hidden", ["<![CDATA[{}]]>", "<!--{}-->", "<?x {}?>"])
@pytest.mark.parametrize(("tag", "order"), [("<w:tr>", "丙丁甲乙"), ("<w:tc>", "乙丙丁甲")])
def test_what_looks_like_a_row_or_a_cell_and_is_none(tag: str, order: str, hidden: str) -> None:
    # As many tags as rows or cells, each one place too early: 乙 stands where 甲 seems to.
    rows = tbl(tr("甲", "乙"), tr("丙", "丁"), grid=(9, 9)).replace(tag, f"{tag[:-1]} >", 1)
    again(docx(rows + f"<w:p><w:r><w:t>{hidden.format(tag)}</w:t></w:r></w:p>"))
    honest = docx(tbl(tr(*order[:2]), tr(*order[2:]), grid=(9, 9)))
    assert [cell.text for cell in cells(read(honest))] == list(order)


def test_cells_of_a_document_in_another_encoding() -> None:
    """In ISO 2022 a letter of two bytes may be `<w`."""
    head = b'<?xml version="1.0" encoding="%s"?><w:document xmlns:w="urn:w">'
    assert remembered._as_written(head % b"utf-8" + b"<w:tc></w:tc>") is not None
    assert remembered._as_written(head % b"ISO-2022-JP" + b"<w:tc></w:tc>") is None


@pytest.mark.parametrize(("levels", "read_at_all"), [(248, True), (249, False)])
def test_known_cells_nest_no_deeper_than_others(levels: int, read_at_all: bool) -> None:
    again(table(tr("甲", "乙")))
    around = "<w:customXml>" * levels, "</w:customXml>" * levels
    data = docx(tbl(tr("甲", "乙"), grid=(1000, 1000)).join(around))
    for way in (anew, read):
        if read_at_all:
            assert [cell.text for cell in cells(way(data))] == ["甲", "乙"]
        else:
            with pytest.raises(Unreadable):
                way(data)
        again(table(tr("甲", "乙")))


# --- what is told of the document as a whole -----------------------------------------------------


def test_lists_count_on_through_cells_that_are_alike() -> None:
    rows = [tr(tc(p("指标", properties=COUNTED))) for _ in range(3)]
    data = docx(tbl(*rows, grid=(1000,)), {"numbering": LIST})
    numbers = [cell.paragraphs[0].number for cell in cells(again(data))]
    assert numbers == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (tc(p(run("暗", "<w:vanish/>"))), ["hidden-text"]),
        (tc(p(f"<w:ins>{run('新')}</w:ins>")), ["tracked-changes"]),
    ],
)
def test_findings_are_told_of_every_document(cell: str, codes: list[str]) -> None:
    assert [finding.code for finding in again(table(tr(cell, "乙"))).findings] == codes


def test_links_are_told_of_every_document() -> None:
    link = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://a" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("某")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert [mark.text for mark in again(table(tr(tc(p(link)), "乙"))).marks] == ["http://a"]


def test_a_placeholder_around_a_row_is_not_that_of_another_document() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="P"><w:name w:val="Placeholder Text"/></w:style>'
    )
    row = tr(tc(p(run("点击输入", '<w:rStyle w:val="P"/>'))))
    inside = f"<w:sdtContent>{row}</w:sdtContent>"
    answered = f"<w:sdt><w:sdtPr/>{inside}</w:sdt>"
    asked = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{inside}</w:sdt>"
    for rows, text in ((answered, "点击输入"), (asked, ""), (answered, "点击输入")):
        data = docx(tbl(rows, grid=(1000,)), {"styles": styles})
        assert [cell.text for cell in cells(again(data))] == [text]


def test_every_character_has_its_source_all_the_same() -> None:
    data = table(tr("单位名称", "某公司"))
    again(data)
    trace = read_traced(data)
    traced = [trace.of(paragraph) for cell in cells(trace.page) for paragraph in cell.paragraphs]
    assert [found is not None and len(found.sources) for found in traced] == [1, 1]


# --- bounds --------------------------------------------------------------------------------------


def test_memory_is_bounded_and_keeps_what_is_asked_for() -> None:
    memory = remembered.Memory()
    cell = remembered.ReadCell(1, False, False, None, ())
    for number in range(5 * remembered.MOST):
        memory.put((str(number), b"x"), cell)
        assert memory.get(("0", b"x")) is cell
    assert memory.get(("1", b"x")) is None
    assert len(memory) <= 2 * remembered.MOST


def test_no_marks_are_kept_for_a_document_with_notes_without_end() -> None:
    marks = [f'<w:r><w:footnoteReference w:id="{id_}"/></w:r>' for id_ in range(1_000)]
    body = p(*marks) + tbl(tr("甲", tc(p("乙", marks[0]))), grid=(9, 9))
    data = docx(body, {"footnotes": ""})
    again(data)
    (plain, marked), (plain_again, marked_again) = (
        [cell.paragraphs[0].text for cell in cells(read(data))] for _ in range(2)
    )
    assert plain is plain_again
    assert marked is not marked_again


def test_an_answer_of_a_megabyte_is_not_kept() -> None:
    data = table(tr("甲", "长" * 1_000_000))
    again(data)
    kept = [cells(read(data))[1].text for _ in range(2)]
    assert kept[0] == kept[1]
    assert kept[0] is not kept[1]
