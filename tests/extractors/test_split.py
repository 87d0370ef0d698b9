"""Several forms in one document: where each begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.extract import pattern_of
from extractors.page import Page, Paragraph, Table
from extractors.pattern import Pattern
from extractors.split import split
from tests.extractors.pages import FORM, SUMMARY, page, printed

KNOWN: list[Pattern] = [pattern_of(FORM), pattern_of(SUMMARY)]


def joined(*documents: Page) -> Page:
    return replace(documents[0], blocks=tuple(b for each in documents for b in each.blocks))


def tables(document: Page) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def first_words(document: Page) -> str:
    return next(b.text for b in document.blocks if isinstance(b, Paragraph) and b.text.strip())


@pytest.mark.parametrize("name", ["a06-central-three-directions", "s02-district-full"])
def test_one_form_is_the_page_itself(name: str) -> None:
    document = printed(name)
    assert split(document, KNOWN)[0] is document


def test_a_document_without_a_form_is_not_cut() -> None:
    document = page("关于组织申报的通知", [["序号", "姓名"], ["1", "张三"]])
    assert split(document, KNOWN) == [document]


def test_two_different_forms_are_cut_between_them() -> None:
    one, other = printed("a01-automotive-twin"), printed("s01-pudong-two")
    parts = split(joined(one, other), KNOWN)
    assert [part.blocks for part in parts] == [one.blocks, other.blocks]


def test_the_same_form_three_times_is_three_forms() -> None:
    names = ("s01-pudong-two", "s02-district-full", "s01-pudong-two")
    parts = split(joined(*(printed(name) for name in names)), KNOWN)
    assert [tables(part) for part in parts] == [tables(printed(name)) for name in names]


def test_what_stands_before_the_first_form_belongs_to_it() -> None:
    letter = page("现将我区推荐材料报上，请予审核。", [["联系人", "张三"]])
    two = joined(letter, printed("s01-pudong-two"), printed("s02-district-full"))
    parts = split(two, KNOWN)
    assert len(parts) == 2
    assert first_words(parts[0]) == "现将我区推荐材料报上，请予审核。"


def test_a_form_begins_with_its_title() -> None:
    twice = joined(printed("a01-automotive-twin"), printed("a08-fashion-micro"))
    parts = split(twice, KNOWN)
    assert first_words(parts[1]) == first_words(printed("a08-fashion-micro"))


def test_no_block_is_lost() -> None:
    whole = joined(printed("a01-automotive-twin"), printed("s01-pudong-two"))
    parts = split(whole, KNOWN)
    assert tuple(block for part in parts for block in part.blocks) == whole.blocks
