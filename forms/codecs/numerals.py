"""Whole numbers written in Chinese numerals: 二〇二四, 二十, 一百二十."""

from __future__ import annotations

import re

_NUMERAL = re.compile(r"[〇零一二两三四五六七八九十百千廿卅]{1,8}")


def numeral(text: str) -> int | None:
    """The whole number that `text` writes, None when it writes none."""
    if not _NUMERAL.fullmatch(text):
        return None
    from cn2an import cn2an  # type: ignore[import-untyped]  # 90 ms to import

    try:
        return int(cn2an(text, "smart"))
    except ValueError:
        return None
