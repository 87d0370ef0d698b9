"""A template that was read as a page → its pattern."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.page import Page, Paragraph
from extractors.pattern.folding import fold
from extractors.pattern.keys import (
    answers_of_titles,
    give_joined_keys,
    give_keys,
    named,
    other_words,
    without_others_words,
)
from extractors.pattern.model import Pattern
from extractors.pattern.states import Builder
from extractors.wording import key


def compile_pattern(page: Page, form: str, aliases: Mapping[str, tuple[str, ...]]) -> Pattern:
    """The pattern of a template that was read as a page.

    `aliases` gives other words for a printed label. A template that `lint` passes compiles.
    """
    aliases = {key(label): words for label, words in aliases.items()}
    builder = Builder()
    run: list[Paragraph] = []
    for block in page.blocks:
        if isinstance(block, Paragraph):
            run.append(block)
        else:
            builder.body(run)
            run = []
            builder.table(block)
    builder.body(run)
    states, loops = fold(builder.states, builder.blocks)
    hints = set(builder.hints)
    lookup: dict[str, list[tuple[int, float]]] = {}
    heads: dict[str, list[tuple[int, int]]] = {}
    joined: dict[int, frozenset[str]] = {}
    for state in states:
        give_keys(state, aliases)
        if state.group is not None and state.kind == "cell" and state.fields:
            joined[state.index] = give_joined_keys(state, states[state.group], aliases)
    without_others_words(states, joined)
    for state in states:
        state.inline = named(state.inline, aliases) if state.inline else None
        state.fields = tuple(named(one, aliases) for one in state.fields)
        for word, quality in state.keys.items():
            if state.kind != "heads":
                lookup.setdefault(word, []).append((state.index, quality))
        for column, head in enumerate(state.heads):
            words = head.keys + tuple(map(key, other_words(head.printed, aliases)))
            for word in words:
                heads.setdefault(word, []).append((state.index, column))
        state.holes = state.all_holes()
        for hole in state.holes:
            hints.update(key(hint) for hint in hole.hints)
    return Pattern(
        form,
        page.stamp[1] if page.stamp else "",
        tuple(states),
        tuple(loops),
        {word: tuple(found) for word, found in lookup.items()},
        {word: tuple(found) for word, found in heads.items()},
        frozenset(hint for hint in hints if hint),
        tuple(page.notes.values()),
        answers_of_titles(states),
    )
