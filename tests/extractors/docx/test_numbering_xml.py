"""Automatic numbers as Word shows them."""

from __future__ import annotations

import pytest

from extractors.docx.number_formats import FORMATS, written
from tests.extractors.docx.builder import p
from tests.extractors.docx.reading import page


def level(place: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(number: int | None, place: int | None = 0, style: str = "") -> str:
    numbered = "" if number is None else f'<w:numId w:val="{number}"/>'
    at = "" if place is None else f'<w:ilvl w:val="{place}"/>'
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p("x", properties=f"{name}<w:numPr>{at}{numbered}</w:numPr>")


def numbers(body: str, **parts: str) -> list[str | None]:
    return [block.number for block in page(body, **parts).blocks]  # type: ignore[union-attr]


TWO_LEVELS = abstract(
    7, level(0, "chineseCounting", "（%1）"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
)


def test_levels_count_within_the_level_above() -> None:
    body = item(1) + item(1, 1) + item(1, 1) + p("a") + item(1) + item(1, 1)
    assert numbers(body, numbering=TWO_LEVELS + num(1, 7)) == [
        "（一）", "1.1", "1.2", None, "（二）", "2.1",
    ]  # fmt: skip


def test_instances_of_one_list_count_on_unless_they_start_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    parts = abstract(7, level(0, "decimal", "%1.")) + num(1, 7) + num(2, 7) + num(3, 7, again)
    body = item(1) + item(2) + item(3) + item(3) + item(1)
    assert numbers(body, numbering=parts) == ["1.", "2.", "1.", "2.", "3."]


def test_a_level_that_is_never_set_back() -> None:
    levels = level(0, "decimal", "%1"), level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = item(1) + item(1, 1) + item(1) + item(1, 1)
    assert numbers(body, numbering=abstract(7, *levels) + num(1, 7)) == ["1", "1)", "2", "2)"]


def test_a_level_overridden_by_the_instance() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.")}</w:lvlOverride>'
    parts = abstract(7, level(0, "decimal", "%1.")) + num(1, 7, override)
    assert numbers(item(1) + item(1), numbering=parts) == ["I.", "II."]


def test_numbers_by_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="h1"/></w:style>'
    )
    levels = (
        level(0, "decimal", "%1.", '<w:pStyle w:val="h1"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="h2"/>'),
    )
    h1, h2 = (
        p("x", properties='<w:pStyle w:val="h1"/>'),
        p("x", properties='<w:pStyle w:val="h2"/>'),
    )
    body = h1 + h2 + item(0, None, "h1") + h2
    assert numbers(body, numbering=abstract(7, *levels) + num(1, 7), styles=styles) == [
        "1.", "1.1", None, "1.2",
    ]  # fmt: skip


def test_a_list_that_is_the_one_of_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="n"><w:name w:val="n"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="n"/></w:abstractNum>'
    parts = abstract(7, level(0, "decimal", "%1、")) + link + num(1, 8) + num(2, 7)
    assert numbers(item(1), numbering=parts, styles=styles) == ["1、"]


def test_bullets_are_shown_as_the_sign_of_their_font() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    bullet = level(0, "bullet", "\uf0b7").replace("</w:lvl>", f"{fonts}</w:lvl>")
    assert numbers(item(1), numbering=abstract(7, bullet) + num(1, 7)) == ["•"]


def test_numbers_that_name_no_list() -> None:
    assert numbers(item(9) + item(None, 0) + item(1, 5), numbering=num(1, 7)) == [None] * 3


def test_a_number_is_never_endless() -> None:
    endless = level(0, "upperLetter", "%1" * 1000).replace(
        '"1"/><w:numFmt', '"2147483646"/><w:numFmt'
    )
    (shown,) = numbers(item(1), numbering=abstract(7, endless) + num(1, 7))
    assert shown is not None
    assert len(shown) <= 100


def test_a_deleted_paragraph_counts_no_number() -> None:
    deleted = p(
        "<w:del><w:r><w:t>x</w:t></w:r></w:del>",
        properties='<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
    )
    assert numbers(item(1) + deleted + item(1), numbering=TWO_LEVELS + num(1, 7)) == [
        "（一）",
        "（二）",
    ]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "1 2 10 11 12 20 21 100"),
        ("chineseCounting", "一 二 十 十一 十二 二十 二十一 一百"),
        ("chineseCountingThousand", "一 二 十 十一 十二 二十 二十一 一百"),
        ("japaneseCounting", "一 二 十 十一 十二 二十 二十一 一百"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 壹拾贰 贰拾 贰拾壹 壹佰"),
        ("ideographDigital", "一 二 一〇 一一 一二 二〇 二一 一〇〇"),
        ("ideographTraditional", "甲 乙 癸 甲 乙 癸 甲 癸"),
        ("ideographZodiac", "子 丑 酉 戌 亥 未 申 卯"),
        ("decimalEnclosedCircleChinese", "① ② ⑩ ⑪ ⑫ ⑳ ㉑ 100"),
        ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ ⑿ ⒇ (21) (100)"),
        ("decimalFullWidth", "１ ２ １０ １１ １２ ２０ ２１ １００"),
        ("decimalZero", "01 02 10 11 12 20 21 100"),
        ("upperLetter", "A B J K L T U VVVV"),
        ("lowerRoman", "i ii x xi xii xx xxi c"),
        ("ordinal", "1st 2nd 10th 11th 12th 20th 21st 100th"),
        ("none", "       "),
        ("never-heard-of", "1 2 10 11 12 20 21 100"),
    ],
)
def test_formats(form: str, shown: str) -> None:
    assert " ".join(written(n, form) for n in (1, 2, 10, 11, 12, 20, 21, 100)) == shown


def test_counting_with_gaps() -> None:
    assert [written(n, "chineseCounting") for n in (101, 110, 1001, 1010, 2030)] == [
        "一百零一", "一百一十", "一千零一", "一千零一十", "二千零三十",
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_no_number_is_too_odd_to_be_written(form: str) -> None:
    for number in (-1, 0, 4000, 10_000, 2**31):
        assert isinstance(written(number, form), str)
