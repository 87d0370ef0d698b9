"""What forms print before an answer, under a seal."""

from __future__ import annotations

import pytest

from extractors.scan.lattice import Lattice
from extractors.scan.leads import led
from extractors.scan.printed import printed
from tests.extractors.scan.test_lattice import NONE, line

LEAD = "法定代表人签章："


def shown(*letters: dict[str, float] | str) -> Lattice:
    given = ({each: 0.99} if isinstance(each, str) else each for each in letters)
    return line(*(each for letter in given for each in (letter, NONE)), NONE)


def read(*letters: dict[str, float] | str) -> str:
    return "".join(letter.text for letter in led(shown(*letters), [LEAD, "申报日期："]))


def test_the_forms_leads_are_known() -> None:
    assert {LEAD, "揭榜单位：", "申报日期：", "推荐单位（盖章）："} <= set(printed().leads)


def test_a_lead_with_slips_is_put_right_and_what_is_behind_it_stays() -> None:
    slip = {"苹": 0.6, "章": 0.3}
    assert read("法", "定", "代", "表", "人", "签", slip, ":", "马", "小") == f"{LEAD}马小"


def test_a_letter_that_a_seal_hides_is_one_of_the_lead_s() -> None:
    assert read("定", "代", "表", "人", "签", "章", "：", "马", "小") == f"{LEAD}马小"


@pytest.mark.parametrize(
    "text", ["我单位申报的材料均真实", "代表人的签名", f"{LEAD}马小", "二〇二四年"]
)
def test_other_lines_stay(text: str) -> None:
    assert read(*text) == text
