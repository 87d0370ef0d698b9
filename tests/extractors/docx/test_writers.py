"""Documents as other programs write them: LibreOffice, which saves ours again, python-docx."""

from __future__ import annotations

import io
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import docx as python_docx
import pytest

from extractors.docx import read
from extractors.outline import outline
from extractors.page import Page, Paragraph, Table
from tests.extractors.docx.builder import checkbox, docx, p, run, tbl, tc, tr
from tests.extractors.docx.test_drawings_xml import both
from tests.extractors.docx.test_fields_xml import field, instruction, mark
from tests.extractors.docx.test_notes_xml import bookmarked
from tests.extractors.docx.test_numbering_xml import abstract, level, num

TEMPLATE = files("templates").joinpath("jiebang2024/application.docx").read_bytes()
STATES = '<w14:checkedState w14:val="2612"/><w14:uncheckedState w14:val="2610"/>'
WHO = 'w:author="a" w:date="2024-05-20T00:00:00Z"'
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
BOX = "<w:ffData><w:enabled/><w:checkBox><w:sizeAuto/><w:checked/></w:checkBox></w:ffData>"
LIST = (
    '<w:ffData><w:enabled/><w:ddList><w:result w:val="1"/><w:listEntry w:val="一"/>'
    '<w:listEntry w:val="二"/></w:ddList></w:ffData>'
)
FONTS = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def old(kind: str, data: str) -> str:
    return mark("begin", data) + instruction(kind) + mark("separate") + mark("end")


EVERYTHING = docx(
    p("控件 ", checkbox(run("☒"), "1", inner=STATES), checkbox(run("☐"), "0", inner=STATES))
    + p("符号 ", sym("Wingdings 2", "F052"), sym("Wingdings 2", "00A3"), sym("Wingdings", "F0FE"))
    + p("字体 ", run("R", FONTS), "甲", run("£", FONTS))
    + p("旧表 ", old("FORMCHECKBOX", BOX), old("FORMDROPDOWN", LIST))
    + p("脚注", bookmarked(5, "_Ref5"), "后")
    + p("再引", field(r"NOTEREF _Ref5 \h", run("1", '<w:vertAlign w:val="superscript"/>')), "后")
    + p("修订", f'<w:ins w:id="91" {WHO}>{run("新")}</w:ins>'
        f'<w:del w:id="92" {WHO}><w:r><w:delText>旧</w:delText></w:r></w:del>')
    + p("隐", run("藏", "<w:vanish/>"), "后")
    + p("框", f"<w:r>{both(p('里'))}</w:r>")
    + p("号", properties=NUMBERED)
    + p("号", properties=NUMBERED)
    + p("m", run("2", '<w:vertAlign w:val="superscript"/>'))
    + p("<w:r><w:t>a\u2011b\u00adc</w:t><w:noBreakHyphen/><w:softHyphen/><w:tab/><w:br/></w:r>")
    + tbl(
        tr(tc("a", properties='<w:gridSpan w:val="2"/>', width=3000),
           tc("b", properties='<w:vMerge w:val="restart"/>', width=3000)),
        tr(tc("c"), tc("d", width=2000), tc(properties="<w:vMerge/>", width=3000)),
        tr(tc(checkbox(p("☒"), "1", inner=STATES)),
           checkbox(tc("☐", width=2000), "0", inner=STATES),
           tc(p("e"), tbl(tr("n1", "n2"), grid=(500, 500)), p(), width=3000)),
        grid=(1000, 2000, 3000),
    )
    + p(" 前后 "),
    {
        "footnotes": (
            '<w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p>'
            f'</w:footnote><w:footnote w:id="5">{p("甲")}{p("续")}</w:footnote>'
        ),
        "numbering": abstract(7, level(0, "chineseCounting", "%1、")) + num(1, 7),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages of our documents after LibreOffice opened and saved them."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "everything.docx").write_bytes(EVERYTHING)
    (folder / "template.docx").write_bytes(TEMPLATE)
    _save_again(folder)
    return {path.stem: read(path.read_bytes()) for path in (folder / "out").iterdir()}


def _save_again(folder: Path) -> None:
    command = [
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
        *map(str, sorted(folder.glob("*.docx"))),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize(("name", "before"), [("everything", EVERYTHING), ("template", TEMPLATE)])
def test_libreoffice_changes_nothing_of_what_is_read(
    name: str, before: bytes, saved_again: dict[str, Page]
) -> None:
    assert _lines(saved_again[name]) == _lines(read(before))


def _lines(page: Page) -> list[str]:
    """The outline without the tags of content controls, which LibreOffice 7.4 drops, and without
    headers, where it sets page numbers anew."""
    lines = re.sub(r"(?<=[☐☑])\[[^\]]*\]", "", outline(page)).splitlines()
    return [line for line in lines if not line.startswith("{header}")]


def test_libreoffice_keeps_the_states_of_ticks(saved_again: dict[str, Page]) -> None:
    assert _states(saved_again["everything"]) == _states(read(EVERYTHING))
    assert len(_states(saved_again["template"])) == 105


def _states(page: Page) -> list[tuple[bool, bool | None]]:
    found: list[tuple[bool, bool | None]] = []
    for paragraph in _paragraphs(page.blocks):
        found.extend((tick.ticked, tick.control) for tick in paragraph.ticks)
    return found


def _paragraphs(blocks: tuple[Paragraph | Table, ...]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            for cell in block.cells:
                found.extend(_paragraphs(cell.blocks))
    return found


def test_a_document_of_python_docx() -> None:
    document = python_docx.Document()
    document.add_heading("申报书", 1)
    paragraph = document.add_paragraph("揭榜单位：")
    paragraph.add_run("上海某公司")
    paragraph.add_run("2").font.superscript = True
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "并"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横"
    table.cell(2, 2).add_table(rows=1, cols=1).cell(0, 0).text = "内"
    target = io.BytesIO()
    document.save(target)
    assert outline(read(target.getvalue())) == (
        "# 申报书\n揭榜单位：上海某公司^(2)\n\n"
        "| 并 ↓2 | 横 →2 |\n| ↑ |  |  |\n|  |  |  ¶ ⟦| 内 |⟧ ¶  |\n\n"
    )
