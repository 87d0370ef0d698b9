"""How wordings are compared: the key that two spellings of one label share, and their likeness.

Keys are for comparison only; what a person reads and what a record holds keep every character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from forms.text import simplified

# What offices add, drop or retype around a label without changing it: white space, brackets,
# colons, strokes, blanks, boxes and note numbers.
_IGNORED = (
    " \t\n\r\u00a0\u3000\u200b\ufeff()（）[]【】〔〕「」『』《》<>〈〉:：;；,，、.。·・•*＊"
    "/／|\\_—–-−~～"
    "★☆※◆◇▲△▶►✦#"
    "□☐☑☒■▢◻○●√✓✔✅▣🗹🗷🗵◼⬛✗✘◯⬜🔲🔳口囗ロ"
    "\ufe0e\ufe0f"  # a telephone's keyboard puts them behind boxes: ☑ drawn in colours
    "¹²³⁴⁵⁶⁷⁸⁹⁰①②③④⑤⑥⑦⑧⑨"
)
_DROP = re.compile(f"[{re.escape(_IGNORED)}]+")
_NUMBERING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十\d]+[章节部分条]+|[一二三四五六七八九十]+\s*[、.．,，]"
    r"|[（(]\s*[一二三四五六七八九十\d]+\s*[)）]|\d+(?:\.\d+)*(?:\s*[、.．)）]|\s+))\s*"
)
_CLOSING = (")", "）", "]", "】")
_TRAILING_BRACKET = re.compile(r"\s*[（(\[【][^（(\[【]*[)）\]】]\s*$")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The comparison key: NFKC in simplified characters, without white space, brackets, strokes,
    boxes and note marks."""
    dropped = _DROP.sub("", text)
    if dropped.isascii():
        return dropped.lower()
    normal = unicodedata.normalize("NFKC", dropped)
    return simplified(dropped if normal == dropped else _DROP.sub("", normal)).lower()


@lru_cache(maxsize=65536)
def core(text: str) -> str:
    """The key without trailing brackets: `重点服务产业 (可多选)` and `重点服务产业` share it."""
    if not text.rstrip().endswith(_CLOSING):
        return key(text)
    stripped = text
    while (shorter := _TRAILING_BRACKET.sub("", stripped)) != stripped and key(shorter):
        stripped = shorter
    return key(stripped)


# `单位名称 Name of Applicant`, `E-mail 邮箱`; not `MES 软件`: capitals alone only behind a stroke,
# in a bracket or in a line of their own, `统一社会信用代码 / USCC`. A unit may follow:
# `计划研发经费 R&D Budget(万元)`.
_LATIN = r"[A-Za-z][A-Za-z&'’.\-]*"
_GLOSS = re.compile(
    r"(?<![^\s(（/／])(?:(?<=[(（/／\n])|(?<=[/／]\s)|(?=[^\u3400-\u9fff]*[a-z]{2}))"
    rf"{_LATIN}(?:[\s,/]+{_LATIN})*(?![^\s()（）/／:：])"
)
# … between a label and its answer in one line: `揭榜单位 / Applicant　　某公司`.
GLOSS_BEHIND = re.compile(
    rf"\s*(?:(?:[/／]|(?<=\n))\s*{_LATIN}(?: {_LATIN})*(?=\s{{2}}|\s*[\u3000\u4e00-\u9fff])"
    rf"|[(（]\s*{_LATIN}(?:[ ,]+{_LATIN})*\s*[)）])"
)
GLOSSED = 80  # characters of a label with its words in English


@lru_cache(maxsize=8192)
def without_gloss(text: str) -> str:
    """A label without its words in English; "" for a text without such words."""
    bare = _GLOSS.sub("", text) if len(text) <= GLOSSED else text
    return bare.strip(" \n/／:：") if bare != text else ""


@lru_cache(maxsize=65536)
def similarity(one: str, other: str) -> float:
    """How alike two keys are, 0..1: edit likeness, or the share of the shorter one that the longer
    one holds in order (`主要攻关内容` holds `主要内容`)."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    ratio = fuzz.ratio(one, other) / 100
    common = LCSseq.similarity(one, other)
    if common < 2:
        return ratio
    share = common / min(len(one), len(other))
    return max(ratio, 0.75 if share == 1.0 else 0.8 * share)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number before a heading: its style (`(1)`, `（一）`, `一、`, `1.`) and value."""

    bracketed: bool
    han: bool
    value: int


NUMERALS = "一二三四五六七八九十"
_HAN = "零" + NUMERALS
_NUMBERED = re.compile(
    r"\s*(?P<open>[(（])?\s*(?P<number>[一二三四五六七八九十]+|\d+)\s*(?P<close>[)）]|[、.．])\s*\S"
)


def numbering(text: str) -> Numbering | None:
    """The numbering that a heading begins with, if it has one."""
    match = _NUMBERED.match(text)
    if match is None or bool(match["open"]) != (match["close"] in ")）"):
        return None
    number = match["number"]
    if number.isdigit():
        return Numbering(bool(match["open"]), False, int(number))
    value = _HAN.index(number) if len(number) == 1 else 10 + _HAN.index(number[-1])
    return Numbering(bool(match["open"]), True, value)


def unnumbered(text: str) -> str:
    """The text without the numbering before it: `(一) 攻关方向一` becomes `攻关方向一`."""
    number = _NUMBERING.match(text)
    return text[number.end() :] if number else text


@lru_cache(maxsize=1024)
def weight(printed: str) -> float:
    """What finding a wording is worth: long ones are rarely met by chance."""
    return 0.6 + 0.1 * min(8, len(key(printed)))
