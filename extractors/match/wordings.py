"""What a text says: the labels that it may be or hold. It depends on the text alone, and the labels
of one document are those of the next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractors.items import LABEL_LENGTH, Item, label_words
from extractors.page import Paragraph
from extractors.pattern import Pattern, State
from extractors.ticks import EMPTY, TICKED
from extractors.wording import (
    GLOSS_BEHIND,
    NUMERALS,
    core,
    key,
    numbering,
    unnumbered,
    without_gloss,
)

LIKENESS_LEAST = 0.75
TEXTS = 4000  # short texts that are looked at for slips: ten times those of the longest form
BEGINNING = 5 * LABEL_LENGTH  # characters of a text that may hold labels
_COLON = re.compile(r"[:：]+")  # one typed behind the printed one, too
_WORD_BEFORE = re.compile(r"[^\s;；。|｜]*$")
MARKS = ("_", "＿", *TICKED, *EMPTY)  # before a line they make it an item, never a heading
_BOXES = TICKED + EMPTY
TRAILING_BRACKET = re.compile(r"[（(]([^（()）]{1,20})[)）]\s*$")
# A label that a bracket closes, its answer right behind: `推荐单位（盖章）某区经委`.
_BRACKETED_LABEL = re.compile(
    r"\s*([^\s（(：:]{2,16}[（(][^（()）]{0,8}(?:章|签字|签名|全称|必填)[)）])\s*(?=[^\s:：])"
)
# A label whose letters stand apart, its answer behind: `揭　榜　单　位　　某公司`.
_APART = re.compile(
    r"\s*([^\s:：](?:[ \u00a0\u2002\u2003\u3000]{1,3}[^\s:：]){2,7})(?=\s+[^\s:：]{2})"
)
_FIRST_WORD = re.compile(rf"\s*([^\s{_BOXES}]{{2,24}})(?=[\s{_BOXES}])\s*(?=\S)")


class Label(NamedTuple):
    """A stretch of a text that is worded as a label, with the answer behind it."""

    state: int
    start: int
    end: int
    quality: float


@lru_cache(maxsize=8192)  # the labels of one document are those of the next
def labels_before_answers(
    pattern: Pattern, text: str, superscripts: tuple[tuple[int, int], ...], known: bool
) -> tuple[Label, ...]:
    """`label：value`, several of them in a line too, and, where the text as a whole is not `known`
    as a label, `label value`."""
    found: list[Label] = []
    for colon in _COLON.finditer(text, 0, 4 * LABEL_LENGTH):
        paragraph = Paragraph(text, "", superscripts=superscripts)
        word = _WORD_BEFORE.search(text, 0, colon.start())
        starts = {word.start() if word else 0}
        if not found and colon.start() <= LABEL_LENGTH:
            starts.add(0)
        for start in sorted(starts):
            labels = list(_labels_at_colon(pattern, paragraph, start, colon))
            if labels:
                found += labels
                break
    return tuple(found) if found or known else tuple(_first_words(pattern, text))


def _labels_at_colon(
    pattern: Pattern, paragraph: Paragraph, start: int, colon: re.Match[str]
) -> Iterable[Label]:
    text = paragraph.text
    label = label_words(paragraph, start, colon.start())
    words = label if worded(pattern, label, key(label)) else without_gloss(label)
    for state, quality in worded(pattern, words, key(words)):
        of = pattern.states[state]
        if of.prose and unnumbered(text) == text:
            continue  # prose that begins with the words of its heading
        if len(text.strip()) > colon.end() or of.inline:
            yield Label(state, start, colon.end(), quality * 0.95)


def _first_words(pattern: Pattern, text: str) -> Iterable[Label]:
    first = _BRACKETED_LABEL.match(text) or _APART.match(text) or _FIRST_WORD.match(text)
    if first and len(key(first[1])) >= 4:
        boxed = text[first.end(1)] in _BOXES
        for state, quality in worded(pattern, first[1], key(first[1])):
            if _may_go_on(pattern.states[state], text, boxed):
                gloss = GLOSS_BEHIND.match(text, first.end(1))
                end = gloss.end() if gloss else first.end(1)
                yield Label(state, first.start(1), end, quality * 0.85)


@lru_cache(maxsize=8192)
def worded(pattern: Pattern, text: str, word: str) -> tuple[tuple[int, float], ...]:
    """The states that a text with the key `word` may be the label of, with their quality."""
    if not word:
        return ()
    bare = unnumbered(text)
    if bare == text and word[0] not in _initials(pattern):
        return ()  # most answers
    best = dict(pattern.lookup.get(word, ()))
    if not best and word[-1].isdigit() and not _COLON.search(text):  # a note's plain number
        shorter = word[:-1]
        if shorter not in pattern.lookup and shorter[-1:].isdecimal():
            shorter = shorter[:-1]
        best = {s: q * 0.95 for s, q in pattern.lookup.get(shorter, ())}
    said = core(text)
    if not best and said != word and said[-1:].isdigit():  # `服务产业4 (可多选)`
        best = {s: q * 0.94 for s, q in pattern.lookup.get(said[:-1], ())}
    others = [(said, 0.98)]
    if bare != text:
        others += [(key(bare), 0.95), (core(bare), 0.94)]
    for shorter, loss in others:
        if shorter != word:
            for state, quality in pattern.lookup.get(shorter, ()):
                best.setdefault(state, quality * loss)
    return tuple(best.items())


@lru_cache(maxsize=16)
def _initials(pattern: Pattern) -> frozenset[str]:
    """The first letters of all labels' keys."""
    return frozenset(word[0] for word in pattern.lookup if word)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of an item that may be a misspelt label."""

    key: str
    item: Item
    paragraph: int
    end: int
    inline: bool
    loss: float


def wordings_of(item: Item) -> list[Wording]:
    """The item's text with and without numbering and brackets, and what stands before a colon."""
    bare = unnumbered(item.words)
    texts = ((item.key, 1.0), (core(item.words), 0.98), (key(bare), 0.97), (core(bare), 0.96))
    made: dict[str, Wording] = {}
    if len(item.key) <= LABEL_LENGTH:
        for word, loss in texts:
            made.setdefault(word, Wording(word, item, 0, len(item.text), False, loss))
    for number, paragraph in enumerate(item.paragraphs):
        colon = _COLON.search(paragraph.text, 0, LABEL_LENGTH)
        if colon:
            word = key(unnumbered(paragraph.text[: colon.start()]))
            made.setdefault(word, Wording(word, item, number, colon.end(), True, 0.95))
    return list(made.values())


