"""Documents that mean harm, or might as well: each must have a reason, or be read, within 10
seconds and 1 GiB, and the next one be read.

`PACKAGES` are broken as files; `PAGES` are whole Word files whose text makes work for the matcher;
`ANSWERS` are honest forms with one monstrous answer in them.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from forms.registry import get
from renderers.docx import render
from tests.extractors.docx.builder import docx, p, run, tbl, tc, tr, zipped

Make = Callable[[], bytes]

RECORDS: Final = Path(__file__).parents[2] / "samples" / "records"
DOCUMENT: Final = "word/document.xml"
MEBIBYTE: Final = 2**20


def hostile() -> Iterator[tuple[str, bytes]]:
    """Every hostile document by name, made when asked for: together they are large."""
    for kind, makes in (("package", PACKAGES), ("page", PAGES), ("answer", ANSWERS)):
        for name, make in makes.items():
            yield f"{kind}-{name}", make()


def honest(name: str = "a01-automotive-twin") -> bytes:
    """A form as we print it."""
    record = json.loads((RECORDS / f"{name}.json").read_text("utf-8"))
    return render(get("application" if "applicant" in record else "summary"), record)


# --- packages ------------------------------------------------------------------------------------


def rebuilt(change: Callable[[bytes], bytes | None], member: str = DOCUMENT) -> bytes:
    """The honest form with one member changed, or left out where the change gives None."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest())) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            data: bytes | None = old.read(name)
            if name == member and data is not None:
                data = change(data)
            if data is not None:
                new.writestr(name, data)
    return made.getvalue()


def with_doctype(declarations: str, reference: str) -> bytes:
    """The honest form with a document type and a reference to one of its entities."""

    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"?>")
        doctype = f"<!DOCTYPE x [{declarations}]>".encode()
        paragraph = f"<w:body><w:p><w:r><w:t>{reference}</w:t></w:r></w:p>".encode()
        return head + b"?>" + doctype + rest.replace(b"<w:body>", paragraph, 1)

    return rebuilt(change)


def nested(count: int) -> bytes:
    """The honest form behind tables within tables."""
    tables = b"<w:tbl><w:tr><w:tc>" * count + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * count
    return rebuilt(lambda data: data.replace(b"<w:body>", b"<w:body>" + tables, 1))


def circle() -> bytes:
    """Parts that name each other without end."""
    links = (("rId1", "header", "document.xml"), ("rId2", "styles", "styles.xml"))
    return docx(p("a"), {"styles": ""}, links=links)


def encrypted() -> bytes:
    """The honest form with the flag of encryption on every member."""
    data = bytearray(honest())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


LAUGHS: Final = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)

PACKAGES: Final[dict[str, Make]] = {
    "empty": lambda: b"",
    "one-byte": lambda: b"P",
    "cut-short": lambda: honest()[: len(honest()) // 2],
    "noise": lambda: b"PK\x03\x04" + random.Random(1).randbytes(100_000),
    "another-zip": lambda: zipped({"readme.txt": "hello"}),
    "encrypted": encrypted,
    "ratio-bomb": lambda: docx("<w:p/>" * 3_000_000),
    "entries-bomb": lambda: zipped({f"word/{n}.xml": "" for n in range(20_000)}),
    "external-entity": lambda: with_doctype('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"),
    "entity-bomb": lambda: with_doctype(LAUGHS, "&a11;"),
    "missing-part": lambda: rebuilt(lambda data: None),
    "missing-styles": lambda: rebuilt(lambda data: None, "word/styles.xml"),
    "circle": circle,
    "nested-tables": lambda: nested(100_000),
    "no-xml": lambda: rebuilt(lambda data: b"\x00\xff" * 100),
}


# --- pages ---------------------------------------------------------------------------------------

LABELS: Final = ("单位名称", "统一社会信用代码", "姓名", "攻关方向", "关键指标", "(1) 背景与必要性")


def paragraphs(text: str, count: int) -> bytes:
    return docx(p(run(escape(text))) * count)


def table(texts: list[str], rows: int) -> bytes:
    return docx(tbl(tr(*(tc(p(run(escape(text)))) for text in texts)) * rows))


def line(text: str) -> bytes:
    return docx(p(run(escape(text))))


def forms_in_one(count: int) -> bytes:
    """The honest form many times in one document."""

    def change(data: bytes) -> bytes:
        start, end = data.index(b"<w:body>") + 8, data.rindex(b"<w:sectPr")
        return data[:end] + data[start:end] * (count - 1) + data[end:]

    return rebuilt(change)


PAGES: Final[dict[str, Make]] = {
    "a-label-200000-times": lambda: paragraphs("单位名称", 200_000),
    "labels-with-answers": lambda: docx(
        "".join(p(run(f"{label}：某某")) for label in LABELS) * 15_000
    ),
    "headings": lambda: paragraphs("(1) 背景与必要性", 100_000),
    "misspelt-labels": lambda: docx(
        "".join(p(run(f"统一社会信用代码{n:05}号")) for n in range(60_000))
    ),
    "a-grid-of-labels": lambda: table(list(LABELS) * 10, 2_000),
    "a-wide-table": lambda: table(["姓名"] * 900, 60),
    "a-list-without-end": lambda: table(["1", "某技术", "某指标", "某单位"], 40_000),
    "colons": lambda: line("：" * 5_000_000),
    "brackets": lambda: line("（" * 5_000_000),
    "short-brackets": lambda: paragraphs("（" * 70, 5_000),
    "blanks": lambda: line("_" * 5_000_000),
    "boxes": lambda: line("□是 ☑否 " * 300_000),
    "symbols": lambda: docx(p('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' * 200_000)),
    "single-letters": lambda: docx(p(run("字") * 200_000)),
    "forty-forms": lambda: forms_in_one(40),
    "no-text-at-all": lambda: docx("<w:p/>" * 300_000),
}


# --- answers -------------------------------------------------------------------------------------


def with_answer(path: str, text: str) -> bytes:
    """The honest form with a text of any length for one answer, put in behind the rules."""
    mark = "放置此处"
    record: dict[str, Any] = json.loads((RECORDS / "a01-automotive-twin.json").read_text("utf-8"))
    part: Any = record
    *steps, last = path.split(".")
    for step in steps:
        part = part[int(step) if isinstance(part, list) else step]
    part[last] = mark
    data = render(get("application"), record)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == DOCUMENT:
                content = content.replace(mark.encode(), escape(text).encode())
            new.writestr(name, content)
    return made.getvalue()


SHORT: Final = "applicant.name"
PROSE: Final = "applicant.profile"
CHOICE: Final = "tasks.0.direction"

ANSWERS: Final[dict[str, Make]] = {
    "a-megabyte-of-prose": lambda: with_answer(PROSE, "研" * (MEBIBYTE // 3)),
    "more-than-a-megabyte": lambda: with_answer(PROSE, "研" * 2 * MEBIBYTE),
    "a-name-of-a-megabyte": lambda: with_answer(SHORT, "名" * (MEBIBYTE // 3)),
    "digits": lambda: with_answer(SHORT, "1" * MEBIBYTE),
    "spaces": lambda: with_answer(SHORT, "甲" + " " * MEBIBYTE + "乙"),
    "a-direction-of-digits": lambda: with_answer(CHOICE, "1." * (MEBIBYTE // 2)),
    "numbered-lines": lambda: with_answer(PROSE, "(1) 甲 " * (MEBIBYTE // 8)),
    "joiners": lambda: with_answer(PROSE, "\u200d\u0301" * (MEBIBYTE // 5)),
}
