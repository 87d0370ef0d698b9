"""What is wrong with a template, where, and what to do about it."""

import pytest

from forms.registry import get
from renderers.docx import TEMPLATES, Printer
from renderers.lint import TemplateError, lint
from renderers.package import Frame, deflate, members
from tests.renderers.template import (
    CODECS,
    FORM,
    NAMESPACES,
    TEMPLATE_BLOCKS,
    box,
    cell,
    docx,
    paragraph,
    row,
    run,
    table,
    template,
)


def faults(*blocks, form=None, **parts):
    return [(fault.code, fault.cell) for fault in lint(docx(*blocks, parts=parts), form)]


def codes(*blocks, form=None, **parts):
    return [code for code, _ in faults(*blocks, form=form, **parts)]


def replaced(data, old, new):
    """The template with words of its document replaced."""
    package = members(data)
    name = "word/document.xml"
    content = package[name].content().replace(old.encode(), new.encode(), 1)
    return Frame({**package, name: deflate(name, content)}.values()).filled({})


def without(data, name):
    """The template without one of its parts."""
    return Frame(member for member in members(data).values() if member.name != name).filled({})


def test_a_sound_template_has_no_fault():
    assert lint(template(), FORM) == []
    assert lint(template(), None) == []


def test_a_fault_names_the_cell_the_reason_and_the_cure():
    data = docx(
        *TEMPLATE_BLOCKS[:4], table(2, row("简介", "{{ profil }}"), row("数量", "{{ count }}个"))
    )
    fault = next(fault for fault in lint(data, FORM) if fault.code == "unknown-field")
    assert fault.cell == "table 1, row 1, cell 2: “{{ profil }}”"
    assert fault.message == "test/small has no field profil; is profile meant?"
    assert fault.where == "/w:body[1]/w:tbl[1]/w:tr[1]/w:tc[2]/w:p[1]"
    assert str(fault) == f"{fault.cell}: {fault.message} [unknown-field]"


def test_places_count_as_they_are_seen_in_word():
    nested = table(1, row(cell("甲", table(1, row("{{ x() }}")), paragraph())))
    assert faults(paragraph("一"), table(1, row("表")), nested, paragraph("{{ y() }}")) == [
        ("unknown-tag", "table 2, row 1, cell 1, table 1, row 1, cell 1: “{{ x() }}”"),
        ("unknown-tag", "paragraph 2: “{{ y() }}”"),
    ]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 7*7 }}",
        "{{ name | upper }}",
        "{%p set a = 1 %}",
        "{%p include 'a' %}",
        "{%p macro a() %}",
        "{%p if name %}",
        "{% for a in blocks %}",
        "{# note #}",
    ],
)
def test_what_cannot_be_read_back(tag):
    assert codes(paragraph("甲：", tag)) == ["unknown-tag"]


@pytest.mark.parametrize("text", ["{{ name", "name }}", "{%p endif", "甲 {{ a }} }}"])
def test_half_a_tag(text):
    assert codes(paragraph("甲：", text)) == ["broken-tag"]


def test_loops_must_balance():
    start, end = "{%p for block in blocks | blocks %}", "{%p endfor %}"
    assert codes(paragraph(start), paragraph("段")) == ["unbalanced-loop"]
    assert codes(paragraph("段"), paragraph(end)) == ["unbalanced-loop"]
    assert codes(paragraph(start), paragraph("段"), paragraph("{%p endif %}")) == [
        "unbalanced-loop"
    ]
    assert codes(paragraph(start), paragraph("段"), paragraph("{%tr endfor %}")) == [
        "unbalanced-loop",
        "no-row",
    ]


def test_a_loop_closes_where_it_opens():
    rows = table(
        1, row(cell("甲", "{%p for block in blocks | blocks %}")), row(cell("乙", "{%p endfor %}"))
    )
    assert faults(rows) == [
        ("unbalanced-loop", "table 1, row 2, cell 1: “{%p endfor %}”"),
    ]
    two = (
        table(1, row("甲"), row("{%tr for row in rows | rows(3, 2) %}")),
        table(1, row("乙"), row("{%tr endfor %}")),
    )
    assert codes(*two) == ["unbalanced-loop"]


