"""Printing 附件1 against docxtpl's own open, render and save, and against the floor.

All ways print the same record with the same template, check boxes expanded, in the same Jinja
environment. The output is compared by C14N before anything is timed.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree

from benchmarks.timing import report, take_turns
from forms.registry import Form, Record, get
from renderers.compiling import IDENTIFIERS, insert_jinja
from renderers.docx import TEMPLATES, Printer, printer, render
from renderers.package import DEFLATE_LEVEL, Frame, members
from renderers.parts import changing_parts
from renderers.values import Identifiers

DOCUMENT = "word/document.xml"
RECORD = Path(__file__).parents[1] / "samples/records/a01-automotive-twin.json"
TURNS = 40
LEVELS = (1, 3, 6, 9)
BARE_BRACES = str.maketrans({"\ufdd0": "{", "\ufdd1": "}"})


def main() -> None:
    form = get("jiebang2024/application")
    data: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    template = (TEMPLATES / form.template).read_bytes()
    plain = expanded(template)
    ours, record = printer(form), form.load(data)
    assert_equal(render(form, data), by_docxtpl(plain, ours, form, record))
    floor = Floor(ours, form, record)
    times = take_turns(
        {
            "floor: Jinja and deflate alone": floor,
            "print of a canonical record": lambda: ours.print(record),
            "render: load, then print": lambda: render(form, data),
            "docxtpl: open, render, save": lambda: by_docxtpl(plain, ours, form, record),
        },
        TURNS,
    )
    print("against the floor")
    print(report(times, "floor: Jinja and deflate alone"))
    print("\nagainst render")
    print(report(times, "render: load, then print"))
    print(
        f"\nonce per process: {compile_ms(template, form):.0f} ms to check and compile a template"
    )
    print("\ndeflating the document, level by level")
    print(levels(ours.print(record)))


class Floor:
    """The least that printing takes: the compiled template run, its output deflated."""

    def __init__(self, ours: Printer, form: Form, record: Record) -> None:
        self._template = ours.parts[DOCUMENT]
        self._context = form.printed(record) | {IDENTIFIERS: Identifiers(set())}

    def __call__(self) -> bytes:
        xml = self._template.render(self._context).encode()
        squeeze = zlib.compressobj(DEFLATE_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return squeeze.compress(xml) + squeeze.flush()


def expanded(template: bytes) -> bytes:
    """The template in plain docxtpl: its check boxes and filters as Jinja, nothing patched yet."""
    parts = members(template)
    changed = {}
    for part in changing_parts(parts):
        insert_jinja(part.root)
        changed[part.name] = etree.tostring(part.root, encoding="unicode").translate(BARE_BRACES)
    kept = Frame(member for name, member in parts.items() if name not in changed)
    return kept.filled({name: xml.encode() for name, xml in changed.items()})


def by_docxtpl(plain: bytes, ours: Printer, form: Form, record: Record) -> bytes:
    """What docxtpl prints, the whole way that its users go."""
    document = DocxTemplate(BytesIO(plain))
    context = form.printed(record) | {IDENTIFIERS: Identifiers(set())}
    document.render(context, jinja_env=ours.jinja, autoescape=True)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def assert_equal(one: bytes, other: bytes) -> None:
    """The documents in two packages must be the same by C14N."""
    first, second = (canonical(data) for data in (one, other))
    if first != second:
        raise SystemExit("what docxtpl prints is not what render prints: nothing was timed")


def canonical(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return bytes(etree.tostring(etree.fromstring(archive.read(DOCUMENT)), method="c14n"))


def compile_ms(template: bytes, form: Form) -> float:
    times: Mapping[str, list[float]] = take_turns({"": lambda: Printer(template, form)}, 3)
    return min(times[""]) * 1000


def levels(printed: bytes) -> str:
    xml = members(printed)[DOCUMENT].content()

    def squeeze(level: int) -> bytes:
        packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(xml) + packer.flush()

    times = take_turns({f"level {n}": partial(squeeze, n) for n in LEVELS}, TURNS)
    sizes = ", ".join(f"level {n} {len(squeeze(n))} bytes" for n in LEVELS)
    return f"{report(times, 'level 1')}\n{len(xml)} bytes become: {sizes}"


if __name__ == "__main__":
    main()
