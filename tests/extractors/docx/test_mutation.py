"""Whatever becomes of the bytes: a page or a reason, never another outcome, and soon."""

from __future__ import annotations

import io
import random
import zipfile
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.docx import read
from extractors.limits import Limits, Unreadable
from extractors.page import Page
from extractors.sniff import sniff
from tests.extractors.docx.builder import zipped

TEMPLATES = [
    files("templates").joinpath(f"jiebang2024/{name}").read_bytes()
    for name in ("application.docx", "summary.docx")
]
SMALL = TEMPLATES[1]


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SMALL_MEMBERS = members_of(SMALL)


def read_or_refuse(data: bytes) -> Page | None:
    sniff(data, "a.docx")
    try:
        return read(data, Limits(seconds=5))
    except Unreadable:
        return None


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_bytes_of_the_file_are_flipped_cut_and_put_in(data: st.DataObject) -> None:
    broken = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, len(broken)))
    end = data.draw(st.integers(start, min(start + 64, len(broken))))
    del broken[start:end]
    broken[start:start] = data.draw(st.binary(max_size=16))
    read_or_refuse(bytes(broken[: data.draw(st.integers(0, len(broken)))]))
    read_or_refuse(bytes(broken))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(SMALL_MEMBERS)), st.data())
def test_bytes_of_a_part_are_flipped(name: str, data: st.DataObject) -> None:
    part = bytearray(SMALL_MEMBERS[name])
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(part) - 1))
        part[place] = data.draw(st.integers(0, 255))
    read_or_refuse(zipped({**SMALL_MEMBERS, name: bytes(part)}))


@pytest.mark.parametrize("seed", range(60))
def test_elements_and_attributes_stand_where_they_do_not_belong(seed: int) -> None:
    """Well-formed nonsense: tags and values exchanged, so that the walk itself is tried."""
    chance = random.Random(seed)
    part = chance.choice(["word/document.xml", "word/document.xml", "word/styles.xml"])
    pieces = SMALL_MEMBERS[part].decode().split("<")
    names = [
        "w:p",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:r",
        "w:t",
        "w:sdt",
        "w:sdtContent",
        "w:ins",
        "w:del",
    ]
    for _ in range(20):
        first, second = chance.sample(range(2, len(pieces)), 2)
        if pieces[first].split(">")[0].endswith("/") and pieces[second].split(">")[0].endswith("/"):
            pieces[first], pieces[second] = pieces[second], pieces[first]
        else:
            old, new = chance.choice(names), chance.choice(names)
            if pieces[first].startswith(f"{old}>"):
                pieces[first] = new + "/>" + pieces[first].partition(">")[2]
                pieces[second] = f"{new}/>" + pieces[second].partition(">")[2]
    read_or_refuse(zipped({**SMALL_MEMBERS, part: "<".join(pieces)}))


@pytest.mark.parametrize("seed", range(40))
def test_values_of_attributes_that_make_no_sense(seed: int) -> None:
    chance = random.Random(seed)
    text = SMALL_MEMBERS["word/document.xml"].decode()
    pieces = text.split('"')
    values = ["", "-1", "99999999999999999999", "x", "1.5", "\u0661", "NaN", "0", "true", "/w:p[1]"]
    head = text[: text.index("<w:body")].count('"')
    for _ in range(30):
        place = chance.randrange(head // 2, len(pieces) // 2) * 2 + 1
        pieces[place] = chance.choice(values)
    assert read_or_refuse(zipped({**SMALL_MEMBERS, "word/document.xml": '"'.join(pieces)}))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_templates_read(template: bytes) -> None:
    assert read_or_refuse(template)