def test_a_loop_tag_stands_alone():
    start, end = "{%p for block in blocks | blocks %}", "{%p endfor %}"
    assert codes(paragraph("甲 ", start), paragraph("段"), paragraph(end)) == ["not-alone"]
    assert codes(paragraph(start, end)) == ["two-tags"]
    picture = paragraph(start, "<w:r><w:drawing/></w:r>")
    assert codes(picture, paragraph("段"), paragraph(end)) == ["not-alone"]
    section = f"<w:p><w:pPr><w:sectPr/></w:pPr>{run(start)}</w:p>"
    assert codes(section, paragraph("段"), paragraph(end)) == ["not-alone"]


def test_two_row_tags_in_a_row():
    both = row("{%tr for row in rows | rows(3, 2) %}", "{%tr endfor %}")
    assert codes(table(2, row("甲", "乙"), both)) == ["two-tags"]


def test_a_row_tag_beside_wording():
    rows = table(
        2,
        row("{%tr for row in rows | rows(3, 2) %}", "名称"),
        row("甲", "{{ row.name }}"),
        row("{%tr endfor %}", ""),
    )
    assert codes(rows) == ["not-alone"]


def test_a_row_tag_in_a_merged_cell():
    merged = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc>'
    rows = table(
        2,
        row(merged, "{%tr for row in rows | rows(3, 2) %}"),
        row("甲", "{{ row.name }}"),
        row("{%tr endfor %}", ""),
    )
    assert codes(rows) == ["not-alone"]


def test_a_loop_that_may_leave_a_cell_empty():
    def in_cell(*tags):
        return codes(table(2, row("甲", cell(*tags))))

    always = ("{%p for text in profile | paragraphs %}", "{{ text }}", "{%p endfor %}")
    perhaps = ("{%p for block in blocks %}", "{{ block.title }}", "{%p endfor %}")
    else_this = ("{%p if not blocks %}", "无", "{%p endif %}")
    assert in_cell(*always) == []
    assert in_cell(*perhaps) == ["empty-cell"]
    assert in_cell(*else_this) == ["empty-cell"]
    assert in_cell(*perhaps, *else_this) == []
    assert in_cell("有", *perhaps) == []
    assert in_cell("{%p for block in blocks %}", *always, "{%p endfor %}") == ["empty-cell"]


def test_marks_of_notes_and_bookmarks_at_the_edge_of_a_loop():
    start, end = paragraph("{%p for block in blocks | blocks %}"), paragraph("{%p endfor %}")
    note = paragraph("段", "<w:r><w:footnoteReference w:id='2'/></w:r>")
    assert codes(note, start, paragraph("段"), end) == []
    assert codes(start, note, end) == ["note-in-loop"]
    opened = "<w:p><w:bookmarkStart w:id='1' w:name='a'/></w:p>"
    closed = "<w:p><w:bookmarkEnd w:id='1'/></w:p>"
    assert codes(opened, start, paragraph("段"), end, closed) == []
    assert codes(start, opened, paragraph("段"), end, closed) == ["crossing-bookmark"]


def test_two_answers_with_nothing_between():
    assert codes(paragraph("甲：", "{{ name }}", " ", "{{ date }}")) == ["no-separator"]
    assert codes(paragraph("甲：", "{{ name }}", "，", "{{ date }}")) == []
    assert codes(paragraph("甲：", "{{ name }}", '{{ date | after("：") }}')) == []
    assert codes(paragraph("甲：", "{{ name }}", '{{ name | hint("_") }}', "{{ date }}")) == [
        "no-separator"
    ]


def test_a_field_asked_for_twice():
    twice = paragraph("甲：", "{{ name }}"), paragraph("乙：", "{{ name }}")
    assert faults(*twice) == [("duplicate-hole", "paragraph 2: “乙：{{ name }}”")]
    boxes = paragraph("甲", box("size=大型", 1), box("size=大型", 2), box("size=小型", 3))
    assert codes(boxes) == ["duplicate-hole"]
    hints = ("{{ name }}", '{{ name | hint("_") }}', "(盖章)", '{{ name | hint("_") }}')
    assert codes(paragraph("甲：", *hints)) == []


