"""Numbers as people write them."""

from __future__ import annotations

import pytest

from forms.codecs import Count, Year, money, percent


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("38210.55", "38210.55"),
        ("21560.00", "21560.00"),  # trailing zeros stay
        ("38210.55万元", "38210.55"),
        ("38210.55 (万元)", "38210.55"),
        ("(万元) 1850", "1850"),
        ("1,234,567.89", "1234567.89"),
        ("１，２３４．５０", "1234.50"),
        ("1 234.5", "1234.5"),
        ("¥1850万元", "1850"),
        ("-12.5", "-12.5"),
        ("−12.5", "-12.5"),
        ("____1850____", "1850"),
        ("0", "0"),
    ],
)
def test_amounts(written: str, value: str) -> None:
    reading = money(("(万元)",)).parse(written)
    assert (reading.value, reading.problems) == (value, ())


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("0.12亿元", ("1200",)),
        ("1.2亿", ("12000",)),
        ("12000000元", ("1200",)),
        ("￥12,345,678.90元", ("1234.56789",)),
        ("500万美元", ()),
        ("42%", ()),
    ],
)
def test_amounts_in_another_unit_are_never_converted(written: str, likely: tuple[str, ...]) -> None:
    reading = money().parse(written)
    assert (reading.value, reading.alternatives) == (None, likely)
    ((code, message),) = reading.problems
    assert code == "other-unit"
    assert all(f"{reading}万元" in message for reading in likely)


def test_conversion_is_exact_however_long_the_number() -> None:
    assert money().parse("123456789012345678901234567890.123元").alternatives == (
        "12345678901234567890123456.7890123",
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [("42.3%", "42.3"), ("42.3％", "42.3"), ("42.3", "42.3"), ("4230%", "4230")],
)
def test_percentages(written: str, value: str) -> None:
    reading = percent().parse(written)
    assert (reading.value, reading.problems) == (value, ())


@pytest.mark.parametrize(
    ("written", "code", "likely"),
    [
        ("≥20%", "bad-number", ("20",)),
        ("30%以上", "bad-number", ("30",)),
        ("约20", "bad-number", ("20",)),
        ("20-30", "bad-number", ("20", "30")),
        ("42,3", "bad-number", ("423",)),
        ("35‰", "other-unit", ("3.5",)),
        ("5个百分点", "other-unit", ("5",)),
        ("35天", "other-unit", ()),
        ("显著", "bad-number", ()),
        ("1e5", "bad-number", ("1", "5")),
    ],
)
def test_percentages_that_are_none(written: str, code: str, likely: tuple[str, ...]) -> None:
    reading = percent().parse(written)
    assert reading.value is None
    assert [found for found, _ in reading.problems] == [code]
    assert reading.alternatives == likely


@pytest.mark.parametrize(
    ("written", "value"), [("007.5", "7.5"), (".5", "0.5"), ("12.", "12"), ("+35", "35")]
)
def test_odd_numbers_are_put_right_and_said(written: str, value: str) -> None:
    reading = percent().parse(written)
    assert reading.value == value
    assert [code for code, _ in reading.problems] == ["normalised"]


@pytest.mark.parametrize("word", ["", "无", "/", "—", "-", "N/A", "　", "____", "(万元)"])
def test_words_that_mean_empty(word: str) -> None:
    reading = money(("(万元)",)).parse(word)
    assert (reading.value, reading.problems) == (None, ())
    assert money(("(万元)",)).canonical(word) is None


@pytest.mark.parametrize(
    "value",
    ["1,234", "01", "+1", "1.", ".5", "1e5", "--1", "1850万元", "42%", "abc", "٣", "NaN", "1\n0"],
)
def test_decimals_that_loading_refuses(value: str) -> None:
    with pytest.raises(ValueError, match="must be a decimal number"):
        money().canonical(value)


@pytest.mark.parametrize("value", [True, 1850, 42.3, ["1"], {}])
def test_types_that_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be a text or null"):
        money().canonical(value)


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ("１２．５０", "12.50"),
        (" 12.5 ", "12.5"),
        ("1 234", "1234"),
        ("-0", "-0"),
        ("1" * 400, "1" * 400),
    ],
)
def test_decimals_that_loading_cleans(value: str, canonical: str) -> None:
    assert money().canonical(value) == canonical


@pytest.mark.parametrize(
    ("written", "value"),
    [("8个", 8), ("8", 8), ("___8___个", 8), ("８ 项", 8), ("0", 0), ("9999", 9999)],
)
def test_counts(written: str, value: int) -> None:
    reading = Count().parse(written)
    assert (reading.value, reading.problems) == (value, ())


def test_a_count_in_numerals() -> None:
    reading = Count().parse("十二个")
    assert reading.value == 12
    assert [code for code, _ in reading.problems] == ["normalised"]


@pytest.mark.parametrize("written", ["10000", "-1", "8.5", "若干", "8-10个"])
def test_counts_that_are_none(written: str) -> None:
    reading = Count().parse(written)
    assert reading.value is None
    assert [code for code, _ in reading.problems] == ["bad-number"]


@pytest.mark.parametrize("value", [True, False, "8", 8.0, -1, 10000, [8]])
def test_counts_that_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be a whole number"):
        Count().canonical(value)


def test_printing() -> None:
    assert Count().format(8) == "8个"
    assert Count().format(None) == ""
    assert money().format("1850.00") == "1850.00"


@pytest.mark.parametrize("value", [2020, 2024, True, "2021", 2021.0])
def test_years_that_loading_refuses(value: object) -> None:
    with pytest.raises(ValueError, match="must be"):
        Year((2021, 2022, 2023)).canonical(value)


def test_likeness_tells_amounts_ratios_and_counts_apart() -> None:
    assert money().likeness("38210.55万元") > percent().likeness("38210.55万元")
    assert percent().likeness("42.3%") > money().likeness("42.3%")
    assert Count().likeness("8个") > money().likeness("8个")
    assert money().likeness("研发部部长") == 0


@pytest.mark.parametrize("written", ["2360\n1200", "2360万元\n其中自筹1200"])
def test_lines_of_numbers_are_several(written: str) -> None:
    reading = money().parse(written)
    assert (reading.value, reading.alternatives) == (None, ("2360", "1200"))
    assert [code for code, _ in reading.problems] == ["bad-number"]
    assert Count().parse("8个\n2").value is None


@pytest.mark.parametrize(("written", "value"), [("2360 1200", "23601200"), ("2 3 6 0", "2360")])
def test_digits_apart_are_read_with_doubt(written: str, value: str) -> None:
    reading = money().parse(written)
    assert reading.value == value
    assert reading.certainty < 0.9
    assert reading.doubt


@pytest.mark.parametrize("written", ["46.2²", "46.2 ①", "46.2%³", "46.2¹%", "①46.2"])
def test_marks_of_notes_are_no_digits(written: str) -> None:
    reading = percent().parse(written)
    assert reading.value == "46.2"
    assert reading.certainty < 0.9
    assert written in (reading.doubt or "")


@pytest.mark.parametrize("written", ["①1200②800", "12②00"])
def test_numbers_that_circled_digits_count_are_several(written: str) -> None:
    reading = money().parse(written)
    assert reading.value is None
    assert len(reading.alternatives) == 2


def test_a_circled_number_alone_is_a_number() -> None:
    assert Count().parse("③").value == 3


@pytest.mark.parametrize("written", ["①0", "46.2²"])
def test_loading_refuses_marks_of_notes(written: str) -> None:
    with pytest.raises(ValueError, match="decimal number"):
        money().canonical(written)
