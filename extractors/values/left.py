"""What stands in cells and lines of answers besides the answers: named, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from extractors.fields import says_more
from extractors.items import Item, Slice
from extractors.match import Hit
from extractors.pattern import Field, State
from extractors.values.harvest import Harvest
from extractors.values.taker import Taker
from extractors.wording import key

Stretch = tuple[int, int]


def note_left(taker: Taker) -> None:
    """Adds to the harvest's `left` what cells and lines with a label and its answer in them say
    beyond both, at the path of the first answer."""
    within: list[tuple[Item, list[Hit], list[State]]] = []
    for index in dict.fromkeys(h.item for h in taker.match.hits if h.inline or h.repaired):
        hits = taker.in_item[index]
        states = [taker.pattern.states[hit.state] for hit in hits]
        if not any(state.prose or state.heads for state in states):
            within.append((taker.sheet.items[index], hits, states))
    paragraphs = {id(each) for item, _, _ in within for each in item.paragraphs}
    covered = _covered(taker.harvest, paragraphs)
    answers = _answers(taker.harvest, paragraphs)
    for item, hits, states in within:
        within_it = [at for each in item.paragraphs if (at := answers.get(id(each))) is not None]
        if not within_it:
            continue
        path = taker.harvest.taken[min(within_it)].path
        for hit in hits:
            if hit.inline:  # else the words of the label are all that is known of its place
                place = covered.setdefault(id(item.paragraphs[hit.paragraph]), [])
                place.append((hit.start, hit.end))
        printed = tuple(sorted(_printed(states), key=len, reverse=True))
        for piece in _uncovered(item, covered):
            if says_more(piece.text, printed):
                taker.harvest.left.append((path, piece))


def _covered(harvest: Harvest, paragraphs: set[int]) -> dict[int, list[Stretch]]:
    """Of some paragraphs (by id) each → the stretches that answers were taken from or looked for
    in."""
    stretches: dict[int, list[Stretch]] = {}
    around = chain.from_iterable((*taken.slices, *taken.around) for taken in harvest.taken)
    for piece in chain(around, (piece for _, piece in harvest.left)):
        if (of := id(piece.paragraph)) in paragraphs:
            stretches.setdefault(of, []).append((piece.start, piece.end))
    return stretches


def _answers(harvest: Harvest, paragraphs: set[int]) -> dict[int, int]:
    """Of some paragraphs (by id) each → the number of the first answer that was taken from it."""
    found: dict[int, int] = {}
    for number, taken in enumerate(harvest.taken):
        for piece in taken.slices:
            if (of := id(piece.paragraph)) in paragraphs:
                found.setdefault(of, number)
    return found


def _uncovered(item: Item, covered: dict[int, list[Stretch]]) -> Iterator[Slice]:
    for paragraph in item.paragraphs:
        at = 0
        for start, end in sorted(covered.get(id(paragraph), [])):
            if at < start:
                yield Slice(paragraph, at, start)
            at = max(at, end)
        if at < len(paragraph.text):
            yield Slice(paragraph, at, len(paragraph.text))


def _printed(states: list[State]) -> Iterator[str]:
    """The keys of what is printed round the answers of some labels."""
    for state in states:
        yield key(state.printed)
        for one in (state.inline, *state.fields):
            yield from _words_of(one) if one else ()


def _words_of(one: Field) -> Iterator[str]:
    for hole in one.holes:
        yield from (key(words) for words in (*hole.options, *hole.hints))
    yield from (key(words) for words in one.literals)