def test_a_hint_away_from_its_answer():
    hint = '{{ name | hint("如：甲") }}'
    assert codes(table(2, row("甲", cell("{{ name }}", hint)))) == []
    assert codes(table(2, row("甲", "{{ name }}"), row("乙", hint))) == ["hint-alone"]


def test_a_hole_that_nothing_labels():
    assert codes(paragraph("甲"), paragraph("{{ name }}"), paragraph("{{ date }}")) == ["no-label"]
    assert codes(table(2, row("甲", "{{ name }}"), row("", "{{ date }}"))) == ["no-label"]
    years = table(3, row("", "去年", "今年"), row("资产", "{{ name }}", "{{ date }}"))
    assert codes(years) == []


def test_check_boxes():
    assert codes(paragraph("甲", box("", 1))) == ["check-box"]
    assert codes(paragraph("甲", box("size", 1))) == ["check-box"]
    assert codes(paragraph("甲", box("size=大型", 1, glyph="☐☐"))) == ["check-box"]
    fonts = box("size=大型", 1).replace('"MS Gothic"', '"Wingdings"', 1)
    assert codes(paragraph("甲", fonts)) == ["check-box"]
    assert codes(paragraph("甲", box("size=大型", 1), box("size=小型", 1))) == ["duplicate-control"]


def test_numbers_that_are_none():
    numberless = box("size=大型", 1).replace('w:id w:val="1"', "w:id")
    assert codes(paragraph("甲", numberless)) == ["no-number"]
    mark = "<w:bookmarkStart w:id='x' w:name='a'/><w:bookmarkEnd w:id='x'/>"
    assert codes(f"<w:p>{mark}</w:p>") == ["no-number", "no-number"]


def test_tags_where_nothing_is_printed():
    note = f"<w:footnote w:id='2'>{paragraph('{{ name }}')}</w:footnote>"
    notes = f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>"
    assert codes(paragraph("甲"), footnotes=notes) == ["tag-in-note"]
    text_box = (
        f"<w:r><w:pict><w:txbxContent>{paragraph('{{ name }}')}</w:txbxContent></w:pict></w:r>"
    )
    assert codes(paragraph("甲", text_box)) == ["tag-in-text-box"]


def test_tracked_changes():
    change = f'<w:ins w:id="1" w:author="a">{run("乙")}</w:ins>'
    assert codes(paragraph("甲", change)) == ["tracked-change"]


def test_fields_and_lists_that_the_form_has_not():
    form = FORM.of("name", "blocks.*.title")
    sound = (
        paragraph("甲：", "{{ name }}"),
        paragraph("{%p for block in blocks | blocks %}"),
        paragraph("{{ block.title }}"),
        paragraph("{%p endfor %}"),
    )
    assert codes(*sound, form=form) == []
    wrong = paragraph("{%p for block in block | blocks %}")
    assert "unknown-field" in codes(sound[0], wrong, *sound[2:], form=form)
    wrong = paragraph("{{ block.titel }}")
    assert "unknown-field" in codes(*sound[:2], wrong, sound[3], form=form)
    wrong = paragraph("{{ block.no }}. {{ block.title }}")
    assert "unknown-field" in codes(*sound[:2], wrong, sound[3], form=form)


def test_numbers_where_nothing_is_numbered():
    form = FORM.of("rows.*.name", "blocks.*.title")
    rows = (
        row("{%tr for row in rows | rows(3, 2) %}"),
        row("{{ row.name }}"),
        row("{%tr endfor %}"),
    )
    block = (
        paragraph("{%p for block in blocks | blocks %}"),
        paragraph("{{ loop.index }}. {{ block.title }}"),
        paragraph("{%p endfor %}"),
    )
    assert codes(paragraph("甲"), table(1, row("名称"), *rows), *block, form=form) == []
    numbered = (rows[0], row("{{ loop.index }} {{ row.name }}"), rows[2])
    assert "unknown-field" in codes(table(1, row("名称"), *numbered), *block, form=form)
    assert "unknown-field" in codes(paragraph("甲 {{ loop.index }}"), *block, form=form)


