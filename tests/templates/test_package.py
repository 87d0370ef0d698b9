"""The files are such as Word writes, and such as an office's form: page, type, names."""

import zipfile

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from tests.templates.word import FOLDER, W, body, part, text, value, words

TEMPLATES = ("application.docx", "summary.docx")


def styles(template: str) -> dict[str, etree._Element]:
    return {value(it, "styleId"): it for it in part(template, "word/styles.xml").iter(W + "style")}


def section(template: str) -> etree._Element:
    (found,) = part(template).iter(W + "sectPr")  # docxtpl renders the notes once for each section
    return found


def millimetres(twips: str) -> int:
    return round(int(twips) * 25.4 / 1440)


def paragraph(template: str, beginning: str) -> etree._Element:
    return next(it for it in body(template).iterfind(W + "p") if text(it).startswith(beginning))


def style(template: str, beginning: str) -> etree._Element:
    """The style of the body paragraph that begins so."""
    name = value(paragraph(template, beginning).find(f"{W}pPr/{W}pStyle"))
    return styles(template)[name]


def face(element: etree._Element) -> str:
    return value(element.find(f"{W}rPr/{W}rFonts"), "eastAsia")


@pytest.mark.parametrize("version", [FileFormat.OFFICE_2010, FileFormat.MICROSOFT_365])
@pytest.mark.parametrize("template", TEMPLATES)
def test_word_finds_no_fault(template: str, version: FileFormat) -> None:
    result = OpenXmlValidator(file_format=version).validate(FOLDER / template)
    assert result.errors == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_custom_part_names_the_form_and_its_version(template: str) -> None:
    form = part(template, "customXml/item1.xml")
    assert form.tag == "{urn:tianbao:form}form"
    assert {str(name): str(said) for name, said in form.attrib.items()} == {
        "name": f"jiebang2024/{template.removesuffix('.docx')}",
        "version": "1",
    }
    targets = [it.get("Target") for it in part(template, "word/_rels/document.xml.rels")]
    assert "../customXml/item1.xml" in targets


@pytest.mark.parametrize("template", TEMPLATES)
def test_properties_name_nobody_and_no_moving_date(template: str) -> None:
    core = {etree.QName(it).localname: it.text for it in part(template, "docProps/core.xml")}
    assert core.keys() == {"title", "language", "created", "modified"}
    assert core["language"] == "zh-CN"
    assert core["created"] == core["modified"]
    with zipfile.ZipFile(FOLDER / template) as package:
        assert {it.date_time for it in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_language_is_chinese(template: str) -> None:
    languages = part(template, "word/styles.xml").iter(W + "lang")
    assert {value(it, "eastAsia") for it in languages} == {"zh-CN"}


def test_the_page_of_the_application_is_that_of_gb_t_9704() -> None:
    size, margins = (
        section("application.docx").find(W + "pgSz"),
        section("application.docx").find(W + "pgMar"),
    )
    assert [millimetres(value(size, side)) for side in ("w", "h")] == [210, 297]
    sides = ("top", "left", "right", "bottom")
    assert [millimetres(value(margins, side)) for side in sides] == [37, 28, 26, 35]


def test_the_page_of_the_application_holds_22_lines_of_28_characters() -> None:
    margins = section("application.docx").find(W + "pgMar")
    size = section("application.docx").find(W + "pgSz")
    pitch = int(value(section("application.docx").find(W + "docGrid"), "linePitch"))
    height = int(value(size, "h")) - int(value(margins, "top")) - int(value(margins, "bottom"))
    assert height // pitch == 22
    line = styles("application.docx")["Normal"].find(f"{W}pPr/{W}spacing")
    assert (value(line, "line"), value(line, "lineRule")) == (str(pitch), "exact")
    width = int(value(size, "w")) - int(value(margins, "left")) - int(value(margins, "right"))
    letters = styles("application.docx")["BodyText"].find(f"{W}rPr/{W}spacing")
    letter = int(value(styles("application.docx")["Normal"].find(f"{W}rPr/{W}sz"))) * 10
    assert width // (letter + int(value(letters))) == 28


def test_the_page_of_the_summary_lies_on_its_side() -> None:
    size = section("summary.docx").find(W + "pgSz")
    assert [millimetres(value(size, side)) for side in ("w", "h")] == [297, 210]
    assert value(size, "orient") == "landscape"


def test_the_cover_is_a_page_of_its_own_without_a_number() -> None:
    beginning = [text(it) for it in body("application.docx").iterfind(W + "p")][:7]
    assert beginning[0] == "附件 1"
    assert beginning[6] == "基本信息表"
    assert (
        paragraph("application.docx", "基本信息表").find(f"{W}pPr/{W}pageBreakBefore") is not None
    )
    assert section("application.docx").find(W + "titlePg") is not None
    assert value(section("application.docx").find(W + "pgNumType"), "start") == "0"


@pytest.mark.parametrize(("template", "kinds"), [("application.docx", 2), ("summary.docx", 1)])
def test_pages_are_numbered_between_dashes(template: str, kinds: int) -> None:
    targets = {
        it.get("Id"): it.get("Target") for it in part(template, "word/_rels/document.xml.rels")
    }
    identity = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    footers = {
        value(it, "type"): part(template, f"word/{targets[it.get(identity)]}")
        for it in section(template).iter(W + "footerReference")
    }
    assert len(footers) == kinds
    (number,) = footers["default"].iter(W + "p")
    assert words(number) == "— 1 —"
    assert words(number, "instrText").strip() == "PAGE"
    assert "first" not in footers or words(footers["first"]) == ""


@pytest.mark.parametrize(
    ("template", "beginning", "name", "half_points"),
    [
        ("application.docx", "附件 1", "黑体", ""),
        ("application.docx", "上海市智能制造", "方正小标宋简体", "44"),
        ("application.docx", "一、揭榜任务", "黑体", ""),
        ("application.docx", "（一）组织", "楷体_GB2312", ""),
        ("summary.docx", "上海市智能制造", "方正小标宋简体", "44"),
    ],
)
def test_type_is_that_of_gb_t_9704(
    template: str, beginning: str, name: str, half_points: str
) -> None:
    found = style(template, beginning)
    assert face(found) == name
    assert value(found.find(f"{W}rPr/{W}sz")) == half_points  # "" is the text's own 16 pt


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_font_is_declared(template: str) -> None:
    fonts = {value(it, "name") for it in part(template, "word/fontTable.xml")}
    parts = ["word/document.xml", "word/styles.xml"]
    named = {
        name
        for it in parts
        for element in part(template, it).iter(W + "rFonts")
        for name in (value(element, side) for side in ("ascii", "hAnsi", "eastAsia", "cs"))
        if name
    }
    assert named == fonts


def test_blanks_keep_their_line_when_filled() -> None:
    """Where the blank shows underscores, the value's own run is underlined."""
    for run in part("application.docx").iter(W + "r"):
        wording = words(run)
        if "| line(" in wording:
            assert value(run.find(f"{W}rPr/{W}u")) == "single"
        elif 'hint("_' in wording:
            assert run.find(f"{W}rPr/{W}u") is None
            before = run.getprevious()
            assert before is not None
