"""What a worker does with a document's bytes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

import tianbao
import tianbao.verbs.reading as reading
from extractors.extract import extract
from tests.tianbao.working.filling import SAMPLE
from tianbao.outcomes.packing import unpack
from tianbao.sources.given import Given
from tianbao.working import worker
from tianbao.working.worker import read_document


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    worker.close()


def test_bytes_give_results_the_seconds_and_the_version_that_read_them() -> None:
    outcome = read_document(SAMPLE.read_bytes(), "附件2.docx")
    (form,) = outcome.prepared.forms
    assert form.form == "jiebang2024/summary"
    assert unpack(form.packed["source"])["name"] == "附件2.docx"
    (result,) = extract(SAMPLE.read_bytes(), "附件2.docx")
    assert unpack(form.packed["record"]) == result["record"]
    assert outcome.seconds > 0
    assert outcome.reader == tianbao.__version__
    assert not outcome.killed


def test_what_is_no_document_gives_the_reason() -> None:
    outcome = read_document(b"", "empty.docx")
    assert outcome.prepared.reason[0] == "empty-file"
    assert not outcome.killed


def die(document: Given, wishes: reading.Wishes) -> list[reading.Result]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_a_document_that_kills_the_child_is_told_from_one_that_can_not_be_read(monkeypatch) -> None:
    monkeypatch.setattr(reading, "read", die)
    outcome = read_document(SAMPLE.read_bytes(), "a.docx")
    assert outcome.killed
    assert outcome.prepared.reason[0] == "out-of-memory"
