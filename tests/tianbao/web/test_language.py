"""Chinese by default, English for a browser that prefers it; every text has its English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tianbao.web import errors, viewing, words
from tianbao.web.language import ENGLISH
from tianbao.web.pages import NAVIGATION
from tianbao.web.pages.listing import SORTS

WEB = Path(__file__).parents[3] / "tianbao" / "web"
CALL = re.compile(r"""\bt\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")


def said() -> set[str]:
    """Every text that the pages may say."""
    found = {
        first or second
        for pattern in ("*.html", "*.py")
        for file in WEB.rglob(pattern)
        for first, second in CALL.findall(file.read_text(encoding="utf-8"))
    }
    tables = (words.STATES, words.CODES, words.SEVERITIES, words.ROLES, words.KINDS)
    for table in (*tables, words.DIFFERENCES, words.DEEDS, words.TARGETS, SORTS):
        found.update(table.values())
    found.update(text for pair in errors.TOLD.values() for text in pair)
    found.update(does for _, does in viewing.KEYS)
    found.update(title for _, title in viewing.DOWNLOADS)
    found.update(title for _, title, _ in NAVIGATION)
    return found


def test_each_text_has_its_english_and_no_english_is_left_over():
    assert said() == set(ENGLISH)


def test_english_has_the_same_values_to_fill_in():
    for chinese, english in ENGLISH.items():
        assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), chinese


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        *((None, "zh-CN"), ("zh-TW,en;q=0.5", "zh-CN"), ("fr", "zh-CN")),
        *(("en-GB,en;q=0.9", "en"), ("de,en;q=0.8,zh;q=0.1", "en")),
    ],
)
def test_the_browser_s_language_decides(app, accepted, tag):
    headers = {"Accept-Language": accepted} if accepted else {}
    assert f'<html lang="{tag}">' in app.test_client().get("/sign-in", headers=headers).text
