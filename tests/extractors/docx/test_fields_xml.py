"""Fields: the result is shown, the instruction is not."""

from __future__ import annotations

import pytest

from tests.extractors.docx.builder import p, run
from tests.extractors.docx.reading import only, page, text


def mark(kind: str, data: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{data}</w:fldChar></w:r>'


def instruction(words: str) -> str:
    return f"<w:r><w:instrText> {words} </w:instrText></w:r>"


def field(words: str, result: str, data: str = "") -> str:
    return mark("begin", data) + instruction(words) + mark("separate") + result + mark("end")


def test_the_result_is_shown_and_not_the_instruction() -> None:
    assert text(p("a", field("DATE", run("2024年")), "b")) == "a2024年b"


def test_a_field_within_a_result_and_one_within_an_instruction() -> None:
    inner = field("PAGE", run("3"))
    assert text(p(field("TOC", run("第") + inner + run("页")), "b")) == "第3页b"
    nested = mark("begin") + instruction("IF") + inner + mark("separate") + run("x") + mark("end")
    assert text(p(nested, "b")) == "xb"


def test_a_result_that_goes_over_paragraphs() -> None:
    body = (
        p(mark("begin"), instruction("TOC"), mark("separate"), "一")
        + p("二", mark("end"))
        + p("三")
    )
    assert text(body) == "一|二|三"


def test_text_fields_of_old_forms() -> None:
    data = '<w:ffData><w:name w:val="t"/><w:textInput/></w:ffData>'
    assert text(p(field("FORMTEXT", run("上海"), data))) == "上海"


@pytest.mark.parametrize(
    ("box", "ticked"),
    [
        ("<w:sizeAuto/><w:checked/>", True),
        ('<w:checked w:val="1"/>', True),
        ('<w:default w:val="0"/><w:checked w:val="0"/>', False),
        ('<w:default w:val="1"/>', True),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', False),
        ("", False),
    ],
)
@pytest.mark.parametrize("result", ["", mark("separate") + run("x")])
def test_check_boxes_of_old_forms(box: str, ticked: bool, result: str) -> None:
    data = f"<w:ffData><w:checkBox>{box}</w:checkBox></w:ffData>"
    found = only(p("a", mark("begin", data), instruction("FORMCHECKBOX"), result, mark("end"), "b"))
    assert found.text == ("a☑b" if ticked else "a☐b")
    assert [(t.offset, t.ticked, t.control, t.tag) for t in found.ticks] == [
        (1, ticked, ticked, None)
    ]


@pytest.mark.parametrize(("chosen", "shown"), [('<w:result w:val="1"/>', "二"), ("", "一")])
def test_drop_down_lists_of_old_forms(chosen: str, shown: str) -> None:
    entries = '<w:listEntry w:val="一"/><w:listEntry w:val="二"/>'
    data = f"<w:ffData><w:ddList>{chosen}{entries}</w:ddList></w:ffData>"
    body = p("a", mark("begin", data), instruction("FORMDROPDOWN"), mark("end"), "b")
    assert text(body) == f"a{shown}b"


@pytest.mark.parametrize(
    ("words", "shown", "ticked"),
    [
        (r"eq \o\ac(□,√)", "☑", True),
        (r"eq \o(□,√)", "☑", True),
        (r"EQ \o\ac(○,3)", "③", None),
        (r"eq \o\ac(○,密)", "密", None),
    ],
)
@pytest.mark.parametrize("result", ["", mark("separate")])
def test_characters_printed_over_each_other(
    words: str, shown: str, ticked: bool | None, result: str
) -> None:
    found = only(p("a", mark("begin"), instruction(words), result, mark("end"), "b"))
    assert found.text == f"a{shown}b"
    assert [tick.ticked for tick in found.ticks] == ([] if ticked is None else [ticked])


def test_characters_printed_over_each_other_that_are_results_too() -> None:
    assert text(p("a", field(r"eq \o\ac(□,√)", run("☑")), "b")) == "a☑b"


def test_the_target_of_a_link_field_is_a_mark() -> None:
    found = page(p(field('HYPERLINK "https://pan.example/x"', run("网盘"))))
    assert found.blocks[0].text == "网盘"  # type: ignore[union-attr]
    assert [(m.kind, m.text) for m in found.marks] == [("external-link", "https://pan.example/x")]


def test_marks_of_fields_that_never_began() -> None:
    assert text(p("a", mark("end"), "b", mark("separate"), "c")) == "abc"


def test_a_field_that_an_edit_cut_hides_nothing_of_the_next_paragraph() -> None:
    assert text(p("a", mark("begin"), instruction("PAGE")) + p("b")) == "a|b"


def test_simple_fields() -> None:
    assert text(p(f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>')) == "7"
