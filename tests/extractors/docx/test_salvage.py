"""Word files that are damaged but whole where it matters."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.docx import read
from extractors.extract import extract
from extractors.limits import Limits, Unreadable
from forms.registry import get
from renderers.docx import render
from tests.extractors.docx.builder import docx, members, p, zipped
from tests.forms.sample import sample

RECORD = sample("s01-pudong-two")
END = b"PK\x05\x06"
CENTRAL = b"PK\x01\x02"


def streamed(files) -> bytes:
    """A ZIP written to a stream that can't seek, so that sizes stand behind the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return pipe.data


def texts(page) -> list[str]:
    return [block.text for block in page.blocks]


@pytest.mark.parametrize("lost", [CENTRAL, END], ids=["directory", "end"])
def test_a_file_without_its_directory_is_read_with_a_warning(lost):
    document = render(get("summary"), RECORD)
    (result,) = extract(document[: document.index(lost)], "")
    assert result["record"] == RECORD
    assert [(each["code"], each["severity"]) for each in result["problems"]] == [
        ("repaired", "warning")
    ]


@pytest.mark.parametrize("junk", [b"\0" * 10, b"<html>error</html>", b"\0" * 70_000])
def test_bytes_behind_the_end_do_no_harm(junk):
    assert texts(read(docx(p("甲")) + junk)) == ["甲"]


def test_sizes_that_stand_behind_the_data_are_found():
    whole = streamed(members(p("甲")))
    page = read(whole[: whole.index(CENTRAL)])
    assert texts(page) == ["甲"]
    assert [finding.code for finding in page.findings] == ["repaired"]


def test_a_member_without_a_name_is_none():
    whole = zipped({"-": b"", **members(p("甲"))})
    start = whole.index(b"PK\x03\x04") + 30
    assert whole[start : start + 1] == b"-"
    nameless = whole[:start] + b"\0" + whole[start + 1 : whole.index(CENTRAL)]
    assert texts(read(nameless)) == ["甲"]


def test_a_body_that_is_cut_is_damaged():
    document = render(get("summary"), RECORD)
    with pytest.raises(Unreadable) as refusal:
        read(document[: document.index(b"word/document.xml") + 400])
    assert refusal.value.code == "damaged"


def test_a_body_that_fails_its_checksum_is_damaged():
    files = members(p("甲" * 50))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    data = stored.getvalue().replace("甲甲甲".encode(), "甲乙甲".encode(), 1)
    for broken in (data, data[: data.index(CENTRAL)]):
        with pytest.raises(Unreadable) as refusal:
            read(broken)
        assert refusal.value.code == "damaged"


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes", "comments"])
@pytest.mark.parametrize("content", ["<broken", None], ids=["broken", "missing"])
def test_a_part_beside_the_body_that_cant_be_read_is_named(part, content):
    name = f"word/{part}.xml"
    files = dict(members(p("甲"), {part: ""}))
    files.pop(f"word/{part}.xml") if content is None else files.update(
        {f"word/{part}.xml": content}
    )
    page = read(zipped(files))
    assert texts(page) == ["甲"]
    (finding,) = page.findings
    assert (finding.code, name in finding.message) == ("repaired", True)


def test_the_limits_hold_for_what_is_put_together_anew():
    document = docx(p("甲" * 100_000))
    cut = document[: document.index(CENTRAL)]
    with pytest.raises(Unreadable) as refusal:
        read(cut, Limits(total_bytes=100_000))
    assert refusal.value.code in ("too-large", "damaged")


def test_a_member_that_comes_twice_is_taken_once():
    once = docx(p("甲"))
    body = once[: once.index(CENTRAL)]
    assert texts(read(body + body)) == ["甲"]
