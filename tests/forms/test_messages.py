"""Messages to the form's people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.messages import MESSAGES, excerpt, likely, say
from forms.problems import SEVERITIES

SOURCES = "".join(
    path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "forms").rglob("*.py")
)


@pytest.mark.parametrize("key", MESSAGES)
def test_every_message_belongs_to_a_code_is_used_and_names_a_cure(key: str) -> None:
    assert key.split(".")[0] in SEVERITIES
    assert f'"{key}"' in SOURCES
    assert re.search(r"请|建议", MESSAGES[key])
    assert MESSAGES[key].endswith("。")


def test_values_are_filled_in() -> None:
    assert say("missing", label="单位名称") == "“单位名称”未填写，请补填。"
    assert likely() == ""
    assert likely("甲", "乙") == "，疑为“甲”或“乙”"


def test_braces_in_an_answer_are_no_places() -> None:
    assert "{label}" in say("bad-email", label="邮箱", found="{label}")


def test_excerpts_stand_on_one_line() -> None:
    assert excerpt("甲\n乙") == "甲 乙"
    assert excerpt("字" * 100) == "字" * 59 + "…"
