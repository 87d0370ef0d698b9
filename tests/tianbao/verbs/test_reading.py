"""Documents read in child processes: whatever one does, it has a result and the others too."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import psutil
import pytest

import tianbao.verbs.reading as reading
from tianbao.isolation.children import Crashed, OutOfMemory, TimedOut
from tianbao.sources.given import Bytes, File, Given


def package(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            package.writestr(name, data)
    return made.getvalue()


def rebuilt(document: bytes, name: str, change) -> bytes:
    """A document with one part changed, or left out where the change gives None."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for member in old.namelist():
            data = old.read(member)
            data = change(data) if member == name else data
            if data is not None:
                new.writestr(member, data)
    return made.getvalue()


def nested_tables(count: int):
    def change(data: bytes) -> bytes:
        inner = b"<w:tbl><w:tr><w:tc>" * count + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * count
        return data.replace(b"<w:body>", b"<w:body>" + inner, 1)

    return change


def entity(data: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return head + b"?>" + doctype + rest.replace(b"<w:body>", b"<w:body><w:p>&e;</w:p>", 1)


def laughs(data: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 12)
    )
    doctype = b"<!DOCTYPE x [" + entities + b"]>"
    return head + b"?>" + doctype + rest.replace(b"<w:body>", b"<w:body><w:p>&a11;</w:p>", 1)


def bad_documents(good: bytes) -> dict[str, bytes]:
    document = "word/document.xml"
    return {
        "empty": b"",
        "cut-short": good[: len(good) // 2],
        "no-zip": b"PK\x03\x04" + b"\0" * 1000,
        "another-zip": package(("readme.txt", b"hello")),
        "ratio-bomb": package((document, b"<w:p/>" * 50_000_000), ("[Content_Types].xml", b"<x/>")),
        "entries-bomb": package(*((f"word/{n}.xml", b"") for n in range(70_000))),
        "external-entity": rebuilt(good, document, entity),
        "entity-bomb": rebuilt(good, document, laughs),
        "missing-part": rebuilt(good, document, lambda data: None),
        "nested-tables": rebuilt(good, document, nested_tables(100_000)),
        "no-xml": rebuilt(good, document, lambda data: b"\x00\xff" * 100),
    }


def test_a_bad_document_has_a_reason_in_time_and_the_next_one_is_read(tmp_path, summary_docx):
    good = tmp_path / "good.docx"
    good.write_bytes(summary_docx)
    for name, data in bad_documents(summary_docx).items():
        bad = tmp_path / f"{name}.docx"
        bad.write_bytes(data)
        start = time.monotonic()
        first, second = reading.read_all([bad, good], workers=1)
        assert time.monotonic() - start < 11, name
        assert second[0]["form"] == "jiebang2024/summary", name
        if name not in ("external-entity", "nested-tables"):  # what they say beside it is a form
            assert first[0]["form"] is None, name
        if first[0]["form"] is None:
            assert first[0]["reason"]["code"] in {
                "empty-file",
                "damaged",
                "unsupported-kind",
                "not-a-form",
                "too-large",
                "timeout",
                "out-of-memory",
            }, name
            assert first[0]["reason"]["message"]
        assert "root:" not in str(first), name


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TimedOut(), "timeout"),
        (OutOfMemory(), "out-of-memory"),
        (Crashed(-11), "damaged"),
        (ValueError("a fault of ours"), "damaged"),
    ],
)
def test_each_end_of_a_reading_has_its_reason(tmp_path, error, code):
    document = tmp_path / "x.docx"
    document.write_bytes(b"abc")
    failed: reading.Future = reading.Future()
    failed.set_exception(error)
    (result,) = reading.outcome(File(document), failed)
    assert (result["form"], result["record"]) == (None, None)
    assert result["reason"]["code"] == code
    assert result["source"]["name"] == str(document)
    assert result["source"]["sha256"].startswith("ba7816bf")


def test_a_reading_that_takes_too_long_or_too_much_is_killed_and_the_next_one_read(
    tmp_path, summary_docx, monkeypatch
):
    good = tmp_path / "good.docx"
    good.write_bytes(summary_docx)
    monkeypatch.setattr(reading, "LIMITS", reading.Limits(seconds=2.0, memory=2**30))
    monkeypatch.setattr(reading, "read", sleep_if_slow)
    slow = tmp_path / "slow.docx"
    slow.write_bytes(summary_docx)
    first, second = reading.read_all([slow, good], workers=1)
    assert first[0]["reason"]["code"] == "timeout"
    assert second[0]["form"] == "jiebang2024/summary"


def sleep_if_slow(document: Given, wishes: reading.Wishes) -> list[reading.Result]:
    from extractors.extract import extract

    if document.name.endswith("slow.docx"):
        time.sleep(60)
    return extract(document.data(), document.name)


def test_stopping_early_leaves_no_process(tmp_path, summary_docx):
    good = tmp_path / "good.docx"
    good.write_bytes(summary_docx)
    before = forked()
    readings = reading.read_all([good] * 500, workers=2)
    next(readings)
    assert len(forked() - before) >= 2  # one that ends may still be there
    readings.close()
    assert forked() == before


def forked() -> set[psutil.Process]:
    """The processes that our server of processes has forked."""
    this = psutil.Process()
    return {child for child in this.children(recursive=True) if child.ppid() != this.pid}


def test_a_file_that_vanishes_is_a_line(tmp_path):
    ((result,),) = reading.read_all([tmp_path / "gone.docx"])
    assert result["form"] is None
    assert result["source"]["sha256"] is None


@pytest.fixture
def readers():
    readers = reading.Readers(1, reading.LIMITS, list)
    yield readers
    readers.close()


SAMPLES = Path(__file__).parents[3] / "samples"
EACH_KIND = ["submissions/s01-retyped.docx", "kinds/s01-retyped.rtf", "kinds/s01-retyped-html.doc"]


@pytest.mark.parametrize("name", EACH_KIND)
def test_bytes_are_read_as_the_file_is_that_has_them(readers, name):
    path = SAMPLES / name
    wishes = reading.Wishes()
    of_file = reading.submit(readers, File(path), wishes).result()
    of_bytes = reading.submit(readers, Bytes(path.read_bytes(), str(path)), wishes).result()
    assert of_bytes == of_file
    assert of_bytes[0]["form"] == "jiebang2024/summary"


def test_bytes_beyond_what_is_read_have_the_reason(readers, monkeypatch):
    monkeypatch.setattr("tianbao.sources.given.LARGEST", 2)
    (result,) = reading.submit(readers, Bytes(b"abc", "x.docx"), reading.Wishes()).result()
    assert result["reason"]["code"] == "too-large"
    assert result["source"]["sha256"].startswith("ba7816bf")
