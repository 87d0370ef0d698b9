"""The outline: a page as lines."""

from __future__ import annotations

from extractors.docx import read
from extractors.outline import outline
from tests.extractors.docx.builder import checkbox, docx, p, run, tbl, tc, tr

STYLES = (
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
)


def lines(body: str, **parts: str) -> list[str]:
    return outline(read(docx(body, parts))).splitlines()


def test_paragraphs_and_headings() -> None:
    title = p("申报书", properties='<w:pStyle w:val="t"/>')
    heading = p("背景", properties='<w:pStyle w:val="2"/>')
    body = title + heading + p("{{ a.b | line(24) }}") + p()
    assert lines(body, styles=STYLES) == ["# 申报书", "## 背景", "{{ a.b | line(24) }}", "¶"]


def test_a_table_with_its_spans() -> None:
    rows = (
        tr(
            tc("a", properties='<w:vMerge w:val="restart"/>'),
            tc("b", properties='<w:gridSpan w:val="2"/>'),
        ),
        tr(tc(properties="<w:vMerge/>"), tc(p("c"), p("d")), tc()),
    )
    assert lines(tbl(*rows, grid=(1, 1, 1))) == [
        "",
        "| a ↓2 | b →2 |",
        "| ↑ | c ¶ d |  |",
        "",
    ]


def test_a_table_in_a_cell() -> None:
    inner = tbl(tr("x", "y"), tr("z", "w"), grid=(1, 1))
    assert lines(tbl(tr(tc(inner, p())), grid=(1,)))[1] == "| ⟦| x | y | / | z | w |⟧ ¶  |"


def test_ticks_breaks_tabs_and_raised_text() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = p(
        checkbox(run("☐"), tag="a=是"), "是", "<w:r><w:br/><w:tab/></w:r>",
        checkbox(run("☒")), "m", run("2", raised), "。",
    )  # fmt: skip
    assert lines(body) == ["☐[a=是]是↵⇥☑m^(2)。"]


def test_notes_headers_and_text_boxes_stand_at_the_end() -> None:
    box = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = p("a", '<w:r><w:footnoteReference w:id="5"/></w:r>', "b", box.format(p("框"))) + (
        '<w:sectPr><w:footerReference r:id="rIdfooter"/></w:sectPr>'
    )
    notes = f'<w:footnote w:id="5">{p("注")}</w:footnote>'
    assert lines(body, footnotes=notes, footer=p("— 1 —")) == [
        "a[^1]b",
        "{floating} 框",
        "{header} — 1 —",
        "[^1]: 注",
    ]


def test_automatic_numbers() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = p("概述", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert lines(body, numbering=numbering) == ["一、 概述"]
