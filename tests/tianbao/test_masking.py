"""What is left of personal data, and what is none."""

from __future__ import annotations

import pytest

from tianbao.masking import masked


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话13800000012。", "电话138****0012。"),
        ("wei.lin@firm.example", "we***@firm.example"),
        ("身份证11010119800307231x", "身份证110101***********x"),
    ],
)
def test_personal_data_is_masked(text, left):
    assert masked(text) == left


@pytest.mark.parametrize(
    "text", ["91310000MA1FL0000X", "913101151327280192", "2138000000123", "a@", "", "020-62345678"]
)
def test_codes_and_other_numbers_stay(text):
    assert masked(text) == text


def test_nothing_is_an_empty_text():
    assert masked(None) == ""
