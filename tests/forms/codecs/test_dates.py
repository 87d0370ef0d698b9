"""Dates, months and periods as people write them."""

from __future__ import annotations

import pytest

from forms.codecs import Date, Month, Period


@pytest.mark.parametrize(
    "written",
    [
        *("2024年5月20日", "2024 年 5 月 20 日", "2024年05月20日", "2024年5月20号", "2024-05-20"),
        *("2024-5-20", "2024.5.20", "2024.05.20.", "2024/5/20", "20240520", "二〇二四年五月二十日"),
        *("二○二四年五月二十日", "二零二四年五月二十日", "２０２４年５月２０日", "2024—05—20"),
        *("__2024__年_5_月_20_日", "\u30002024年5月20日", "2024年5月20日（星期一）"),
        *("2024-05-20 00:00:00", "2024-05-20T08:30:00.000Z"),
    ],
)
def test_whole_dates(written: str) -> None:
    reading = Date().parse(written)
    assert (reading.value, reading.problems, reading.certainty) == ("2024-05-20", (), 1.0)
    assert Date().canonical(written) == "2024-05-20"  # loading does what reading does


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("2024年05月 日", ("2024-05",)),
        ("2024年5月", ("2024-05",)),
        ("2024年", ()),
        ("2024年 月 日", ()),
        ("24.5.20", ("2024-05-20",)),
        ("20/5/2024", ("2024-05-20",)),
        ("5月20日", ()),
        ("2024年5月20日前完成", ("2024-05-20",)),
        ("2024年13月1日", ()),
        ("2023年2月29日", ()),
        ("明天", ()),
        ("0000-01-01", ()),
        ("9" * 500, ()),
    ],
)
def test_dates_that_are_not_whole(written: str, likely: tuple[str, ...]) -> None:
    reading = Date().parse(written)
    assert reading.value is None
    assert reading.alternatives == likely
    assert [code for code, _ in reading.problems] == ["bad-date"]
    with pytest.raises(ValueError, match="must be a date"):
        Date().canonical(written)


def test_the_message_says_the_likely_reading() -> None:
    ((_, message),) = Date().parse("2024年05月 日").problems
    assert "2024年05月 日" in message
    assert "疑为“2024年5月”" in message


def test_parts_without_their_marks_are_read_with_a_word_of_caution() -> None:
    reading = Date().parse("2024 5 20")
    assert reading.value == "2024-05-20"
    assert [code for code, _ in reading.problems] == ["normalised"]
    assert reading.certainty < 0.9


@pytest.mark.parametrize(
    "blank", ["", "年 月 日", "_____年____月____日", "　年　月　日", "/", "无", "—"]
)
def test_blanks(blank: str) -> None:
    reading = Date().parse(blank)
    assert (reading.value, reading.problems) == (None, ())


def test_only_established_may_be_a_month() -> None:
    assert Date(or_month=True).parse("2009年6月").value == "2009-06"
    assert Date(or_month=True).parse("2009年6月18日").value == "2009-06-18"
    assert Date(or_month=True).parse("2009年").value is None
    assert Date(or_month=True).canonical("2009-06") == "2009-06"


def test_printing() -> None:
    assert Date().format("2024-05-20") == "2024年5月20日"
    assert Date(or_month=True).format("2009-06") == "2009年6月"
    assert Month().format("2024-06") == "2024年6月"
    assert Date().format("0999-01-02") == "0999年1月2日"
    assert Date().format(None) == ""


@pytest.mark.parametrize(
    "written", ["2024年6月", "2024-06", "2024.6", "2024/06", "202406", "二〇二四年六月"]
)
def test_months(written: str) -> None:
    assert Month().parse(written).value == "2024-06"


def test_a_month_with_a_day_loses_it_and_says_so() -> None:
    reading = Month().parse("2024年6月1日")
    assert reading.value == "2024-06"
    assert [code for code, _ in reading.problems] == ["normalised"]


@pytest.mark.parametrize(
    "written",
    [
        *("2024年6月 - 2026年5月", "2024年6月-2026年5月", "2024.6—2026.5", "2024-06至2026-05"),
        *("2024-06-2026-05", "202406~202605", "2024年06月～2026年05月", "自2024年6月至2026年5月止"),
        *("2024年6月1日-2026年5月31日", "2024年6月起至2026年5月"),
    ],
)
def test_periods(written: str) -> None:
    assert Period().parse(written).value == ("2024-06", "2026-05")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("_____年__月 - _____年__月", (None, None)),
        ("2024年6月 - _____年__月", ("2024-06", None)),
        ("_____年__月 - 2026年5月", (None, "2026-05")),
        ("2024年6月", ("2024-06", None)),
        ("", (None, None)),
    ],
)
def test_periods_with_a_missing_half(written: str, value: tuple[str | None, str | None]) -> None:
    reading = Period().parse(written)
    assert (reading.value, reading.problems) == (value, ())


def test_a_missing_half_keeps_its_blank() -> None:
    assert Period().format(("2024-06", None)) == "2024年6月 - _____年__月"
    assert Period().format((None, None)) == ""


def test_an_end_without_its_year_is_doubtful() -> None:
    reading = Period().parse("2024年6月-12月")
    assert reading.value == (None, None)
    assert reading.alternatives == (("2024-06", "2024-12"),)
    assert [code for code, _ in reading.problems] == ["bad-date"]


@pytest.mark.parametrize("value", [20240520, True, ["2024-05-20"], "2024-05-20x", "2024-05-32"])
def test_what_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be"):
        Date().canonical(value)


def test_a_long_blank_before_something_is_not_dropped() -> None:
    with pytest.raises(ValueError, match="must be a date"):
        Date().canonical(" " * 300 + "x")
