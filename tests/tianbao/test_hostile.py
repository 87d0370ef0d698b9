"""A batch of hostile documents: each has its line, and the honest ones between are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.batch import Batch, read_folder
from tests.documents.hostile import ANSWERS, PACKAGES, PAGES, honest

# Those that take their whole ten seconds are for the soak.
QUICK_PAGES = ("boxes", "colons")
QUICK_ANSWERS = ("a-megabyte-of-prose",)
MEMORY = 2**30
REASONS = {
    "package-empty": "empty-file",
    "package-one-byte": "unsupported-kind",
    "package-cut-short": "damaged",
    "package-noise": "damaged",
    "package-another-zip": "unsupported-kind",
    "package-encrypted": "encrypted",
    "package-ratio-bomb": "too-large",
    "package-entries-bomb": "unsupported-kind",
    "package-external-entity": "damaged",
    "package-entity-bomb": "damaged",
    "package-missing-part": "damaged",
    "package-circle": "not-a-form",
    "package-nested-tables": "too-large",
    "package-no-xml": "damaged",
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder: Path = tmp_path_factory.mktemp("hostile")
    good = honest("s01-pudong-two")
    made = [("package", name, make) for name, make in PACKAGES.items()]
    made += [("page", name, PAGES[name]) for name in QUICK_PAGES]
    made += [("answer", name, ANSWERS[name]) for name in QUICK_ANSWERS]
    for number, (kind, name, make) in enumerate(made):
        (folder / f"{number:02}-{kind}-{name}.docx").write_bytes(make())
        (folder / f"{number:02}-then-honest.docx").write_bytes(good)
    return read_folder(folder)


def stem(name: str) -> str:
    return name.removesuffix(".docx").partition("-")[2]


def test_every_broken_package_has_its_reason(batch: Batch) -> None:
    found = {
        stem(name): result["reason"]["code"]
        for name, (result, *_) in batch.results.items()
        if stem(name) in REASONS
    }
    assert found == REASONS
    assert batch.status == 3


def test_a_package_without_a_part_that_says_how_it_looks_is_read(batch: Batch) -> None:
    [(result, *_)] = [
        results for name, results in batch.results.items() if "missing-styles" in name
    ]
    assert "repaired" in {problem["code"] for problem in result["problems"]}


def test_the_honest_documents_between_are_read(batch: Batch) -> None:
    honest_ones = [results for name, results in batch.results.items() if "honest" in name]
    assert len(honest_ones) == len(batch.results) / 2
    assert all(results[0]["form"] == "jiebang2024/summary" for results in honest_ones)


def test_no_text_from_outside_the_document_comes_in(batch: Batch) -> None:
    assert "root:" not in str(batch.results)


def test_a_form_with_a_monstrous_answer_is_read_all_the_same(batch: Batch) -> None:
    answers = [results for name, results in batch.results.items() if "-answer-" in name]
    assert len(answers) == len(QUICK_ANSWERS)
    for (result,) in answers:
        assert result["record"]["applicant"]["credit_code"]


def test_no_process_grew_beyond_its_limit(batch: Batch) -> None:
    assert batch.peak < MEMORY
