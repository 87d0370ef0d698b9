"""File names made of a record's values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianbao.errors import WrongCall
from tianbao.names import LONGEST, UNNAMED, NameTemplate, numbered, safe


class Codec:
    def format(self, value: object) -> str:
        return "是" if value is True else str(value)


class Form:
    """A form of three leaves."""

    def leaves(self) -> tuple[str, ...]:
        return ("applicant.name", "accident.occurred", "tasks.*.direction")

    def codec(self, path: str) -> Codec:
        return Codec()


def name(template: str, record: dict) -> str:
    return NameTemplate.of(template, Form()).name(record)


RECORD = {
    "applicant": {"name": "上海甲公司"},
    "accident": {"occurred": True},
    "tasks": [{"direction": "数字孪生工厂解决方案"}],
}


def test_values_stand_where_the_template_names_them():
    assert name("申报书-{applicant[name]}-{tasks[0][direction]}", RECORD) == (
        "申报书-上海甲公司-数字孪生工厂解决方案"
    )


def test_a_value_is_printed_as_the_form_prints_it():
    assert name("{accident[occurred]}", RECORD) == "是"


def test_nothing_stands_for_an_empty_value_or_a_row_that_is_not_there():
    assert (
        name("a{applicant[name]}b{tasks[7][direction]}", {**RECORD, "applicant": {"name": None}})
        == "ab"
    )


@pytest.mark.parametrize(
    "template",
    [
        "{applicant.__class__}",
        "{applicant[__class__]}",
        "{applicant.name}",
        "{applicant[name]!r}",
        "{applicant[name]:>9999999999}",
        "{applicant[name]:{applicant[name]}}",
        "{}",
        "{0}",
        "{applicant}",
        "{applicant[nmae]}",
        "{tasks[²][budget]}",
        "{tasks[٠][budget]}",
        f"{{tasks[{'9' * 5000}][budget]}}",
        "{applicant[name]",
        "no value at all",
        "",
    ],
)
def test_anything_but_text_and_values_of_the_record_is_refused(template):
    with pytest.raises(WrongCall):
        NameTemplate.of(template, Form())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", UNNAMED),
        (".hidden", "hidden"),
        ("a/b\\c:d", "a_b_c_d"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("console", "console"),
        ("ends with dots. . .", "ends with dots"),
        ("line\nbreak\ttab\x00nul", "line_break_tab_nul"),
        ("", UNNAMED),
    ],
)
def test_a_name_is_made_safe(value, expected):
    assert safe(value) == expected


@given(st.text())
def test_whatever_the_value_the_file_stays_in_its_folder_and_fits(value):
    made = safe(value)
    assert made
    assert made not in (".", "..")
    assert not set(made) & set('/\\:*?"<>|\x00\n')
    assert len(made.encode()) <= LONGEST + 1  # the underscore before a device


def test_a_long_name_is_cut_between_characters():
    assert safe("填" * 100) == "填" * 66


def test_a_name_given_twice_is_numbered_whatever_its_case():
    unique = numbered()
    assert [unique(n) for n in ("甲", "甲", "甲-2", "甲", "a", "A")] == [
        "甲",
        "甲-2",
        "甲-2-2",
        "甲-3",
        "a",
        "A-2",
    ]
