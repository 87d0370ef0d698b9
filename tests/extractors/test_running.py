"""Answers that were typed into the headers, footers and notes of a form."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from extractors.extract import extract
from forms.registry import get
from renderers.docx import render
from tests.documents.answers import BASE, saved
from tests.forms.sample import sample

A01 = sample("a01-automotive-twin")
NAME = A01["applicant"]["name"]


def named(*, header: str = "", footer: str = "") -> list[str]:
    """What is told of a form with that header and footer as text that was not read."""
    document = Document(str(BASE))
    section = document.sections[0]
    section.header.paragraphs[0].text = header
    section.footer.paragraphs[0].text = footer
    (result,) = extract(saved(document), "")
    assert result["record"] == A01
    return [each["message"] for each in result["problems"] if each["code"] == "unread-text"]


@pytest.mark.parametrize(
    "answer",
    [
        "传真：021-50310088",
        "推荐单位：上海市嘉定区经济委员会",
        "申报日期\n2024年5月30日",
        "上海启岚数字制造技术(苏州)有限公司",
        "１３８００００００９９",
        "wang@mingda.example",
        "2023年主营业务收入以审计报告为准；其余不变。",
    ],
)
def test_an_answer_in_a_header_or_footer_is_named(answer):
    for place in ("header", "footer"):
        (message,) = named(**{place: answer})
        assert answer.split("\n")[-1] in message


@pytest.mark.parametrize(
    "printed",
    [
        "— 1 —",
        "第 3 页 共 14 页",
        "上海市智能制造系统解决方案揭榜挂帅项目申报书",
        "2024年度揭榜挂帅项目申报材料",
        "附件1",
        "内部资料　注意保存",
        "密级：内部",
        NAME,
        f"揭榜单位：{NAME}　",
        "单位名称：",
    ],
)
def test_running_heads_are_not_named(printed):
    assert named(header=printed, footer=printed) == []


def with_note(printed: bytes, text: str) -> bytes:
    """A print with one more footnote, of that text, at the end of the first paragraph."""
    note = f'<w:footnote w:id="99"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="99"/></w:r>'
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(printed)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name).decode() if name.endswith(".xml") else source.read(name)
            if name == "word/footnotes.xml":
                part = part.replace("</w:footnotes>", f"{note}</w:footnotes>")
            elif name == "word/document.xml":
                part = part.replace("</w:p>", f"{mark}</w:p>", 1)
            target.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("text", "own"),
    [("2023年数据未经审计", True), ("巾报单位自行归纳填写。", False), ("", False)],
)
def test_a_footnote_of_the_applicants_own_is_named(text, own):
    (result,) = extract(with_note(render(get("application"), A01), text), "")
    assert result["record"] == A01
    told = [each["message"] for each in result["problems"] if each["code"] == "unread-text"]
    assert [text in message for message in told] == [True] * own
