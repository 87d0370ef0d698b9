"""The spellings by which a state is known on a page: its comparison keys and their quality."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractors.pattern.model import Field, State
from extractors.wording import NUMERALS, core, key, unnumbered


def keys_of(printed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(k for k in (key(printed), core(printed)) if k))


def stem_of(printed: str) -> str:
    return re.sub(f"[{NUMERALS}\\d]", "", key(printed))


def other_words(printed: str, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The other words for a printed label; `aliases` is keyed by comparison keys."""
    for word in (key(printed), core(printed), key(unnumbered(printed)), core(unnumbered(printed))):
        if word in aliases:
            return aliases[word]
    return ()


def named(one: Field, aliases: Mapping[str, tuple[str, ...]]) -> Field:
    """The field with the other words for the literals before its holes."""
    holes = tuple(
        replace(hole, names=other_words(hole.before, aliases)) if hole.before else hole
        for hole in one.holes
    )
    return replace(one, holes=holes)


def give_keys(state: State, aliases: Mapping[str, tuple[str, ...]]) -> None:
    printed = state.printed
    words: dict[str, float] = {}

    def offer(text: str, quality: float) -> None:
        if text and (quality > words.get(text, 0.0)):
            words[text] = quality

    stem = printed
    if state.ordinals:
        stem = printed.rstrip(NUMERALS + "0123456789 ")
    for text, quality in ((printed, 1.0), (unnumbered(printed), 0.97)):
        if state.ordinals:
            base = key(unnumbered(stem) if text != printed else stem)
            offer(base, quality * 0.9)
            for numeral in state.ordinals:
                offer(base + numeral, quality)
        else:
            offer(key(text), quality)
            offer(core(text), quality * 0.99)
    for alias in other_words(printed, aliases):
        if state.ordinals and alias and alias[-1] not in state.ordinals:
            for numeral in state.ordinals:
                offer(key(alias) + numeral, 0.94)
        offer(key(alias), 0.94)
    state.keys = words


def give_joined_keys(
    state: State, group: State, aliases: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """`法人代表姓名`, where an office has no group label and says it with the label; gives all such
    words."""
    groups = [*re.split(r"[/／]", group.printed), group.printed]
    groups += other_words(group.printed, aliases)
    labels = [state.printed, *other_words(state.printed, aliases)]
    words = frozenset(core(outer) + core(inner) for outer in groups for inner in labels)
    for word in words:
        if state.keys.get(word, 0.0) < 0.93:
            state.keys[word] = 0.93
    return words


def without_others_words(states: list[State], joined: Mapping[int, frozenset[str]]) -> None:
    """Takes from labels of the same words those other words that name another one's group:
    联系人姓名 is nobody's but 项目联系人's. `joined` are the words of each label with its group."""
    for state in states:
        for other, words in joined.items():
            if states[other].printed == state.printed and states[other].group != state.group:
                for word in words - joined.get(state.index, frozenset()):
                    state.keys.pop(word, None)


def answers_of_titles(states: list[State]) -> dict[int, str]:
    """For a block's title without a hole the hole of the label of the same words: what the
    narrative calls 攻关方向一 is answered in the table."""
    asked = {
        stem_of(state.printed): state.fields[0].holes[0].path
        for state in states
        if state.ordinals and state.fields
    }
    return {
        state.index: asked[stem]
        for state in states
        if state.ordinals and not state.holes
        if (stem := stem_of(unnumbered(state.printed))) in asked
    }
