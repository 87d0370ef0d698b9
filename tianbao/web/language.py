"""The two languages of the pages: Chinese, and English for a browser that prefers it.

`messages.json` has the English of each Chinese text. The words of a form stay as they are printed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from flask import Flask, g, request

ENGLISH: Final[dict[str, str]] = json.loads(
    Path(__file__).with_name("messages.json").read_text(encoding="utf-8")
)
CHINESE_TAG: Final = "zh-CN"
ENGLISH_TAG: Final = "en"
TAGS: Final = {"zh": CHINESE_TAG, "en": ENGLISH_TAG}


def init(app: Flask) -> None:
    app.jinja_env.globals.update(t=t, language=language)


def language() -> str:
    """The language of the page that is asked for, as a tag."""
    tag: str | None = g.get("language")
    if tag is None:
        preferred = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
        tag = g.language = next((TAGS[each] for each in preferred if each in TAGS), CHINESE_TAG)
    return tag


def t(text: str, **values: object) -> str:
    """A Chinese text in the language of the page, with its values filled in."""
    told = ENGLISH[text] if language() == ENGLISH_TAG else text
    return told.format_map(values) if values else told