@pytest.mark.parametrize(
    ("tag", "path"),
    [
        ("{{ name | date }}", "name"),
        ("{{ date }}", "date"),
        ("{{ date | month }}", "date"),
        ("{{ trades | joined }}", "trades"),
        ("{{ accident }}", "accident"),
        (box("name=甲", 1), "name"),
    ],
)
def test_a_tag_that_prints_otherwise_than_the_field_is_read(tag, path):
    assert "wrong-codec" in codes(paragraph("甲：", tag), form=FORM.of(path))


def test_options_of_check_boxes():
    form = FORM.of("size")
    assert codes(paragraph("甲", box("size=大型", 1), box("size=小型", 2)), form=form) == []
    assert codes(paragraph("甲", box("size=大型", 1)), form=form) == ["no-box"]
    wrong = paragraph("甲", box("size=大型", 1), box("size=小型", 2), box("size=巨型", 3))
    assert codes(wrong, form=form) == ["unknown-option"]


@pytest.mark.parametrize("path", [path for path in CODECS if "*" not in path])
def test_a_field_that_the_template_forgot(path):
    blocks = [
        block for block in TEMPLATE_BLOCKS if f" {path} " not in block and f'"{path}=' not in block
    ]
    missing = {f.message.split()[0] for f in lint(docx(*blocks), FORM) if f.code == "no-hole"}
    assert path in missing


@pytest.mark.parametrize(
    "blocks",
    [
        [paragraph("名：", "{{ rows[0].name }}")],
        [paragraph("名：", "{{ rows[7].name }}")],
        [paragraph("名：", "{{ name[0] }}")],
        [paragraph("{%p for b in blocks[2].parts | blocks %}"), paragraph("{%p endfor %}")],
        [paragraph("行业：", box("rows.0.trades=汽车", 99), "汽车")],
    ],
)
def test_an_item_that_no_blank_prints_is_no_field(blocks):
    assert "unknown-field" in codes(*TEMPLATE_BLOCKS, *blocks, form=FORM)


def test_items_that_the_form_always_prints_are_fields():
    application = get("application")
    data = (TEMPLATES / application.template).read_bytes()
    assert lint(data, application) == []
    for path, wrong in (("tasks[2].budget", "tasks[3].budget"), ("standards[4]", "standards[5]")):
        found = lint(replaced(data, path, wrong), application)
        assert "unknown-field" in [fault.code for fault in found]


@pytest.mark.parametrize("tag", ["{{ name | line(10000) }}", "{{ rows[10000].name }}"])
def test_numbers_have_four_digits_at_most(tag):
    assert codes(paragraph("名：", tag)) == ["unknown-tag"]


def test_what_declares_a_document_type_is_no_template():
    entity = '<!DOCTYPE w:document [<!ENTITY e "名称">]><w:document'
    data = replaced(template(), "<w:document", entity)
    (fault,) = lint(data, FORM)
    assert fault.code == "not-a-template"
    assert "document type" in fault.message
    with pytest.raises(TemplateError, match="document type"):
        Printer(data, FORM)


def test_a_package_without_content_types_is_no_template():
    with pytest.raises(TemplateError, match="Content_Types"):
        Printer(without(template(), "[Content_Types].xml"), FORM)


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", template()[:900]])
def test_what_is_no_template(data):
    assert [fault.code for fault in lint(data, FORM)] == ["not-a-template"]


def test_the_error_lists_every_fault_in_the_same_words():
    found = lint(docx(paragraph("甲：", "{{ a() }}"), paragraph("乙：", "{{ b() }}")), FORM.of())
    message = str(TemplateError("test/small.docx", found))
    assert all(str(fault) in message for fault in found)
    assert len(found) == 2
