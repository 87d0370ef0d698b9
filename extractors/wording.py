"""How wordings are compared: the key that two spellings of one label share, and their likeness.

Keys are for comparison only; what a person reads and what a record holds keep every character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What offices add, drop or retype around a label without changing it: white space, brackets,
# colons, strokes, blanks, boxes and note numbers.
_IGNORED = (
    " \t\n\r\u00a0\u3000\u200b\ufeff()（）[]【】〔〕「」『』《》<>〈〉{}:：;；,，、.。·・•*＊/／|\\_—–-−~～"
    "□☐☑☒■▢◻○●√✓✔✅▣口囗ロ¹²³⁴⁵⁶⁷⁸⁹⁰①②③④⑤⑥⑦⑧⑨\"'“”‘’"
)
_DROP = {ord(character): None for character in _IGNORED}
_NUMBERING = re.compile(
    r"^\s*(?:第[一二三四五六七八九十\d]+[章节部分条]+|[一二三四五六七八九十]+\s*[、.．,，]"
    r"|[（(]\s*[一二三四五六七八九十\d]+\s*[)）]|\d+(?:\.\d+)*(?:\s*[、.．)）]|\s+))\s*"
)
_TRAILING_BRACKET = re.compile(r"\s*[（(\[【][^（(\[【]*[)）\]】]\s*$")


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The comparison key: NFKC without white space, brackets, colons, strokes, boxes, note marks."""
    dropped = text.translate(_DROP)
    if dropped.isascii():
        return dropped.lower()
    return unicodedata.normalize("NFKC", dropped).translate(_DROP).lower()


def core(text: str) -> str:
    """The key without trailing brackets: `重点服务产业 (可多选)` and `重点服务产业` share it."""
    stripped = text
    while (shorter := _TRAILING_BRACKET.sub("", stripped)) != stripped and key(shorter):
        stripped = shorter
    return key(stripped)


def unnumbered(text: str) -> str:
    """The text without the numbering before it: `(一) 攻关方向一` becomes `攻关方向一`."""
    return _NUMBERING.sub("", text, count=1)
