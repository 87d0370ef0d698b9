"""A correction written into a form, and two versions compared, against unzipping a form and parsing
its document.

What is measured is the whole call: reading the form, writing the change in its place, packing the
file, and reading it again to hold it to the law.
"""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

import tianbao
from benchmarks.timing import report, take_turns
from extractors.extract import extract
from forms.registry import get
from renderers.annotate import annotate
from renderers.correct import correct
from renderers.correct.opening import open_document
from renderers.docx import render

SAMPLES = Path(__file__).parents[1] / "samples"
RECORD = SAMPLES / "records/a01-automotive-twin.json"
TURNS = 20
FLOOR = "floor: unzip, parse document.xml"
CHANGE = {"applicant.name": "上海明达智能装备有限公司"}


def main() -> None:
    record: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    document = render(get("application"), record)
    corrected = correct(document, CHANGE)
    ways = {
        FLOOR: lambda: floor(document),
        "extract": lambda: extract(document, "form.docx"),
        "open for writing, nothing written": lambda: open_document(document),
        "correct: one change": lambda: correct(document, CHANGE),
        "correct: one change, tracked": lambda: correct(document, CHANGE, track=True),
        "annotate: no problem found": lambda: annotate(document),
        "compare: it with its correction": lambda: tianbao.compare(document, corrected),
    }
    print(report(take_turns(ways, TURNS), FLOOR))


def floor(data: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


if __name__ == "__main__":
    main()
