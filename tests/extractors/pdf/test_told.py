"""What is seen counts, whatever the file says that its glyphs mean (`ActualText`)."""

from __future__ import annotations

import re

import pytest

from extractors.pdf import read
from tests.documents.pdf.objects import text_string
from tests.extractors.pdf.paper import Paper, texts
from tests.extractors.pdf.test_fonts import sureness


def spoken(shown: str, middle: slice, actual: str) -> bytes:
    """A page with a text, a stretch of which is said to be another one."""
    paper = Paper().text(100, 100, shown)
    [number] = paper.page.get_contents()
    content = paper.document.xref_stream(number).decode()
    found = re.search(r"\[?<([0-9a-f]+)>\]?\s*T[jJ]", content)
    assert found is not None
    at, end = 4 * middle.start, 4 * middle.stop
    parts = found[1][:at], found[1][at:end], found[1][end:]
    before, within, after = (f"<{part}> Tj" for part in parts)
    marked = f"{before} /Span << /ActualText {text_string(actual)} >> BDC {within} EMC {after}"
    paper.document.update_stream(number, content.replace(found[0], marked).encode())
    return paper.data


@pytest.mark.parametrize("actual", ["北京", "上", "", "北京市朝阳区"])
def test_what_is_seen_is_read_and_doubted_where_the_file_says_otherwise(actual: str) -> None:
    page = read(spoken("住所上海某路", slice(2, 4), actual))
    assert texts(page) == ["住所上海某路"]
    assert sureness(page) <= 0.5


@pytest.mark.parametrize(
    ("shown", "stretch", "actual"),
    [("住所上海某路", slice(2, 4), "上海"), ("共\u2f08十人", slice(1, 2), "人")],
    ids=["the same", "a radical"],
)
def test_what_says_the_same_is_sure(shown: str, stretch: slice, actual: str) -> None:
    assert sureness(read(spoken(shown, stretch, actual))) == 1.0


def test_signs_that_look_alike_are_what_the_file_says() -> None:
    page = read(spoken("甲·乙", slice(1, 2), "•"))
    assert (texts(page), sureness(page)) == (["甲•乙"], 1.0)


def test_a_hyphen_that_the_file_says_a_word_was_broken_by_is_none() -> None:
    page = read(spoken("甲soft-", slice(5, 6), "\u00ad"))
    assert (texts(page), sureness(page)) == (["甲soft"], 1.0)
