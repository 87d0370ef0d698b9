"""The generators hold to what they promise: sound tables, and every expected answer in the text."""

from __future__ import annotations

import io
import json
import random
import re
import unicodedata
import zipfile

import pytest
from lxml import etree

from tests.documents.disturb import DISTURBANCES, cells_of, disturb, edges, grid, rows_of
from tests.documents.layouts import LAYOUTS, random_layout
from tests.documents.measure import RECORDS, load_records, specimen_of
from tests.documents.negatives import negatives
from tests.documents.ooxml import M, W
from tests.documents.records import GIVEN, answered, leaves
from tests.documents.retype import Specimen

APPLICATIONS = {name: each for name, each in load_records(()).items() if "applicant" in each}
FULLEST = "a01-automotive-twin"
WRITTEN = re.compile(r"direction$|solution$|name$|address$|position$|value$|email$|developer$")


def bare(text: str) -> str:
    """Text for comparison: NFKC, without spaces or the underscores of blanks."""
    return re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", text))


def text_in(data: bytes) -> str:
    """All text of a package's document, in order, by another way than the generators'."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "".join(text.text or "" for text in root.iter(f"{{{W}}}t"))


def made(layout: str, disturbance: str, record: str = FULLEST, seed: str = "t") -> Specimen:
    rng = random.Random(f"{seed}{layout}{disturbance}")
    specimen = specimen_of(record, APPLICATIONS[record], layout, rng)
    return disturb(specimen, disturbance, rng)


def holds_its_answers(specimen: Specimen) -> list[str]:
    """The expected short answers that can't be found in the document's text."""
    text = bare(text_in(specimen.pack()))
    return [
        path
        for path, value in leaves(specimen.record)
        if answered(path, value)
        and not GIVEN.fullmatch(path)
        and WRITTEN.search(path)
        and bare(str(value)) not in text
    ]


def is_sound(specimen: Specimen) -> bool:
    """Whether every row fills its table's grid, edge to edge."""
    for table in specimen.root.iter(f"{{{W}}}tbl"):
        columns = grid(table)
        for row in rows_of(table):
            if edges(row, columns)[-1] != sum(columns) or not cells_of(row):
                return False
    return True


@pytest.mark.parametrize("layout", [*LAYOUTS, "random"])
@pytest.mark.parametrize("record", sorted(APPLICATIONS))
def test_a_retyped_form_holds_its_answers_in_sound_tables(layout: str, record: str) -> None:
    specimen = made(layout, "none", record)
    assert is_sound(specimen)
    assert holds_its_answers(specimen) == []


@pytest.mark.parametrize("layout", ["plain", "row-tables", "inside", "alike", "turned"])
@pytest.mark.parametrize("disturbance", [*DISTURBANCES, "four", "office"])
def test_a_disturbed_form_holds_its_answers_in_sound_tables(layout: str, disturbance: str) -> None:
    specimen = made(layout, disturbance)
    assert is_sound(specimen)
    assert holds_its_answers(specimen) == []


def test_deleted_rows_take_their_answers_along() -> None:
    specimen = made("plain", "rows-deleted")
    text = bare(text_in(specimen.pack()))
    gone = [
        value
        for path, value in leaves(APPLICATIONS[FULLEST])
        if answered(path, value) and not answered(path, dict(leaves(specimen.record)).get(path))
    ]
    assert gone
    assert any(bare(str(value)) not in text for value in gone)


@pytest.mark.parametrize("disturbance", [*DISTURBANCES])
def test_every_disturbance_changes_something_somewhere(disturbance: str) -> None:
    layouts = ("plain", "unmerged", "below", "typed-ticks")
    assert any(
        made(layout, disturbance).pack() != made(layout, "none", seed="t").pack()
        for layout in layouts
    )


def test_a_package_keeps_no_mark_and_comes_out_the_same_twice() -> None:
    first, second = made("random", "four").pack(), made("random", "four").pack()
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert M.encode() not in package.read("word/document.xml")


def test_random_layouts_reach_every_value_of_every_switch() -> None:
    rng = random.Random(5)
    drawn = [random_layout(rng) for _ in range(400)]
    for name, values in {"groups": 5, "pairs": 4, "tables": 3, "unused": 3, "ticks": 17}.items():
        assert len({getattr(layout, name) for layout in drawn}) == values


def test_negatives_are_packages_with_text() -> None:
    for name, data in negatives().items():
        assert zipfile.is_zipfile(io.BytesIO(data)), name
        assert name == "空文档.docx" or len(text_in(data)) > 20


def test_records_are_written_as_json_writes_them() -> None:
    for path in RECORDS.glob("*.json"):
        text = path.read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
