"""A template taken apart: places in human words, paths of holes, wording."""

from extractors.tags import Value
from renderers.package import members
from renderers.survey import Box, survey
from tests.renderers.template import (
    NAMESPACES,
    box,
    cell,
    control,
    docx,
    paragraph,
    row,
    run,
    table,
    template,
)


def look(*blocks, **parts):
    return survey(members(docx(*blocks, parts=parts)))


def test_the_holes_of_a_template_in_order():
    found = survey(members(template()))
    assert [hole.path for hole in found.holes if not hole.is_hint and not hole.is_ordinal] == [
        "name", "date", "size", "size", "trades", "trades", "accident", "accident", "profile",
        "count", "rows.*.name", "rows.*.detail", "rows.*.trades", "blocks.*.title", "blocks.*.text",
    ]  # fmt: skip
    assert [hole.path for hole in found.holes if hole.is_ordinal] == ["rows.*.no", "loop.index"]
    assert [hole.path for hole in found.holes if hole.is_hint] == ["name"]


def test_wording_tags_and_boxes_of_a_paragraph():
    (passage,) = look(paragraph("甲", "：{{ a }}乙", box("b=丙", 1), "丙")).passages
    assert passage.pieces == ("甲", "：", Value("a"), "乙", Box("b", "丙"), "丙")
    assert passage.wording == "甲：乙丙"


def test_a_label_that_may_be_renamed_is_wording():
    (passage,) = look(paragraph('{{ a | label("指标 1") }}')).passages
    assert passage.wording == "指标 1"


def test_what_controls_wrap_is_found_and_counted():
    wrapped = control(1, paragraph("一"))
    wrapped_row = control(2, row("二"))
    wrapped_cell = f"<w:tr>{control(3, cell('三'))}{cell('四')}</w:tr>"
    found = look(wrapped, table(2, wrapped_row, wrapped_cell), paragraph("五"))
    assert [(passage.place, passage.wording) for passage in found.passages] == [
        ("paragraph 1", "一"),
        ("table 1, row 1, cell 1", "二"),
        ("table 1, row 2, cell 1", "三"),
        ("table 1, row 2, cell 2", "四"),
        ("paragraph 2", "五"),
    ]


def test_headers_count_by_themselves_and_notes_stand_apart():
    head = f"<w:hdr {NAMESPACES}>{paragraph('页眉')}</w:hdr>"
    notes = f'<w:footnote w:id="2">{paragraph("注")}</w:footnote>'
    notes = f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>"
    found = look(paragraph("正文"), header1=head, footnotes=notes)
    assert [passage.place for passage in found.passages] == ["paragraph 1", "header, paragraph 1"]
    assert [passage.wording for passage in found.notes] == ["注"]


def test_a_long_paragraph_is_named_by_its_beginning():
    (passage,) = look(paragraph("长" * 60)).passages
    assert passage.named == f"paragraph 1: “{'长' * 40}…”"


def test_runs_that_split_a_tag_are_joined():
    (passage,) = look(f"<w:p>{run('甲{')}{run('{ a')}{run(' }')}{run('}乙')}</w:p>").passages
    assert passage.pieces == ("甲", Value("a"), "乙")