def _may_go_on(state: State, text: str, boxed: bool) -> bool:
    """Whether a label without a colon may have its answer behind it: boxes only where the form has
    boxes, a heading only with its number."""
    if boxed:
        return any(one.ticks for one in state.fields)
    return state.kind != "line" or state.inline is not None or numbering(text) is not None


def end_of_label(state: State, item: Item) -> int:
    """Where a label's own words end in an item that says nothing else: at the colon, where the
    answer's blank or `√` may follow, else at the end."""
    colon = _COLON.search(item.paragraphs[0].text) if state.inline else None
    return colon.end() if colon else len(item.text)


def label_like(item: Item) -> bool:
    text = unnumbered(item.words)
    return 2 <= len(text) <= 2 * LABEL_LENGTH and not text[0].isdigit() and "@" not in text


def nearest(texts: list[str], words: list[str]) -> dict[str, list[tuple[str, float]]]:
    """Texts → words of the form that are alike from 0.75 and four characters up."""
    texts = [text for text in texts if len(text) >= 4][:TEXTS]
    words = [word for word in words if len(word) >= 4]
    if not texts or not words:
        return {}
    import numpy as np  # takes 70 ms, and a form as it was printed never comes here

    scores = process.cdist(texts, words, scorer=fuzz.ratio, score_cutoff=100 * LIKENESS_LEAST)
    found: dict[str, list[tuple[str, float]]] = {}
    for row, column in zip(*np.nonzero(scores), strict=True):
        text, word = texts[row], words[column]
        if not _ordinals_differ(text, word):
            found.setdefault(text, []).append((word, float(scores[row, column]) / 100))
    return found


def _ordinals_differ(one: str, other: str) -> bool:
    """行业一/行业二, 2021年/2022年: labels that differ by an ordinal are different labels."""
    if len(one) != len(other):
        return False
    unlike = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all(a in NUMERALS + "0123456789" and b in NUMERALS + "0123456789" for a, b in unlike)


def ordinal_of(text: str, state: State) -> int | None:
    """The number behind a block's title (`攻关方向二`, `产业 1`), not one before it. A second
    figure is a note's mark that nothing shows to be one: `攻关方向13`."""
    said = core(unnumbered(text))
    stem = next((len(word) for word in state.keys if word[-1:] not in state.ordinals), 2)
    if len(said) < stem:
        return None
    last = said[-2:-1] if said[-2:-1] in state.ordinals else said[-1:]
    return state.ordinals.get(last)
