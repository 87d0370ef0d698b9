"""Labels and headings for comparison: numbers, spaces, brackets and colons make no difference."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from forms.text import simplified, squeeze

_NUMBERING = re.compile(r"(?:[(]?[一二三四五六七八九十]{1,3}[)、.]|[(]?[0-9]{1,2}[)、.](?![0-9]))+")
_HAN = re.compile("(?![一二三四五六七八九十])[\u4e00-\u9fff]")  # none that numbers anything
_TRAILING_BRACKET = re.compile(r"[(][^()]*[)]$")
_INDUSTRY_HEADING = re.compile(r"产业[0-9]{1,2}(?:[:：].{0,40})?")
# What is drawn round a heading and says nothing: `— 攻关方向二 —`, `★攻关方向二`.
_DECORATION = " \t\u00a0\u3000—–−-~～_·•*★☆※◆◇▲△▶►✦#/／|\\。.，,；;"
_LONGEST = 60  # of a label, however widely it is spaced


class Labelled(Hashable, Protocol):
    """What has printed labels: a form."""

    def aliases(self) -> Mapping[str, tuple[str, ...]]: ...


def label_key(text: str) -> str:
    """A label for comparison: NFKC, no spaces, without its numbering, colon and trailing brackets.
    `(3) 预期成效：` and `资产总额(万元)` are 预期成效 and 资产总额."""
    key = _NUMBERING.sub("", squeeze(text), count=1).rstrip(":")
    while (shorter := _TRAILING_BRACKET.sub("", key).rstrip(":")) != key and shorter:
        key = shorter
    return key


def label_keys(labels: Iterable[str]) -> frozenset[str]:
    """The keys of labels."""
    return frozenset(map(label_key, labels))


def looks_like_label(text: str, form: Labelled) -> bool:
    """Whether a paragraph of `text` is itself a label or heading of the form.

    Such a record prints, but nothing certain tells the paragraph from the label on the way back.
    """
    return label_like(text, form) is not None


def label_like(text: str, form: Labelled) -> str | None:
    """The first paragraph of `text` that is itself a label or heading of the form."""
    keys, initials = _keys(form), _initials(form)
    short = [line for line in text.split("\n") if len(line) <= _LONGEST]
    return next((line for line in short if _is_like(line, keys, initials)), None)


def is_label(text: str, keys: frozenset[str]) -> bool:
    """Whether `text` is a label, by the keys of all labels."""
    return len(text) <= _LONGEST and label_key(text) in keys


def _is_like(text: str, keys: frozenset[str], initials: frozenset[str]) -> bool:
    """Whether a short paragraph is a label, by the keys of all labels and their first letters, or a
    heading of an industry."""
    bare = text.strip(_DECORATION)
    if _HAN.match(bare) and simplified(bare[0]) not in initials:
        return False  # most answers; their keys would begin with that letter, too
    key = label_key(bare)
    return key in keys or bool(_INDUSTRY_HEADING.fullmatch(key))


@lru_cache(maxsize=32)
def _initials(form: Labelled) -> frozenset[str]:
    return frozenset(key[0] for key in _keys(form) if key) | {"产"}


@lru_cache(maxsize=32)
def _keys(form: Labelled) -> frozenset[str]:
    return label_keys(form.aliases())
