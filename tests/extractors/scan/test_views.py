"""An answer on a picture, beside what a seal says and what was misread between its parts."""

from __future__ import annotations

from extractors.scan.rereading import UNDER_SEAL, look_at
from forms.registry import get
from tests.extractors.scan.test_confidence import answer, look

FIRST, SECOND = "工艺智能化设计解决方案", "厂内智能物流解决方案"


def test_words_of_a_seal_behind_a_date_are_none_of_it() -> None:
    found = look(answer("cover.date", "2018年3月2日", "公章", doubted=True))
    assert found.text == "2018年3月2日"
    assert found.ceiling <= UNDER_SEAL


def test_words_behind_a_date_without_a_seal_stay() -> None:
    assert look(answer("cover.date", "2018年3月2日", "公章")).text is None


def test_a_name_under_a_seal_ends_as_names_do() -> None:
    cut = answer("cover.applicant", "上海启岚数字科技有限公", doubted=True)
    assert look(cut).text == "上海启岚数字科技有限公司"
    assert look(cut).ceiling <= UNDER_SEAL
    assert look(cut._replace(path="applicant.contact.position")).text is None
    assert look(answer("cover.applicant", "上海启岚数字科技有限公")).text is None


def test_names_of_a_list_stay_names_whatever_is_read_between_them() -> None:
    for mark in "、.。":
        found = look_at(get("summary"), answer("rows.0.directions", f"{FIRST}{mark}{SECOND}"))
        assert found is not None
        assert found.text == f"{FIRST}、{SECOND}"
