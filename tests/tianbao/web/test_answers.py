"""What a person types as a value of the record."""

from __future__ import annotations

import pytest

from tianbao.web.answers import Refused, answer

FORM = "jiebang2024/application"


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("cover.date", ["2024-5-16"], "2024-05-16"),
        ("applicant.ownership", ["民营企业"], "民营企业"),
        ("applicant.ownership", [""], None),
        ("applicant.accident.occurred", ["否"], False),
        ("applicant.finances.0.revenue", ["15,872.10"], "15872.10"),
        ("applicant.profile", ["一\r\n二"], "一\n二"),
        ("tasks.0.industries", ["汽车", "先进材料"], ["汽车", "先进材料"]),
        ("tasks.0.industries", [], []),
        ("tasks.0.patents", ["8"], 8),
    ],
)
def test_a_text_becomes_the_field_s_value(path, typed, value):
    assert answer(FORM, path, typed) == value


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        *(("cover.date", "5月"), ("applicant.finances.0.revenue", "1.2亿元")),
        *(("applicant.ownership", "国企"), ("tasks.0.patents", "很多"), ("no.such", "x")),
    ],
)
def test_what_can_t_be_the_field_s_value_is_refused_with_the_reason(path, typed):
    with pytest.raises(Refused, match="。"):
        answer(FORM, path, [typed])
