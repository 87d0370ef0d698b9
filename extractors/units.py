"""Units that a label names: `元` of `资产总额（元）` counts for the number beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.page import Paragraph

_IN_BRACKETS = re.compile(r"[(（]([^()（）]{1,8})[)）]")
_BEHIND = re.compile(rf"\s*{_IN_BRACKETS.pattern}\s*")


def units_in(paragraphs: Sequence[Paragraph], start: int, end: int) -> tuple[str, ...]:
    """What a label says in brackets, which may be no unit: in its words, from `start` to `end` of
    the first paragraph, right behind them, and alone in the next paragraph of its cell."""
    text = paragraphs[0].text
    behind = _BEHIND.match(text, end)
    said = text[start : behind.end() if behind else end]
    if len(paragraphs) > 1 and _BEHIND.fullmatch(paragraphs[1].text):
        said += paragraphs[1].text
    return tuple(_IN_BRACKETS.findall(said))
