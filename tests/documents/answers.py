"""Answers as people write them, put into a form of another office's by python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

BASE = Path(__file__).parents[2] / "samples" / "submissions" / "a01-retyped.docx"

# An answer as text, its lines as paragraphs, or what writes it into the emptied paragraph.
Written = str | Callable[[Paragraph], None]

# Path of an answer → the table it stands in and the labels that lead to its cell.
CELLS: dict[str, tuple[int, tuple[str, ...]]] = {
    "applicant.name": (0, ("单位名称",)),
    "applicant.credit_code": (0, ("统一社会信用代码",)),
    "applicant.accident.occurred": (0, ("企业近三年是否发生过",)),
    "applicant.established": (0, ("成立时间",)),
    "applicant.address": (0, ("单位地址",)),
    "applicant.ownership": (0, ("单位性质",)),
    "applicant.representative.position": (0, ("法人代表/负责人", "职务")),
    "applicant.contact.name": (0, ("项目联系人", "姓名")),
    "applicant.contact.mobile": (0, ("项目联系人", "手机")),
    "applicant.contact.fax": (0, ("项目联系人", "传真")),
    "applicant.contact.email": (0, ("传真", "邮箱")),
    "applicant.finances.0.debt_ratio": (0, ("资产负债率(%)",)),
    "applicant.profile": (0, ("单位简介",)),
    "tasks.0.direction": (1, ("攻关方向一",)),
    "tasks.0.industries": (1, ("重点服务产业",)),
    "tasks.0.scene.segment": (1, ("环节名称",)),
    "tasks.0.scene.name": (1, ("场景名称",)),
    "tasks.0.solution": (1, ("解决方案名称",)),
    "tasks.0.period": (1, ("攻关起止日期",)),
    "tasks.0.budget": (1, ("计划研发经费",)),
    "tasks.0.pain_points": (1, ("解决痛点问题",)),
    "tasks.0.summary": (1, ("方案简述",)),
    "tasks.0.patents": (1, ("申请发明专利",)),
    "tasks.0.other_results": (1, ("预期其他成果",)),
    "tasks.1.direction": (2, ("攻关方向二",)),
}


def form(**changes: Written) -> bytes:
    """The form with answers put in, by path (its dots as two underscores)."""
    document = Document(str(BASE))
    for name, written in changes.items():
        path = name.replace("__", ".")
        number, labels = CELLS[path]
        write(answer_cell(document.tables[number], labels), written)
    return saved(document)


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def answer_cell(table: Table, labels: tuple[str, ...]) -> _Cell:
    """The cell right of the last label, in the row that has them all."""
    for row in table.rows:
        cells = list({id(cell._tc): cell for cell in row.cells}.values())
        texts = [cell.text.strip() for cell in cells]
        if all(any(text.startswith(label) for text in texts) for label in labels):
            at = next(i for i, text in enumerate(texts) if text.startswith(labels[-1]))
            return cells[at + 1]
    raise KeyError(labels)


def write(cell: _Cell, written: Written) -> None:
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    first = cell.paragraphs[0]
    first.clear()
    if callable(written):
        written(first)
        return
    lines = written.split("\n")
    first.add_run(lines[0])
    for line in lines[1:]:
        cell.add_paragraph(line)


def in_fonts(*runs: tuple[str, str | None]) -> Callable[[Paragraph], None]:
    """Runs of text, each in a font (None: as the paragraph's)."""

    def write_runs(paragraph: Paragraph) -> None:
        for text, font in runs:
            run = paragraph.add_run(text)
            if font:
                run.font.name = font

    return write_runs


def raised(
    before: str, text: str, behind: str, *, lifted: bool = False
) -> Callable[[Paragraph], None]:
    """An answer with the mark of a note, typed and raised; or small and lifted, as LibreOffice
    writes what a web page raises."""

    def write_runs(paragraph: Paragraph) -> None:
        paragraph.add_run(before)
        run = paragraph.add_run(text)
        if lifted:
            for name, size in (("position", 8), ("sz", 19)):
                value = f'<w:{name} {nsdecls("w")} w:val="{size}"/>'
                run._r.get_or_add_rPr().append(parse_xml(value))
        else:
            run.font.superscript = True
        paragraph.add_run(behind)

    return write_runs


def renewed(text: str, *, simple: bool = False) -> Callable[[Paragraph], None]:
    """A date in a field that shows today's, whole or in parts."""
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    names = nsdecls("w")
    whole = f'<w:fldSimple {names} w:instr=" DATE ">{run}</w:fldSimple>'
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = "<w:r><w:instrText> DATE \\@ yyyy </w:instrText></w:r>"
    parts = mark.format("begin") + instruction + mark.format("separate") + run + mark.format("end")

    def write_runs(paragraph: Paragraph) -> None:
        wrapped = parse_xml(f"<w:p {names}>{whole if simple else parts}</w:p>")
        for child in list(wrapped):
            paragraph._p.append(child)

    return write_runs


def underlined(before: str, text: str, behind: str) -> Callable[[Paragraph], None]:
    """An answer on an underlined blank."""

    def write_runs(paragraph: Paragraph) -> None:
        for piece in (before, text, behind):
            paragraph.add_run(piece).underline = True

    return write_runs


def set_off(options: tuple[str, ...], chosen: str, how: str) -> Callable[[Paragraph], None]:
    """Options with empty boxes, of which one is set off, or all others (`-strike`), by an attribute
    of python-docx's fonts."""
    others, attribute = how.startswith("-"), how.lstrip("-")
    looks = {"color": RGBColor(255, 0, 0), "highlight_color": WD_COLOR_INDEX.YELLOW}

    def write_runs(paragraph: Paragraph) -> None:
        for option in options:
            paragraph.add_run("□")
            font = paragraph.add_run(option).font
            if (option == chosen) != others and attribute == "color":
                font.color.rgb = looks[attribute]
            elif (option == chosen) != others:
                setattr(font, attribute, looks.get(attribute, True))
            paragraph.add_run("  ")

    return write_runs


_BOX = """<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{text}
</wps:txbx></w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"""
_OLD_BOX = "<w:pict><v:shape><v:textbox>{text}</v:textbox></v:shape></w:pict>"
_NAMES = nsdecls("w") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def boxed(text: str, *, twice: bool = False) -> Callable[[Paragraph], None]:
    """An answer in a text box that is anchored in its cell: as older Word and WPS write one, or
    twice, for new readers and for old ones."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    old = _OLD_BOX.format(text=inside)
    run = _BOX.format(names=_NAMES, text=inside, old=old)
    return lambda paragraph: paragraph._p.append(
        parse_xml(run if twice else f"<w:r {_NAMES}>{old}</w:r>")
    )
