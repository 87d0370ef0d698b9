"""A small form and its template in raw XML, for the tests of printing."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from renderers.docx import Printer

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" '
    'w:footer="720" w:gutter="0"/></w:sectPr>'
)


def run(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r>'


def paragraph(*texts: str) -> str:
    """A paragraph of a run a text; a text that is XML already (a control, a run) stays."""
    runs = [text if text.startswith("<w:") else run(text) for text in texts]
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(*blocks: str) -> str:
    inside = "".join(block if block.startswith("<w:") else paragraph(block) for block in blocks)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else cell(c) for c in cells)}</w:tr>"


def table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{2000 * columns}" w:type="dxa"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def box(tag: str, number: int, glyph: str = "☐") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="{number}"/><w14:checkbox>'
        '<w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(glyph)}</w:sdtContent></w:sdt>"
    )


def control(number: int, content: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{number}"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def docx(*blocks: str, parts: Mapping[str, str] | None = None, section: str = SECTION) -> bytes:
    """A Word file of those blocks; `parts` are other parts of word/, "header1" → its XML."""
    parts = parts or {}
    body = (
        f"{HEADER}<w:document {NAMESPACES}><w:body>{''.join(blocks)}{section}</w:body></w:document>"
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="{_WORD_TYPE}.{name.rstrip("0123456789")}+xml"/>'
        for name in parts
    )
    relationships = "".join(
        f'<Relationship Id="{name}" Target="{name}.xml" '
        f'Type="{_OFFICE}/{name.rstrip("0123456789")}"/>'
        for name in parts
    )
    files = {
        "[Content_Types].xml": f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE_TYPE}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        f'ContentType="{_PACKAGE_TYPE}.core-properties+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f"{HEADER}<cp:coreProperties "
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ name }}</dc:title>'
        "</cp:coreProperties>",
        "word/_rels/document.xml.rels": f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relationships}</Relationships>",
        "word/document.xml": body,
        **{f"word/{name}.xml": HEADER + xml for name, xml in parts.items()},
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@dataclass(frozen=True)
class StubCodec:
    name: str
    options: tuple[str, ...] = ()

    def format(self, value: Any) -> str:
        if self.name == "date":
            year, month, day = map(int, value.split("-"))
            return f"{year}年{month}月{day}日"
        if self.name == "joined":
            return "、".join(value)
        return str(value)


SIZES = ("大型", "小型")
CODECS = {
    "name": StubCodec("text"),
    "date": StubCodec("date"),
    "size": StubCodec("choice", SIZES),
    "trades": StubCodec("ticks", ("汽车", "电子")),
    "accident": StubCodec("yes-no"),
    "profile": StubCodec("prose"),
    "count": StubCodec("count"),
    "rows.*.name": StubCodec("text"),
    "rows.*.detail": StubCodec("prose"),
    "rows.*.trades": StubCodec("joined"),
    "blocks.*.title": StubCodec("text"),
    "blocks.*.text": StubCodec("prose"),
}
EMPTY: dict[str, Any] = {
    "name": None,
    "date": None,
    "size": None,
    "trades": [],
    "accident": None,
    "profile": None,
    "count": None,
    "rows": [],
    "blocks": [],
}


@dataclass(frozen=True)
class StubForm:
    """A form with one field of each kind, whose records are canonical as they come."""

    name: str = "test/small"
    title: str = "小表"
    template: str = "test/small.docx"
    codecs: Mapping[str, StubCodec] = field(default_factory=lambda: CODECS)

    def load(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {**copy.deepcopy(EMPTY), **data}

    def empty(self) -> dict[str, Any]:
        return copy.deepcopy(EMPTY)

    def printed(self, record: dict[str, Any]) -> dict[str, Any]:
        return copy.deepcopy(record)

    def codec(self, path: str) -> StubCodec:
        return self.codecs[path]

    def leaves(self) -> tuple[str, ...]:
        return tuple(self.codecs)

    def of(self, *paths: str) -> StubForm:
        """The form with those fields only, for templates that ask for no more."""
        return StubForm(codecs={path: self.codecs[path] for path in paths})


FORM = StubForm()
TEMPLATE_BLOCKS = (
    paragraph("名称：", "{{ name | line(12) }}", '{{ name | hint("____________") }}', "(盖章)"),
    paragraph("日期：", "{{ date | date }}"),
    paragraph(
        "规模：", box("size=大型", 11), "大型 ", box("size=小型", 12), "小型", "行业：",
        box("trades=汽车", 13), "汽车 ", box("trades=电子", 14), "电子",
    ),
    paragraph("事故：", box("accident=是", 15), "是 ", box("accident=否", 16), "否"),
    table(
        2,
        row("简介", cell(
            '{%p for text in profile | paragraphs("(不超20%字)") %}', "{{ text }}", "{%p endfor %}"
        )),
        row("数量", "{{ count }}个"),
    ),
    paragraph("清单"),
    table(
        4,
        row("序号", "名称", "说明", "行业"),
        row("{%tr for row in rows | rows(3, 2, \"...\") %}", "", "", ""),
        row(
            "{{ row.no }}", "{{ row.name }}",
            cell("{%p for text in row.detail | paragraphs %}", "{{ text }}", "{%p endfor %}"),
            "{{ row.trades | joined }}",
        ),
        row("{%tr endfor %}", "", "", ""),
    ),
    paragraph("正文"),
    paragraph("{%p for block in blocks | blocks %}"),
    paragraph("{{ loop.index }}. 段 ", "{{ block.title }}"),
    paragraph('{%p for text in block.text | paragraphs("请写") %}'),
    paragraph("{{ text }}"),
    paragraph("{%p endfor %}"),
    paragraph("{%p endfor %}"),
)  # fmt: skip


def template() -> bytes:
    return docx(*TEMPLATE_BLOCKS)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def printed(record: Mapping[str, Any], *blocks: str, form: StubForm = FORM) -> str:
    """word/document.xml of that record, printed with a template of those blocks."""
    return part(Printer(docx(*blocks), form).print(form.load(record)))
