"""Record → DOCX: what is printed for what is in the record."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.docx import Printer
from renderers.lint import TemplateError
from tests.renderers.reading import W, lines, rows, ticks, tree
from tests.renderers.template import (
    FORM,
    NAMESPACES,
    TEMPLATE_BLOCKS,
    box,
    cell,
    control,
    docx,
    paragraph,
    part,
    printed,
    row,
    run,
    table,
    template,
)

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRINTER = Printer(template(), FORM)
FULL = {
    "name": "申联智造",
    "date": "2024-05-20",
    "size": "小型",
    "trades": ["汽车", "电子"],
    "accident": False,
    "profile": "一\n二",
    "count": 8,
    "rows": [
        {"name": f"行{n}", "detail": "甲\n乙", "trades": ["汽车", "电子"]} for n in range(1, 5)
    ],
    "blocks": [{"title": "上", "text": "一\n二"}, {"title": "下", "text": None}],
}


def show(**record):
    return part(PRINTER.print(FORM.load(record)))


def test_the_blank_shows_every_hint_and_the_least_rows():
    xml = show()
    assert lines(xml)[:4] == [
        "名称：____________(盖章)",
        "日期：",
        "规模：☐大型 ☐小型行业：☐汽车 ☐电子",
        "事故：☐是 ☐否",
    ]
    assert rows(xml, 0) == [["简介", "(不超20%字)"], ["数量", "个"]]
    assert rows(xml, 1) == [
        ["序号", "名称", "说明", "行业"],
        ["1", "", "", ""],
        ["2", "", "", ""],
        ["...", "", "", ""],
    ]
    assert lines(xml)[-3:] == ["正文", "1. 段 ", "请写"]


def test_a_full_record_takes_the_place_of_hints_and_adds_rows():
    xml = show(**FULL)
    assert lines(xml)[:2] == ["名称：申联智造    (盖章)", "日期：2024年5月20日"]
    assert rows(xml, 0) == [["简介", "一\n二"], ["数量", "8个"]]
    assert rows(xml, 1)[1:] == [[str(n), f"行{n}", "甲\n乙", "汽车、电子"] for n in range(1, 5)]
    assert lines(xml)[-6:] == ["正文", "1. 段 上", "一", "二", "2. 段 下", "请写"]


def test_ticks_say_the_same_in_state_and_glyph():
    on, off = ("1", "☑"), ("0", "☐")
    assert set(ticks(show()).values()) == {off}
    assert ticks(show(**FULL)) == {
        "size=大型": off,
        "size=小型": on,
        "trades=汽车": on,
        "trades=电子": on,
        "accident=是": off,
        "accident=否": on,
    }
    assert ticks(show(accident=True))["accident=是"] == on
    assert ticks(show(accident=True))["accident=否"] == off


def test_zero_is_an_answer():
    blocks = (paragraph("数量：", "{{ count }}", '{{ count | hint("___") }}'),)
    form = FORM.of("count")
    assert lines(printed({"count": 0}, *blocks, form=form)) == ["数量：0"]
    assert lines(printed({}, *blocks, form=form)) == ["数量：___"]


def test_after_and_label():
    blocks = (
        paragraph("重点行业一", '{{ name | after("：") }}'),
        table(2, row('{{ size | label("其他指标 1") }}', "{{ count }}")),
    )
    form = FORM.of("name", "size", "count")
    assert lines(printed({}, *blocks, form=form)) == ["重点行业一", "其他指标 1", ""]
    record = {"name": "汽车", "size": "节能", "count": 3}
    assert lines(printed(record, *blocks, form=form)) == ["重点行业一：汽车", "节能", "3"]


def test_paragraphs_that_stand_only_while_a_list_is_empty():
    blocks = (
        paragraph("二"),
        paragraph("{%p if not blocks %}"),
        paragraph("参照一"),
        paragraph("{%p endif %}"),
        paragraph("{%p for block in blocks %}"),
        paragraph("{{ block.title }}"),
        paragraph("{%p for text in block.text | paragraphs %}"),
        paragraph("{{ text }}"),
        paragraph("{%p endfor %}"),
        paragraph("{%p endfor %}"),
    )
    form = FORM.of("blocks.*.title", "blocks.*.text")
    assert lines(printed({}, *blocks, form=form)) == ["二", "参照一"]
    assert lines(printed(FULL, *blocks, form=form)) == ["二", "上", "一", "二", "下", ""]


HOSTILE = (
    "{{7*7}}",
    "{{ name }}",
    "{% for x in y %}",
    "{%p endfor %}",
    "{#",
    "{_{ }_} {_% %_}",
    "<w:p/>",
    "</w:t>",
    "&amp; & &#10;",
    "]]>",
    "<!-- -->",
    "'\"“”‘’",
    "😀👩‍🔧🏽",
    "𠀀𪛖𫝀",
    "\U0010fffd",
    "\ufdd0\ufdd1{}",
    "\u2028\u2029\x85\x7f\x9f",
    "\xad\u200d\ufeff\ufffd",
    "a\tb\t\tc",
    "名" * 10_000,
    "%}}}{{%",
    "\\x41 \\U00000041 \\",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_values_are_data_wherever_they_print(text):
    record = {
        "name": text,
        "profile": text,
        "rows": [{"name": text, "detail": text, "trades": [text]}],
        "blocks": [{"title": text, "text": text}],
    }
    xml = show(**record)
    assert lines(xml)[0].startswith(f"名称：{text}")
    assert rows(xml, 0)[0] == ["简介", text]
    assert rows(xml, 1)[1] == ["1", text, text, text]
    assert lines(xml)[-2:] == [f"1. 段 {text}", text]
    assert len(tree(xml).findall(f".//{W}tbl")) == 2


# Every character of XML 1.0 but carriage returns, which no canonical record holds.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff").filter(
        lambda c: c >= " " or c == "\t"
    )
    | st.sampled_from("{}%#<>&\"'\t ")
)


@given(texts, st.lists(texts.filter(bool), min_size=1))
def test_every_character_prints_as_itself(name, paragraphs):
    xml = show(name=name or None, profile="\n".join(paragraphs))
    assert lines(xml)[0].startswith(f"名称：{name}")
    assert rows(xml, 0)[0][1] == "\n".join(paragraphs)


def test_a_line_end_in_a_plain_field_is_a_break():
    assert lines(show(name="甲\n乙"))[0].startswith("名称：甲\n乙")


def test_spaces_are_kept():
    xml = show(name="甲  乙")
    for text in tree(xml).iter(W + "t"):
        assert (text.text or "") == (text.text or "").strip() or text.get(SPACE) == "preserve"
    assert lines(xml)[0] == "名称：甲  乙      (盖章)"


def test_the_same_record_gives_the_same_bytes():
    data = template()
    first, second = (Printer(data, FORM).print(FORM.load(FULL)) for _ in range(2))
    assert first == second


def test_a_print_leaves_the_record_as_it_was():
    record = FORM.load(FULL)
    PRINTER.print(record)
    assert record == FORM.load(FULL)


def test_what_no_tag_changes_is_copied_raw():
    source, output = BytesIO(template()), BytesIO(PRINTER.print(FORM.load(FULL)))
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(output) as after:
        assert after.testzip() is None
        assert set(before.namelist()) < set(after.namelist())
        for name in ("docProps/core.xml", "_rels/.rels"):
            old, new = before.getinfo(name), after.getinfo(name)
            assert (old.CRC, old.compress_size) == (new.CRC, new.compress_size)
            assert before.read(name) == after.read(name)


# What docxtpl does otherwise, one test each (its 0.20.2)


def test_core_properties_are_not_rendered():
    assert "{{ name }}" in part(PRINTER.print(FORM.load(FULL)), "docProps/core.xml")


def test_notes_are_not_rendered_once_per_section():
    note = f'<w:footnote w:id="2">{paragraph("注 &")}</w:footnote>'
    notes = f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>"
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    data = docx(*TEMPLATE_BLOCKS[:1], section, *TEMPLATE_BLOCKS[1:], parts={"footnotes": notes})
    output = Printer(data, FORM).print(FORM.load({"name": "{{7*7}}"}))
    assert part(output, "word/footnotes.xml") == part(data, "word/footnotes.xml")
    assert lines(part(output))[0].startswith("名称：{{7*7}}")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__ }}",
        "{{ name.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(9) }}",
        "{%p set x = 1 %}",
        "{%p include 'x' %}",
    ],
)
def test_code_in_a_template_never_runs(tag):
    with pytest.raises(TemplateError):
        Printer(docx(*TEMPLATE_BLOCKS, paragraph("x", tag)), FORM)


def test_grid_columns_stay_where_cells_sit_in_controls_or_behind_a_shift():
    wrapped = control(99, cell("乙"))
    shifted = f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell("丙")}</w:tr>'
    extra = table(3, f"<w:tr>{cell('甲')}{wrapped}</w:tr>", shifted)
    xml = printed(FULL, *TEMPLATE_BLOCKS, extra)
    assert len(list(tree(xml).iter(W + "tbl"))[2].findall(f"{W}tblGrid/{W}gridCol")) == 3


def test_an_unknown_name_is_refused_and_its_place_named():
    with pytest.raises(TemplateError, match=r"table 1, row 2, cell 2: “\{\{ conut \}\}个”.*count"):
        Printer(
            docx(*TEMPLATE_BLOCKS[:4], table(2, row("简介", ""), row("数量", "{{ conut }}个"))),
            FORM,
        )


def test_tags_that_word_split_over_runs():
    proof = '<w:proofErr w:type="spellStart"/>'
    mark = '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>'
    split = (
        f"<w:p>{run('名称：{')}{run('{ na')}{proof}{run('me')}{mark}{run(' }')}{run('}。')}</w:p>"
    )
    assert lines(printed({"name": "甲"}, split, form=FORM.of("name"))) == ["名称：甲。"]


def test_spaces_round_a_split_tag_stay():
    bare = "<w:r><w:t>{}</w:t></w:r>"  # as Word writes a text without outer spaces
    split = f"<w:p>{bare.format('名称： {{ na')}{bare.format('me }} 元')}</w:p>"
    xml = printed({"name": "甲"}, split, form=FORM.of("name"))
    assert [text.get(SPACE) for text in tree(xml).iter(W + "t")] == ["preserve", "preserve"]
    assert lines(xml) == ["名称： 甲 元"]


def test_a_tag_split_by_a_change_is_refused():
    change = f'<w:ins w:id="1" w:author="a">{run("me")}</w:ins>'
    split = f"<w:p>{run('名称：{{ na')}{change}{run(' }}')}</w:p>"
    with pytest.raises(TemplateError, match="broken-tag"):
        printed({}, split, form=FORM.of("name"))


def test_braces_of_the_form_itself_stay():
    wording = '<w:p><w:pPr><w:pStyle w:val="{{x}}"/></w:pPr>' + run("集合 { 甲") + "</w:p>"
    blocks = (wording, paragraph("} 名称：", "{{ name }}"))
    xml = printed({"name": "甲"}, *blocks, form=FORM.of("name"))
    assert lines(xml) == ["集合 { 甲", "} 名称：甲"]
    assert tree(xml).find(f".//{W}pStyle").get(W + "val") == "{{x}}"


def test_a_hint_may_hold_what_jinja_and_docxtpl_take_for_theirs():
    hint = "20%} }} <甲> & “乙” '丙' {{"
    blocks = (
        paragraph("简介"),
        paragraph(f'{{%p for text in profile | paragraphs("{hint}") %}}'),
        paragraph("{{ text }}"),
        paragraph("{%p endfor %}"),
    )
    assert lines(printed({}, *blocks, form=FORM.of("profile"))) == ["简介", hint]


def test_controls_and_bookmarks_in_loops_have_numbers_of_their_own():
    inside = (
        '<w:p><w:bookmarkStart w:id="7" w:name="段"/>'
        + run("段 ")
        + run("{{ block.title }}")
        + '<w:bookmarkEnd w:id="7"/>'
        + control(20, run("。"))
        + "</w:p>"
    )
    blocks = (
        paragraph("正文", box("accident=是", 20 + 1), "是"),
        paragraph("{%p for block in blocks | blocks %}"),
        inside,
        paragraph("{%p endfor %}"),
        '<w:p><w:bookmarkStart w:id="1" w:name="尾"/>'
        + run("尾")
        + '<w:bookmarkEnd w:id="1"/></w:p>',
    )
    record = {"blocks": [{"title": str(n), "text": None} for n in range(3)]}
    found = tree(printed(record, *blocks, form=FORM.of("accident", "blocks.*.title")))
    controls = [e.get(W + "val") for e in found.iter(W + "id")]
    starts = [e.get(W + "id") for e in found.iter(W + "bookmarkStart")]
    ends = [e.get(W + "id") for e in found.iter(W + "bookmarkEnd")]
    names = [e.get(W + "name") for e in found.iter(W + "bookmarkStart")]
    assert controls[:2] == ["21", "20"]
    assert len(set(controls)) == len(controls) == 4
    assert starts == ends
    assert len(set(starts)) == len(starts) == len(set(names)) == 4
    assert (starts[0], names[0], starts[-1], names[-1]) == ("7", "段", "1", "尾")


def test_headers_with_tags_are_printed_and_others_copied():
    head = f"<w:hdr {NAMESPACES}>{paragraph('单位：', '{{ name }}')}</w:hdr>"
    foot = f"<w:ftr {NAMESPACES}>{paragraph('页')}</w:ftr>"
    data = docx(paragraph("正文"), parts={"header1": head, "footer1": foot})
    output = Printer(data, FORM.of("name")).print(FORM.load({"name": "甲&乙"}))
    assert lines(part(output, "word/header1.xml")) == ["单位：甲&乙"]
    assert part(output, "word/footer1.xml") == part(data, "word/footer1.xml")


def test_paragraphs_of_a_cell_never_run_out():
    for record in ({}, FULL, {"rows": [{"name": "甲", "detail": None, "trades": []}]}):
        for each in tree(show(**record)).iter(W + "tc"):
            assert each[-1].tag == W + "p"


@given(st.lists(st.fixed_dictionaries({"name": st.none() | texts, "detail": st.none() | texts})))
def test_as_many_rows_as_there_are_and_never_fewer_than_printed(items):
    record = {"rows": [{**item, "trades": []} for item in items]}
    found = rows(show(**record), 1)[1:]
    assert len(found) == max(3, len(items))
    assert [r[1] for r in found[: len(items)]] == [item["name"] or "" for item in items]
