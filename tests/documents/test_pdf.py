"""The PDFs that are written here hold to what they promise: sound files, all answers in their text,
and places that are where they say."""

from __future__ import annotations

import io
import random
import unicodedata
from functools import lru_cache

import pdfplumber
import pymupdf
import pytest

from tests.documents.measure import load_records, specimen_of
from tests.documents.pdf.cases import Case, canonical, canonical_record, judge
from tests.documents.pdf.draws import CHANGES, UNREADABLE, by_disturbance
from tests.documents.pdf.manners import MANNERS, random_manner
from tests.documents.pdf.material import Material
from tests.documents.pdf.typeset import Sheets, typeset
from tests.documents.records import answered, leaves
from tests.documents.retype import Specimen
from tests.documents.test_documents import WRITTEN

RECORD = "a01-automotive-twin"


def made(manner: str, layout: str = "plain") -> tuple[Specimen, Sheets]:
    rng = random.Random(f"{manner}{layout}")
    specimen = specimen_of(RECORD, load_records([RECORD])[RECORD], layout, rng)
    chosen = random_manner(rng) if manner == "random" else MANNERS[manner]
    return specimen, typeset(specimen, chosen, rng)


@lru_cache(maxsize=1)
def material() -> Material:
    specimen, sheets = made("word")
    return Material(specimen, sheets, MANNERS["word"], specimen, sheets)


def text_of(data: bytes) -> str:
    """All of a PDF's text without spaces."""
    with pymupdf.open(stream=data) as document:
        text = "".join(page.get_text() for page in document)
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("manner", [*sorted(set(MANNERS) - {*UNREADABLE, "dashed"}), "random"])
def test_a_written_pdf_is_sound_and_holds_its_answers(manner: str) -> None:
    specimen, sheets = made(manner, "turned" if manner == "random" else "plain")
    with pymupdf.open(stream=sheets.data) as document:
        assert not document.is_repaired
    text = text_of(sheets.data)
    for path, value in leaves(specimen.record):
        # a paragraph of several lines in a cell may be drawn column by column
        if answered(path, value) and WRITTEN.search(path) and len(str(value)) < 8:
            assert "".join(unicodedata.normalize("NFKC", str(value)).split()) in text, path


def test_a_cell_stands_where_its_area_says() -> None:
    specimen, sheets = made("wps")
    place, area = next(spot for spot in sheets.areas if spot[1].path == "applicant.name")
    with pdfplumber.open(io.BytesIO(sheets.data)) as document:
        cell = document.pages[place].crop((area.x0, area.y0, area.x1, area.y1))
        assert cell.extract_text() == specimen.record["applicant"]["name"]


def test_a_box_stands_before_its_words() -> None:
    _, sheets = made("wps")
    box = next(each for each in sheets.boxes if each.words == "民营企业")
    with pymupdf.open(stream=sheets.data) as document:
        found = document[box.page].search_for("民营企业")[0]
    assert abs(found.x0 - box.x1) < 8
    assert found.y0 - 3 < box.y0 < found.y1


def test_a_font_without_a_map_gives_no_characters() -> None:
    _, sheets = made("latin-unmapped")
    assert "91310115MA1K2X7Q3X" not in text_of(sheets.data)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_pdf_opens(change: str) -> None:
    case = CHANGES[change](material(), random.Random(change))
    with pymupdf.open(stream=case.data) as document:
        assert bool(document.needs_pass) == (case.reason == "encrypted")
        assert document.page_count > 0
    assert case.records[0][1]


def test_the_same_draw_is_the_same_file() -> None:
    assert by_disturbance("three", "test").data == by_disturbance("three", "test").data


def test_a_record_read_right_is_judged_right_and_one_with_a_slip_is_not() -> None:
    specimen, sheets = made("word")
    case = Case.of(sheets.data, specimen)
    result = {"form": specimen.form, "record": specimen.record, "fields": {}, "problems": []}
    assert judge(case, [result], "draw").tally.failures == []
    slip = specimen.copy().record
    slip["applicant"]["name"] = "上海"
    loud = {"applicant.name": {"confidence": 0.95}}
    judged = judge(case, [{**result, "record": slip, "fields": loud}], "draw")
    assert [each.path for each in judged.tally.loud] == ["applicant.name"]


def test_spaces_that_paper_loses_are_no_difference() -> None:
    assert canonical("基于 5G、TSN\u00a0和 Wi-Fi  6 的\t融合") == "基于5G、TSN和Wi-Fi 6的 融合"


def test_only_the_cells_of_lists_are_compared_without_their_spaces() -> None:
    record = {"tasks": [{"summary": "一\n二 三", "equipment": [{"indicators": "一\n二 三"}]}]}
    task = canonical_record(record)["tasks"][0]
    assert task == {"summary": "一\n二 三", "equipment": [{"indicators": "一二三"}]}
