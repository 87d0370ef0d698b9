"""Printed, scanned, read back: records from pictures, with their evidence and their doubts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray

from extractors.extract import extract, extract_pictures
from extractors.scan import engine
from forms.registry import get
from renderers import pdf
from tests.extractors.scan.drawing import white
from tests.scanner.levels import degrade
from tests.scanner.prints import pages, scan_pdf
from tests.scanner.seals import stamped

pytestmark = pytest.mark.xdist_group("pages")  # what is read once serves several tests

Pixels = NDArray[np.uint8]
ROOT = Path(__file__).resolve().parents[3]
DPI = 200


@cache
def record(name: str) -> dict[str, Any]:
    data = json.loads((ROOT / f"samples/records/{name}.json").read_text(encoding="utf-8"))
    return get("application" if "applicant" in data else "summary").load(data)


@cache
def printed(name: str) -> bytes:
    data = record(name)
    return pdf.render(get("application" if "applicant" in data else "summary"), data)


@cache
def summary() -> Pixels:
    [page] = pages(printed("s01-pudong-two"), DPI)
    return page


@cache
def sealed() -> list[dict[str, Any]]:
    """The first pages of an application: sealed, scanned in colour, read as a PDF of pictures."""
    sheets = pages(printed("a01-automotive-twin"), DPI)[:6]
    name = record("a01-automotive-twin")["applicant"]["name"]
    sheets[0] = stamped(sheets[0], "round", 110, 150, DPI, name)
    sheets[2] = stamped(sheets[2], "round", 95, 85, DPI, name)
    scanned = [degrade(sheet, "colour", at) for at, sheet in enumerate(sheets)]
    return extract(scan_pdf(scanned, DPI), "sealed.pdf")


def png(picture: Pixels) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def same(one: Any, other: Any) -> bool:
    """Equal up to what paper does not show: spaces between Han and Latin, runs of spaces."""
    return bare(one) == bare(other)


def bare(value: Any) -> Any:
    if isinstance(value, list):
        return [bare(each) for each in value]
    return re.sub(r"(?<=[^ -~]) +| +(?=[^ -~])", "", value) if isinstance(value, str) else value


@cache
def seen(level: str) -> list[dict[str, Any]]:
    """A summary as it is read: a scan behind a white page in a folder, a photograph on its head."""
    picture = degrade(summary(), level, 7)
    if level == "photo":
        return extract(png(np.ascontiguousarray(np.rot90(picture, 2))), "summary.png")
    return extract_pictures([png(white()), png(picture)], "folder")


@pytest.mark.parametrize("level", ["scan", "photo"])
def test_a_picture_of_a_form_reads_into_its_record(level: str) -> None:
    [result] = seen(level)
    rows = record("s01-pudong-two")["rows"]
    assert result["source"]["kind"] == "image"
    assert len(result["record"]["rows"]) == len(rows)
    for read, true in zip(result["record"]["rows"], rows, strict=True):
        assert (read["mobile"], read["contact"]) == (true["mobile"], true["contact"])
        assert read["directions"] == true["directions"]
    assert {entry["by"] for entry in result["fields"].values()} == {"ocr"}


def test_a_page_on_its_head_is_turned_and_says_so() -> None:
    [result] = seen("photo")
    assert "page-turned" in [problem["code"] for problem in result["problems"]]


def test_a_sealed_scan_reads_into_its_record() -> None:
    [result] = sealed()
    applicant, read = record("a01-automotive-twin")["applicant"], result["record"]["applicant"]
    assert (result["source"]["kind"], result["source"]["pages"]) == ("scan", 6)
    for key in ("name", "credit_code", "address", "ownership", "size", "representative", "contact"):
        assert same(read[key], applicant[key]), key
    assert read["finances"] == applicant["finances"]
    assert read["accident"] == applicant["accident"]
    task, true = result["record"]["tasks"][0], record("a01-automotive-twin")["tasks"][0]
    for key in ("direction", "industries", "scene", "period", "budget", "standards", "patents"):
        assert task[key] == true[key], key


def test_seals_are_marks_with_place_size_words_and_the_answer_they_stand_at() -> None:
    [result] = sealed()
    marks = [mark for mark in result["marks"] if mark["kind"] == "seal"]
    assert [(mark["page"], mark["near"]) for mark in marks] == [
        (1, "cover.applicant"),
        (3, "applicant.pledge"),
    ]
    assert all(38 <= mark["size"] <= 42 for mark in marks)
    assert {mark.get("text") for mark in marks} == {
        record("a01-automotive-twin")["applicant"]["name"]
    }


def test_a_place_without_its_seal_is_a_problem() -> None:
    [result] = sealed()
    missing = [each["path"] for each in result["problems"] if each["code"] == "seal-missing"]
    assert missing == ["cover.recommender"]


def test_ticks_carry_the_ink_that_was_measured() -> None:
    [result] = sealed()
    entry = result["fields"]["applicant.ownership"]
    assert entry["by"] == "ink"
    assert len(entry["ink"]) == 6
    assert [ink >= 0.07 for ink in entry["ink"]] == [False, False, True, False, False, False]


def test_no_value_of_a_clean_scan_is_wrong_and_sure() -> None:
    [result] = sealed()
    short = {
        path: entry
        for path, entry in result["fields"].items()
        if path.startswith(("cover", "applicant.c", "applicant.r", "applicant.f"))
    }
    for path, entry in short.items():
        value, true = leaf(result["record"], path), leaf(record("a01-automotive-twin"), path)
        assert same(value, true) or entry["confidence"] < 0.9, path


def leaf(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step)] if step.isdecimal() else value[step]
    return value


def test_printed_pages_and_a_scanned_one_are_one_record() -> None:
    with pymupdf.open(stream=printed("a01-automotive-twin")) as document:
        picture = scan_pdf([degrade(pages(document.tobytes(), DPI)[2], "colour", 1)], DPI)
        document.delete_page(2)
        document.insert_pdf(pymupdf.open(stream=picture), start_at=2)
        document.delete_pages(4, len(document) - 1)
        mixed = document.tobytes()
    [result] = extract(mixed, "mixed.pdf")
    assert same(result["record"]["applicant"], record("a01-automotive-twin")["applicant"])
    ways = {path: entry["by"] for path, entry in result["fields"].items()}
    assert ways["applicant.name"] == "pdf-text"
    assert ways["applicant.pledge.date"] == "ocr"


def test_pictures_of_one_form_are_one_document() -> None:
    [result] = seen("scan")
    assert (result["form"], result["source"]["pages"]) == ("jiebang2024/summary", 2)
    assert result["fields"]["rows.0.mobile"]["where"]["page"] == 2
    [refused] = extract_pictures([b"text"], "folder")
    assert refused["reason"]["code"] == "unsupported-kind"


def test_without_the_extra_the_reason_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "NEEDED", ("a_package_that_is_not_installed",))
    [result] = extract(png(white()), "scan.png")
    assert result["reason"]["code"] == "missing-program"
    assert "pip install 'tianbao[scan]'" in result["reason"]["message"]


def test_nothing_is_fetched_and_the_same_picture_reads_the_same_anywhere(tmp_path: Path) -> None:
    """Reading in a namespace without a network, with a home that holds nothing."""
    for name, picture in (("1.png", white()), ("2.png", degrade(summary(), "scan", 7))):
        (tmp_path / name).write_bytes(png(picture))
    script = (
        "import json, sys; from pathlib import Path;"
        "from extractors.extract import extract_pictures;"
        "files = [Path(each).read_bytes() for each in sys.argv[1:]];"
        "print(json.dumps(extract_pictures(files, 'folder')))"
    )
    apart = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*apart, "true"], check=False).returncode:
        apart = []  # not permitted here: the proxies below lead nowhere
    nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(
        [*apart, sys.executable, "-c", script, *map(str, sorted(tmp_path.glob("*.png")))],
        cwd=ROOT,
        env={"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", **nowhere},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == json.loads(json.dumps(seen("scan")))
