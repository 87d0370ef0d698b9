"""Answers in words."""

from __future__ import annotations

import pytest

from forms.codecs import Prose, Text

COVER = Text(stamp="(加盖公章)", shape="organisation")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "上海申联智造系统有限公司",
            "__上海申联智造系统有限公司(加盖公章)__",
            "(加盖公章)上海申联智造系统有限公司",
        ),
        *("____上海申联智造系统有限公司____（加盖公章）____", "上海申联智造系统有限公司\u3000"),
    ],
)
def test_the_printed_stamp_and_line_are_no_part_of_an_answer(written: str) -> None:
    assert COVER.parse(written).value == "上海申联智造系统有限公司"
    assert COVER.canonical(written) == "上海申联智造系统有限公司"


@pytest.mark.parametrize("stamp", ["(加盖公章)", "(盖章)"])
@pytest.mark.parametrize("typed", ["（公章）", "(章)", "（ 盖 章 ）", "（单位盖章）"])
def test_a_stamp_in_other_words_is_no_part_either(stamp: str, typed: str) -> None:
    assert Text(stamp=stamp).parse(f"嘉定区经济委员会{typed}").value == "嘉定区经济委员会"


@pytest.mark.parametrize("blank", ["_____(加盖公章)_____", "（加盖公章）", "", "无", "／"])
def test_an_empty_line(blank: str) -> None:
    assert COVER.parse(blank).value is None


def test_a_short_answer_stands_on_one_line() -> None:
    assert Text().parse("总经理\n兼总工程师").value == "总经理 兼总工程师"


def test_prose_keeps_words_that_mean_empty() -> None:
    assert Prose().parse(" 无 ").value == "无"
    assert Text().parse(" 无 ").value is None


def test_prose_loses_its_prompt() -> None:
    codec = Prose(("(不超过 300 字)",))
    assert codec.parse("（不超过300字）").value is None
    assert codec.parse("(不超过300字)\n培养高级工程师3名。").value == "培养高级工程师3名。"
    assert codec.parse("培养(不超过300字)").value == "培养(不超过300字)"


@pytest.mark.parametrize("value", [1, True, [], {}, 1.5])
def test_types_that_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be a text or null"):
        Text().canonical(value)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "字" * 333_333])
def test_a_megabyte_is_taken(text: str) -> None:
    assert Prose().canonical(text) == text


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_001, "字" * 333_334, " " * 1_000_001, "\u0958" * 200_000],
    ids=["ascii", "han", "blank", "longer in NFC"],
)
def test_more_than_a_megabyte_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="longer than"):
        Prose().canonical(text)
    reading = Prose().parse(text)
    assert (reading.value, [code for code, _ in reading.problems]) == (None, ["too-long"])


def test_shapes_tell_persons_posts_and_addresses_apart() -> None:
    person, post, address = Text(shape="person"), Text(shape="position"), Text(shape="address")
    assert person.likeness("陆文涛") > post.likeness("陆文涛")
    assert post.likeness("研发部部长") > person.likeness("研发部部长")
    assert address.likeness("上海市嘉定区安亭镇墨玉南路888号12层") > 0.5
    assert COVER.likeness("上海申联智造系统有限公司") > 0.5
    assert Text().likeness("陆文涛") <= 0.1
