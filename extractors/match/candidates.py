"""Where each wording may stand, and what each place earns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import islice

from extractors.foreign import HEAD_WORDS, heads_another
from extractors.heads import head_rows
from extractors.items import LABEL_LENGTH, Item, Sheet, label_words
from extractors.match.align import SKIP_MOST
from extractors.match.hits import Hit, Likeness
from extractors.match.wordings import (
    BEGINNING,
    MARKS,
    TRAILING_BRACKET,
    Wording,
    end_of_label,
    label_like,
    labels_before_answers,
    nearest,
    ordinal_of,
    worded,
    wordings_of,
)
from extractors.pattern import Pattern, State
from extractors.wording import (
    core,
    key,
    numbering,
    similarity,
    unnumbered,
    weight,
    without_gloss,
)

GLOSSES = 2  # labels with English beside them that tell that the form is in both
UNNUMBERED = 0.8  # a heading without the number that the form prints before it
GROUP = 0.6  # a label that asks for nothing by itself, beside one that does


@lru_cache(maxsize=16)
def _sizes(pattern: Pattern) -> tuple[float, ...]:
    """What finding each wording is worth; less where nothing is asked behind it."""
    return tuple(
        weight(state.printed) * (1.0 if state.holes or state.kind == "line" else GROUP)
        for state in pattern.states
    )


class Finder:
    """Collects hits, exact ones by look-up, near ones by likeness for what is left."""

    def __init__(self, pattern: Pattern, sheet: Sheet, likeness: Likeness) -> None:
        self.pattern = pattern
        self.sheet = sheet
        self.likeness = likeness
        self.sizes = _sizes(pattern)
        self.in_head_row: set[int] = set()

    def exact(self) -> list[Hit]:
        hits: list[Hit] = []
        hits.extend(self._head_rows(thorough=False))
        for item in self.sheet.items:
            if item.text and item.index not in self.in_head_row:
                hits.extend(self._of_item(item))
        return hits

    def near(self, exact: list[Hit]) -> list[Hit]:
        """Hits by likeness for short texts that matched nothing."""
        known = {hit.item for hit in exact} | self.in_head_row
        left = [item for item in self.sheet.items if item.index not in known and label_like(item)]
        wordings = [wording for item in left for wording in wordings_of(item)]
        found = nearest(
            list(dict.fromkeys(wording.key for wording in wordings)), list(self.pattern.lookup)
        )
        hits: list[Hit] = []
        for wording in wordings:
            for word, alike in found.get(wording.key, ()):
                if wording.key not in self.pattern.hints:
                    hits.extend(self._near(wording, word, alike))
        for item in left:
            hits.extend(self._by_number(item))
        headed = {(hit.state, hit.item) for hit in exact if hit.heads}
        hits.extend(
            hit for hit in self._head_rows(thorough=True) if (hit.state, hit.item) not in headed
        )
        return [hit for hit in hits if hit.earns > 0]

    def _near(self, wording: Wording, word: str, similarity: float) -> Iterable[Hit]:
        for state, quality in self.pattern.lookup[word]:
            if wording.inline and self.pattern.states[state].prose:
                continue
            yield self._hit(
                state,
                wording.item,
                wording.paragraph,
                0,
                wording.end,
                similarity * quality * wording.loss,
                wording.inline,
            )

    def _by_answer(self, item: Item) -> Iterable[Hit]:
        """A block's heading that says the answer given elsewhere instead of the form's words: the
        direction itself behind its number, `（二）设备智能运维解决方案`."""
        number = numbering(item.words) if len(item.words) <= LABEL_LENGTH else None
        if number is None:
            return
        for state, path in self.pattern.answers.items():
            own = numbering(self.pattern.states[state].printed)
            said = own is not None and (own.bracketed, own.han) == (number.bracketed, number.han)
            if said and self.likeness(path, unnumbered(item.words)) >= 0.9:
                hit = self._hit(state, item, 0, 0, len(item.text), 0.75)
                hit.ordinal = number.value - 1
                yield hit

    def _by_number(self, item: Item) -> Iterable[Hit]:
        """Headings in other words: a short line with the number of the form's heading and some of
        its words (`四、项目实施保障`)."""
        number = numbering(item.words)
        if item.cell is not None or number is None or len(item.words) > LABEL_LENGTH:
            return
        if item.words.rstrip()[-1] in "。；;，,":
            return
        word = core(unnumbered(item.words))
        for state in self.pattern.states:
            if state.kind != "line":
                continue
            own = numbering(state.printed)
            if own is None or (own.bracketed, own.han) != (number.bracketed, number.han):
                continue
            if own.value != number.value and number.value - 1 not in state.ordinals.values():
                continue
            alike = similarity(word, core(unnumbered(state.printed)))
            if alike >= 0.34:
                yield self._hit(state.index, item, 0, 0, len(item.text), 0.5 + 0.35 * alike)

    def _head_rows(self, thorough: bool) -> Iterable[Hit]:
        for row in head_rows(self.pattern, self.sheet, thorough):
            hit = Hit(row.state, row.last, 0, 0, 0, row.quality, False, row.fit)
            hit.heads = dict(row.cells)
            hit.rivalled = row.rivalled
            hit.twice = row.twice
            self.in_head_row |= {item.index for item in row.cells.values()}
            yield hit

    # labels

    def _of_item(self, item: Item) -> list[Hit]:
        pattern = self.pattern
        hits: list[Hit] = []
        labels = worded(pattern, item.words, item.key) if item.key else ()
        for state, quality in labels:
            end = self._end_of_label(pattern.states[state], item)
            hits.append(self._hit(state, item, 0, 0, end, quality))
        words = "" if labels else without_gloss(item.words)
        glossed = bool(words) and self._is_glossed(item)
        if glossed:
            labels = worded(pattern, words, key(words))
            last = len(item.paragraphs) - 1
            for state, quality in labels:
                # In a line the answer is looked for behind the label, its English included.
                at = last if pattern.states[state].inline else 0
                end = len(item.paragraphs[at].text) if at else len(item.text)
                hits.append(self._hit(state, item, at, 0, end, 0.97 * quality))
        known = bool(labels)
        for number, paragraph in enumerate(item.paragraphs):
            text = paragraph.text
            above = number == 0 and len(item.paragraphs) > 1 and not (glossed and known)
            if above and len(text) <= LABEL_LENGTH:
                words = label_words(paragraph)
                for state, quality in worded(pattern, words, key(words)):
                    quality *= 0.9
                    hits.append(self._hit(state, item, 0, 0, len(text), quality, inline=True))
            for state, start, end, quality in labels_before_answers(
                pattern, text[:BEGINNING], paragraph.superscripts, known
            ):
                hits.append(self._hit(state, item, number, start, end, quality, inline=True))
        if not known and item.cell is None:
            hits.extend(self._by_answer(item))
        return hits

    def _is_glossed(self, item: Item) -> bool:
        """Whether English behind a label is the label once more, and no answer below or behind it:
        beside an answer it is, and beside an empty cell where the form has other such labels."""
        beside = self.sheet.right_of(item)[:1]
        return any(other.text.strip() for other in beside) or (bool(beside) and self._has_glosses)

    @cached_property
    def _has_glosses(self) -> bool:
        glossed = (
            item
            for item in self.sheet.items
            if (words := without_gloss(item.words))
            and worded(self.pattern, words, key(words))
            and any(other.text.strip() for other in self.sheet.right_of(item)[:1])
        )
        return len(list(islice(glossed, GLOSSES))) == GLOSSES

    def _end_of_label(self, state: State, item: Item) -> int:
        """Where a label's own words end: before a bracket behind them that is the answer by its own
        shape, `重点行业二（汽车）`."""
        if state.inline is None:
            return len(item.text)
        bracket = TRAILING_BRACKET.search(item.text)
        if bracket is None:
            return end_of_label(state, item)
        speaks = self.likeness(state.inline.holes[0].path, bracket[1]) >= 0.9
        return bracket.start() if speaks else end_of_label(state, item)

    def _hit(
        self,
        state: int,
        item: Item,
        paragraph: int,
        start: int,
        end: int,
        quality: float,
        inline: bool = False,
    ) -> Hit:
        of = self.pattern.states[state]
        if of.prose and numbering(of.printed) and numbering(item.words) is None:
            quality *= UNNUMBERED  # words of a heading that stand in a text
        hit = Hit(state, item.index, paragraph, start, end, quality, inline)
        hit.earns = quality * self.sizes[state] + self._stands_like(of, item, hit)
        if of.kind == "line" and label_words(item.paragraphs[paragraph], start)[:1] in MARKS:
            hit.earns = -SKIP_MOST  # a line of a list, not a heading
        if of.ordinals:
            words = item.words
            if hit.inline:
                words = label_words(item.paragraphs[paragraph], start, end)
            hit.ordinal = ordinal_of(words, of)
        return hit

    def _stands_like(self, state: State, item: Item, hit: Hit) -> float:
        """What the place says: the answer beside it, a cell for it, the column it stands in."""
        if state.kind == "line":
            return 0.1 if item.cell is None else -0.05
        if item.cell is None:
            return -0.05
        if item.key in HEAD_WORDS and heads_another(state, item, self.sheet.row_of(item)):
            return -SKIP_MOST
        bonus = 0.1 * (1.0 - min(1.0, 4 * abs(item.left - state.left)))
        if state.group is not None:
            bonus += self._in_group(state.group, item)
        if hit.inline and self._is_answer_of(state, item):
            return bonus - 0.6  # an answer that begins with its label's words
        if not state.fields or hit.inline:
            return bonus
        right = self.sheet.right_of(item)
        if not right:
            below = self.sheet.below(item)
            return bonus - (0.4 if below is None else 0.1)
        beside = right[0]
        if not beside.text.strip():
            beside = next((other for other in right if other.text.strip()), beside)
        if beside.key and beside.key in self.pattern.lookup:
            return bonus - 0.15
        path = state.fields[0].holes[0].path
        return bonus + 0.3 * self.likeness(path, beside.text)

    def _in_group(self, group: int, item: Item) -> float:
        """What the label that leads the item's row says: the state's own group, or another."""
        leader = self.sheet.leader(item)
        if leader is None or not leader.key:
            return 0.0
        quality = self.pattern.states[group].keys.get(leader.key)
        if quality is not None:
            return 0.2 if quality > 0.98 else 0.1
        is_label = leader.key in self.pattern.lookup or leader.row_end - leader.row > 1
        return -0.2 if is_label else 0.0

    def _is_answer_of(self, state: State, item: Item) -> bool:
        """Whether the label itself stands beside or above the item."""
        row = self.sheet.row_of(item)
        at = row.index(item) if item in row else 0
        for other in (row[at - 1] if at else None, self.sheet.above(item)):
            if other is not None and any(
                found == state.index for found, _ in self.pattern.lookup.get(other.key, ())
            ):
                return True
        return False
