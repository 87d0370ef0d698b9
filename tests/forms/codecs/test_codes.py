"""Credit codes, phones and mail addresses."""

from __future__ import annotations

import random
import unicodedata

import pytest
from stdnum.cn import uscc

from forms.codecs import CreditCode, Mail, Phone
from forms.codecs.codes import (
    CREDIT_CHARACTERS,
    check_character,
    has_valid_check,
    is_credit_code,
)

VALID = (
    *("91350100M000100Y43", "91512081MA62K0260E", "91330106673959654P", "9131000063159284XQ"),
    "91310117MA1J002410",  # the weighted sum is a multiple of 31
)


@pytest.mark.parametrize("code", VALID)
def test_valid_codes(code: str) -> None:
    assert has_valid_check(code)
    reading = CreditCode().parse(code)
    assert (reading.value, reading.problems, reading.certainty) == (code, (), 1.0)
    assert CreditCode().likeness(code) == 1.0


def test_check_characters_are_those_of_another_implementation() -> None:
    drawn = random.Random(1)
    for _ in range(500):
        body = "".join(drawn.choices(CREDIT_CHARACTERS, k=17))
        assert check_character(body) == uscc.calc_check_digit(body)


@pytest.mark.parametrize("code", VALID)
def test_every_wrong_check_character_is_found(code: str) -> None:
    others = set(CREDIT_CHARACTERS) - {code[-1]}
    assert not any(has_valid_check(code[:-1] + other) for other in others)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9I350100M000100Y43", "91350100M000100Y43"),
        ("9135O1OOMOOO1OOY43", "91350100M000100Y43"),
        ("9151Z081MA62K0260E", "91512081MA62K0260E"),
        ("913301066739S9654P", "91330106673959654P"),
        ("9131000063159ZB4XQ", "9131000063159284XQ"),
        ("91350100m000100y43", "91350100M000100Y43"),
        ("91350100-M000100Y4-3", "91350100M000100Y43"),
    ],
)
def test_slips_are_put_right_when_the_check_then_holds(written: str, code: str) -> None:
    reading = CreditCode().parse(written)
    assert reading.value == code
    assert [found for found, _ in reading.problems] == ["normalised"]
    assert reading.certainty < 0.9
    assert CreditCode().canonical(written) == code


@pytest.mark.parametrize("written", ["91350100M000100Y44", "9I350100M000100Y44", "1234", "不详"])
def test_what_can_not_be_put_right_stays_as_written(written: str) -> None:
    reading = CreditCode().parse(written)
    assert (reading.value, reading.problems) == (written, ())


def test_spaces_and_widths_are_no_slips() -> None:
    reading = CreditCode().parse("９１３５０１００ M000 100Y43")
    assert (reading.value, reading.problems) == ("91350100M000100Y43", ())


def test_letters_that_no_code_has() -> None:
    assert not any(is_credit_code("91350100M000100Y4" + letter) for letter in "IOSVZ")


@pytest.mark.parametrize(
    "number",
    [
        *("021-59560001", "(021)59560001", "021 5956 0001", "59560001", "5956001", "0512-6288001"),
        *(
            "021-59560001-801",
            "021-59560001转801",
            "02159560001",
            "+86-21-59560001",
            "400-820-0001",
        ),
        *(
            "13800000018",
            "138 0000 0018",
            "138-0000-0018",
            "+8613800000018",
            "021-59560001/13800000018",
        ),
    ],
)
def test_phones(number: str) -> None:
    assert Phone().accepts(number)


@pytest.mark.parametrize(
    "number", ["1234", "上海", "12800000018", "138000000180", "021-", "0215956"]
)
def test_no_phones(number: str) -> None:
    assert not Phone().accepts(number)


def test_a_mobile_is_asked() -> None:
    assert Phone(mobile=True).accepts("13800000018")
    assert not Phone(mobile=True).accepts("021-59560001")
    assert Phone(mobile=True).likeness("13800000018") > Phone().likeness("13800000018")
    assert Phone().likeness("021-59560001") > Phone(mobile=True).likeness("021-59560001")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example",
        "zhou.qi+1@shenlian-im.example",
        "_x@y.example",
        "ａ@b.example",
    ],
)
def test_mail(address: str) -> None:
    reading = Mail().parse(address)
    assert reading.problems == ()
    assert reading.certainty == 1.0
    assert Mail().likeness(address) == 0.95


@pytest.mark.parametrize(
    "address", ["a@b", "a b@c.example", "@b.example", "a@@b.example", "a.@b.example"]
)
def test_no_mail(address: str) -> None:
    reading = Mail().parse(address)
    assert reading.value == address
    assert reading.certainty < 1


def test_a_mail_address_that_goes_on_in_the_next_line_is_joined_with_doubt() -> None:
    reading = Mail().parse("zhou@shenlian-\nim.example")
    assert reading.value == "zhou@shenlian-im.example"
    assert reading.certainty < 0.9
    assert reading.doubt
    assert Mail().parse("a@b.example\nc@d.example").value == "a@b.example c@d.example"


def test_codes_are_kept_in_nfkc() -> None:
    assert Phone().canonical(" ０２１－５９５６０００１ ") == "021-59560001"
    assert Mail().canonical("ｚｈｏｕ＠x.example") == "zhou@x.example"
    assert Phone().canonical("无") is None


@pytest.mark.parametrize(
    ("codec", "written"),
    [
        (Mail(), "a@b.example；c@d.example"),
        (Phone(mobile=True), "13800000018、13800000019"),
        (Phone(), "021-59560001/59560002"),
        (Phone(mobile=True), "13800000018 / 021-59560001"),
    ],
)
def test_several_in_one_are_kept_with_doubt(codec: Mail | Phone, written: str) -> None:
    reading = codec.parse(written)
    assert reading.problems == ()
    assert reading.value == unicodedata.normalize("NFKC", written)
    assert reading.certainty < 0.9
    assert reading.doubt


@pytest.mark.parametrize("codec", [Phone(), Phone(mobile=True), Mail()])
def test_words_in_the_place_of_a_number_are_doubted(codec: Mail | Phone) -> None:
    reading = codec.parse("党支部书记：汪玉衡")
    assert reading.value == "党支部书记:汪玉衡"
    assert reading.certainty < 0.9
    assert reading.doubt
    assert codec.parse("138000000").certainty > 0.9  # a slip of the applicant's, read well


@pytest.mark.parametrize(
    ("codec", "written"),
    [
        (Phone(), "联系人邮目：a@mingda.example"),
        (Phone(), "a2024@x.example"),
        (Mail(), "邮目：a@b"),
    ],
)
def test_another_fields_answer_in_the_place_of_a_code_is_doubted(
    codec: Mail | Phone, written: str
) -> None:
    assert codec.parse(written).certainty < 0.9
