"""Documents of other kinds: converted, and read as the Word file that they were saved from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tianbao
from extractors.conversion import BY, NeedsConversion
from renderers import office
from renderers.office import OfficeMissing, Unconvertible
from tests.extractors.docx.builder import docx, p
from tianbao.verbs.reading import read_all

SAMPLES = Path(__file__).parents[3] / "samples"
KINDS = sorted((SAMPLES / "kinds").iterdir())

# How the file was saved → `source.kind`, and whether LibreOffice must convert it.
SAVED_AS = {
    ".doc": ("doc", True),
    ".rtf": ("rtf", True),
    ".odt": ("odt", True),
    ".fodt": ("odt", True),
    "-html.doc": ("html", True),
    "-mhtml.doc": ("html", True),
    "-flat-opc.xml": ("wordml", False),
    "-word-2003.xml": ("wordml", False),
}


def saved_as(path: Path) -> tuple[str, bool]:
    ending = max((ending for ending in SAVED_AS if path.name.endswith(ending)), key=len)
    return SAVED_AS[ending]


def record_of(path: Path) -> dict:
    (kept,) = (
        each for each in (SAMPLES / "submissions").glob("*.json") if path.name.startswith(each.stem)
    )
    record: dict = json.loads(kept.read_text(encoding="utf-8"))
    return record


def raised(error: Exception):
    def convert(*_: object, **__: object) -> bytes:
        raise error

    return convert


@pytest.fixture(scope="module")
def results() -> dict[str, dict]:
    """Every sample read as the command reads it."""
    return {path.name: result for path, (result,) in zip(KINDS, read_all(KINDS), strict=True)}


def test_there_is_a_sample_of_every_kind():
    assert {saved_as(path) for path in KINDS} == set(SAVED_AS.values())


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.name)
def test_a_document_of_another_kind_gives_the_same_record(path, results):
    kind, converted = saved_as(path)
    result = results[path.name]
    assert result["record"] == record_of(path)
    assert result["source"]["kind"] == kind
    codes = [problem["code"] for problem in result["problems"]]
    assert ("converted" in codes) == (converted or path.name.endswith("2003.xml"))


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.name)
def test_evidence_says_which_conversion_it_stands_in(path, results):
    _, converted = saved_as(path)
    for entry in results[path.name]["fields"].values():
        where = entry["where"]
        for place in where if isinstance(where, list) else [where]:
            assert place.get("in") == (BY if converted else None)
            assert place["path"].startswith("/w:body[1]/")


def test_in_the_calling_process_too():
    path = SAMPLES / "kinds" / "s01-retyped.rtf"
    (result,) = tianbao.extract(path)
    assert result["record"] == record_of(path)
    assert result["source"]["kind"] == "rtf"
    assert result["problems"][-1]["code"] == "converted"


def test_the_kind_is_told_by_the_bytes_and_not_by_the_name(tmp_path):
    path = tmp_path / "申报书.pdf"
    path.write_bytes((SAMPLES / "kinds" / "s01-retyped-html.doc").read_bytes())
    ((result,),) = read_all([path])
    assert result["source"]["kind"] == "html"
    assert result["form"] == "jiebang2024/summary"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OfficeMissing("LibreOffice is not installed"), "missing-program"),
        (Unconvertible("timeout", "too long"), "timeout"),
        (Unconvertible("out-of-memory", "too much"), "out-of-memory"),
        (Unconvertible("damaged", "no"), "damaged"),
    ],
)
def test_what_cant_be_converted_has_its_reason(monkeypatch, error, code):
    monkeypatch.setattr(office, "convert", raised(error))
    (result,) = tianbao.extract(b"{\\rtf1 a}")
    assert (result["form"], result["reason"]["code"]) == (None, code)
    assert "RTF" in result["reason"]["message"]
    assert result["source"]["kind"] == "rtf"


def test_one_that_cant_be_opened_is_damaged_and_the_others_are_read(tmp_path):
    broken = tmp_path / "坏.doc"
    broken.write_bytes((SAMPLES / "kinds" / "s01-retyped.doc").read_bytes()[:600])
    good = SAMPLES / "kinds" / "s01-retyped.rtf"
    (bad,), (read,) = read_all([broken, good])
    assert (bad["form"], bad["reason"]["code"]) == (None, "damaged")
    assert read["record"] == record_of(good)


def test_a_conversion_that_holds_no_form_is_none():
    (result,) = tianbao.extract(b"{\\rtf1\\ansi an invitation}")
    assert (result["form"], result["reason"]["code"]) == (None, "not-a-form")
    assert result["source"]["kind"] == "rtf"


def test_word_files_need_no_conversion():
    (result,) = tianbao.extract(docx(p("甲")))
    assert result["reason"]["code"] == "not-a-form"


def test_the_need_goes_from_one_process_to_another():
    import pickle

    need = pickle.loads(pickle.dumps(NeedsConversion("html", "网页", b"<p>", {"name": "a"})))
    assert (need.kind, need.data, need.source) == ("html", b"<p>", {"name": "a"})
