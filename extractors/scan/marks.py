"""Punctuation as the form has it: what the network mixes up is told by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.paper.glyphs import Glyph
from extractors.paper.lines import TextLine
from extractors.scan.lattice import Letter

# Half-width marks between Han characters are the full-width ones.
WIDE: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_HAN: Final = re.compile(r"[\u3400-\u9fff\u3001-\u3002\uff01-\uff60《》“”‘’]")
_BRACKETS: Final = {"(": ")", "（": "）"}
_OPENING: Final = {closing: opening for opening, closing in _BRACKETS.items()}
_DASHES: Final = frozenset("一-–—―－")
_BEFORE_DASH: Final = re.compile(r"[\d月日年号]")


def settle(line: Sequence[Letter]) -> list[Letter]:
    """The letters of a line with their marks put right."""
    texts = _dashes(_wide([letter.text for letter in line]))
    return [
        letter if letter.text == text else replace(letter, text=text)
        for letter, text in zip(line, texts, strict=True)
    ]


def _wide(texts: list[str]) -> list[str]:
    return [
        WIDE[text] if text in WIDE and _beside_han(texts, at) else text
        for at, text in enumerate(texts)
    ]


def _beside_han(texts: Sequence[str], at: int) -> bool:
    before = texts[at - 1] if at else ""
    return bool(_HAN.match(before))


def _dashes(texts: list[str]) -> list[str]:
    """2024年7月—12月, — 5 —: the network reads the dash as 一."""
    settled = list(texts)
    if any(text.isdigit() for text in texts) and all(
        text.isdigit() or text in _DASHES for text in texts if text != " "
    ):
        return ["—" if text == "一" else text for text in texts]
    for at in range(1, len(texts) - 1):
        before, after = texts[at - 1], texts[at + 1]
        if texts[at] == "一" and _BEFORE_DASH.match(before) and after.isdigit():
            settled[at] = "—"
    return settled


def pair(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of a cell or a page with both brackets of a pair as wide as one of them: as the
    first, but for one that begins a line. How wide that one is nothing before it tells."""
    found = [list(line.glyphs) for line in lines]
    opened: list[tuple[int, int]] = []
    for number, glyphs in enumerate(found):
        for at, glyph in enumerate(glyphs):
            if glyph.text in _BRACKETS:
                opened.append((number, at))
            elif glyph.text in _BRACKETS.values() and opened:
                line, first = opened.pop()
                if first == 0 and at + 1 < len(glyphs):
                    text = _OPENING[glyph.text]
                    found[line][first] = found[line][first]._replace(text=text)
                else:
                    text = _BRACKETS[found[line][first].text]
                    glyphs[at] = glyph._replace(text=text)
    return [_written(line, glyphs) for line, glyphs in zip(lines, found, strict=True)]


def _written(line: TextLine, glyphs: Sequence[Glyph]) -> TextLine:
    text = "".join(glyph.text for glyph in glyphs)
    return line if text == line.text else replace(line, text=text, glyphs=tuple(glyphs))
