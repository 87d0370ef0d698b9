"""Units that a label names, `元` of `资产总额（元）`, for the number beside it; and those that the
title of a table names, `近三年情况（单位：元）`, for the amounts below it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from extractors.items import Sheet
from extractors.page import Paragraph

_IN_BRACKETS = re.compile(r"[(（]([^()（）]{1,8})[)）]")
_TITLE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:金额|货币|计量|币种)?单位\s*:?\s*(?:人民币)?"
    r"([亿万千百十]*(?:元|美元))(?![\u4e00-\u9fff])"
)
_LONGEST = 60  # characters of a title
_KEPT = 200  # characters of a label, and what follows in its cell, that are kept
_NEAR = 3  # lines above a table in which its title may stand
_BEHIND = re.compile(rf"\s*{_IN_BRACKETS.pattern}\s*")


def units_in(paragraphs: Sequence[Paragraph], start: int, end: int) -> tuple[str, ...]:
    """What a label says in brackets, which may be no unit: in its words, from `start` to `end` of
    the first paragraph, right behind them, and alone in the next paragraph of its cell."""
    text, under = paragraphs[0].text, paragraphs[1].text if len(paragraphs) > 1 else ""
    if not under and "(" not in text and "（" not in text:
        return ()  # most labels
    find = _units_in if len(text) + len(under) <= _KEPT else _units_in.__wrapped__
    return find(text, start, end, under)


@lru_cache(maxsize=2048)  # the labels of one document are those of the next
def _units_in(text: str, start: int, end: int, under: str) -> tuple[str, ...]:
    behind = _BEHIND.match(text, end)
    said = text[start : behind.end() if behind else end]
    if _BEHIND.fullmatch(under):
        said += under
    return tuple(_IN_BRACKETS.findall(said)) if "(" in said or "（" in said else ()


def units_over(sheet: Sheet) -> dict[int, tuple[int, str]]:
    """Table → the row from which its title counts and the unit of money that this names. The title
    stands in a cell or in one of the lines above the table."""
    found: dict[int, tuple[int, str]] = {}
    above: list[str] = []  # lines since the last table
    for item in sheet.items:
        if item.table < 0:
            above.append(item.text)
            continue
        if above:
            for line in above[-_NEAR:]:
                if unit := _in_title(line):
                    found.setdefault(item.table, (0, unit))
            above.clear()
        if "单位" in item.text and (unit := _in_title(item.text)):
            found.setdefault(item.table, (item.row, unit))
    return found


def _in_title(text: str) -> str | None:
    if "单位" not in text or len(text) > _LONGEST:
        return None
    title = _TITLE.search(unicodedata.normalize("NFKC", text))
    return title[1] if title else None
