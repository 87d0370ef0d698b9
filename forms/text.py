"""Text as records hold it: cleaning, paragraphs, empty words, prompts, and the length in 字.

Everything here is idempotent: cleaning what was cleaned changes nothing.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

# What is outside of Char of XML 1.0, section 2.2, can't stand in a Word file.
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")

# Text of these characters only is clean already: ASCII, the basic Han block, Chinese punctuation.
_PLAIN = re.compile("[\n -~\u4e00-\u9fff、。《》「」【】！（），：；？“”‘’—…≤≥±×%]*")

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

_KANGXI = re.compile("[\u2f00-\u2fd5]")

# Traditional characters over the simplified ones that forms print: programs turn a whole document
# into them, at offices that work with Hong Kong or Taiwan.
TRADITIONAL = str.maketrans(
    {
        traditional: simple
        for group in json.loads(
            Path(__file__).with_name("traditional.json").read_text(encoding="utf-8")
        ).items()
        for traditional, simple in zip(*group, strict=True)
    }
)
_TRADITIONAL = frozenset(map(chr, TRADITIONAL))

# Compatibility ideographs keep the shape that was typed (names of people); NFC would change it.
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff]+)")

# Zero-width space and non-joiner, direction marks and their like; the joiner has a rule of its own.
_ZERO_WIDTH = re.compile(
    "[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u180e]"
)

_EMOJI = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
# A joiner stands inside an emoji when one precedes it (U+FE0F may follow that) and one follows.
_LOOSE_JOINER = re.compile(f"\u200d(?!{_EMOJI})|(?<!{_EMOJI})(?<!{_EMOJI}\ufe0f)\u200d")

# Words that say "no answer", after NFKC, without spaces, brackets and a final stop, in lower case.
EMPTY_WORDS = frozenset(
    {
        *("无", "没有", "暂无", "尚无", "暂没有", "不涉及", "未涉及", "不适用", "无此项", "无内容"),
        *(
            "无相关内容",
            "空",
            "空白",
            "不填",
            "无需填写",
            "以下空白",
            "此行空白",
            "n/a",
            "n.a",
            "na",
            "none",
            "nil",
            "null",
        ),
    }
)
_LONGEST_EMPTY_WORD = 24  # with the spaces and brackets round it
_ONLY_STROKES = re.compile(r"[-‐-―−_/\\|.·…。、,~]+")
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"^[\s_＿]+|[\s_＿]+$")  # the line to write on

# A Han character, kana or full-width mark: Word counts each as one 字. U+3000 is a space.
_WIDE = (
    "\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u2fff\u3001-\u30ff\u3100-\u31ff\u3200-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_COUNTED = re.compile(f"[{_WIDE}]|[^\\s{_WIDE}]+")


def forbidden(text: str) -> str | None:
    """The first character of `text` that XML 1.0 forbids, as `U+0000`; None when there is none."""
    found = None if text.isprintable() else _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def permitted(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def short(text: str) -> str:
    """A short answer: clean, on one line, without outer white space and the line of its blank."""
    line = " ".join(_paragraphs(text))
    return _BLANK.sub("", line) if "_" in line or "＿" in line else line


def prose(text: str) -> str:
    """A long answer: clean paragraphs without outer white space, none empty, parted by "\\n"; a
    blank's line alone is none."""
    paragraphs = "\n".join(_paragraphs(text))
    return "" if _BLANK.fullmatch(paragraphs) else paragraphs


def code(text: str) -> str:
    """A short answer in NFKC, as codes, phones and mail addresses are kept."""
    if text.isascii():
        return short(text)
    return stable(lambda value: short(unicodedata.normalize("NFKC", value)), text)


def stable(step: Callable[[str], str], text: str) -> str:
    """`step` applied to `text` until it changes nothing."""
    while (changed := step(text)) != text:
        text = changed
    return text


def simplified(text: str) -> str:
    """`text` for comparison only: in simplified characters, one for one, as far as the forms' own
    words need them (單位 is 单位)."""
    return text if _TRADITIONAL.isdisjoint(text) else text.translate(TRADITIONAL)


def squeeze(text: str) -> str:
    """`text` for comparison only: NFKC, in simplified characters, without white space."""
    if text.isascii():
        return _SPACE.sub("", text)
    # Normalised again: NFKC makes a space and a mark of ¨, and the mark joins what is before it.
    spaceless = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    return simplified(unicodedata.normalize("NFKC", spaceless))


def is_empty_word(text: str) -> bool:
    """Whether `text` says that there is no answer: 无, ／, —, N/A, 不涉及 and the like."""
    return len(text) <= _LONGEST_EMPTY_WORD and _means_nothing(text)


@lru_cache(maxsize=4096)  # reading, loading and printing ask it of the same answers
def _means_nothing(text: str) -> bool:
    key = squeeze(text).lower().strip("()[]「」【】\"'")
    return not key or key.rstrip("。.") in EMPTY_WORDS or bool(_ONLY_STROKES.fullmatch(key))


def without_prompts(text: str, prompts: Iterable[str]) -> str:
    """`text` without the prompts it begins with, compared after NFKC and without spaces."""
    keys = [_squeezed(prompt) for prompt in prompts]
    if not keys:
        return text
    start = 0
    while True:
        ends = (_end_of(key, text, start) for key in keys)
        end = next((end for end in ends if end is not None), None)
        if end is None:
            return text[start:]
        start = end


def length(text: str) -> int:
    """The 字数 of `text` as Word counts it: a Han character or full-width mark is 1, and so is each
    run of other characters without white space. `提升20%以上` has 5."""
    return len(_COUNTED.findall(text))


def _paragraphs(text: str) -> list[str]:
    clean = text if _PLAIN.fullmatch(text) else stable(_clean, text)
    if "\n" not in clean:
        stripped = clean.strip()
        return [stripped] if stripped else []
    return [stripped for line in clean.split("\n") if (stripped := line.strip())]


def _clean(text: str) -> str:
    text = LINE_END.sub("\n", text)
    text = _KANGXI.sub(lambda radical: unicodedata.normalize("NFKC", radical[0]), text)
    text = _ZERO_WIDTH.sub("", text)
    text = _LOOSE_JOINER.sub("", text)
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)  # odd places hold the compatibility ideographs
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


def _end_of(key: str, text: str, start: int) -> int | None:
    """Where `key` ends that stands in `text` at `start`, None when something else stands there."""
    matched = 0
    for index in range(start, len(text)):
        piece = squeeze(text[index])
        if not key.startswith(piece, matched):
            return None
        matched += len(piece)
        if matched == len(key):
            return index + 1
    return None


@lru_cache(maxsize=256)
def _squeezed(prompt: str) -> str:
    return squeeze(prompt)
