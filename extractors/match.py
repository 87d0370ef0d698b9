"""Laying the pattern over a page: which label of the form stands where.

Labels are found by what they say (exactly, in other words, or nearly) and aligned in order with a
Viterbi search over the few places where each may stand; where they stand and what stands beside
them decides between equals. Values are taken afterwards, by geometry (`extractors.values`).
"""

from __future__ import annotations

import math
import re
from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractors.heads import head_rows
from extractors.items import LABEL_LENGTH, Item, Sheet, label_words
from extractors.page import Paragraph
from extractors.pattern import Pattern, State
from extractors.ticks import EMPTY, TICKED
from extractors.wording import NUMERALS, core, key, numbering, similarity, unnumbered, weight

# Weights in units of one firm label; found on disturbed forms, see docs/matching.md.
SKIP_ONCE, SKIP_EACH, SKIP_MOST = 0.2, 0.08, 1.2
BACK, BACK_ELSEWHERE = 0.1, 4.0
LIKENESS_LEAST = 0.75
AGAIN = 2.3  # a head row once more: more than a foreign one that shares two heads earns
TEXTS = 4000  # short texts that are looked at for slips: ten times those of the longest form
TITLE = 8  # characters from which a line before the first answer is the form's title
STRAY = 0.2  # share of the largest block below which one without its title is none
UNNUMBERED = 0.8  # a heading without the number that the form prints before it
GROUP = 0.6  # a label that asks for nothing by itself, beside one that does

Likeness = Callable[[str, str], float]  # (path, raw text) → how surely the text is such a value


@dataclass(slots=True)
class Hit:
    """A place where a state's wording may stand."""

    state: int
    item: int  # the item that carries it; of a head row its last cell
    paragraph: int  # index in the item's paragraphs
    start: int  # offset of the wording in that paragraph
    end: int  # offset behind the wording and its colon
    quality: float  # 0..1, 1 = as printed
    inline: bool  # the rest of the cell or line belongs to the answer
    earns: float = 0.0
    ordinal: int | None = None
    heads: dict[int, Item] = field(default_factory=dict)  # column → its cell
    instance: tuple[int, ...] = ()  # one number for each loop around the state
    repaired: bool = False  # guessed: never sure
    twice: frozenset[int] = frozenset()  # columns of a head row that another has the words of
    rivalled: bool = False  # a head row that fits another list as well
    moved: bool = False  # worded as the form's, out of order
    doubt: str | None = None  # Chinese: why a person should look

    @property
    def place(self) -> tuple[int, int, int]:
        return (self.item, self.paragraph, self.start)


@dataclass(slots=True)
class Match:
    """The hits that were believed, in reading order, and how well they cover the form."""

    hits: list[Hit]
    share: float  # weighted share of the form's wordings that were found
    doubts: list[str] = field(default_factory=list)  # messages about doubtful numbering
    claimed: dict[int, Hit] = field(default_factory=dict)  # item → hit that claims it
    offered: list[Hit] = field(default_factory=list)  # every row that may be a head row


def match(pattern: Pattern, sheet: Sheet, likeness: Likeness) -> Match:
    """The best alignment of the pattern with the page, before repair."""
    finder = _Finder(pattern, sheet, likeness)
    hits = finder.exact()
    chain = _align(pattern, hits)
    if _missing(pattern, chain):
        hits += finder.near(hits)
        chain = _align(pattern, hits)
    _number(pattern, chain)
    chain = _without_strays(pattern, chain)
    found = Match(chain, _share(pattern, chain))
    found.offered = [hit for hit in hits if hit.heads]
    found.claimed = _claims(chain)
    _check_ordinals(pattern, found)
    return found


# --- where a wording may stand -----------------------------------------------------------------

_AMOUNT = re.compile(r"[_＿\s]*[\d０-９]*[_＿\s]*[个项件]\s*$")
BEGINNING = 5 * LABEL_LENGTH  # characters of a text that may hold labels
_COLON = re.compile(r"[:：]")
_WORD_BEFORE = re.compile(r"[^\s;；。|｜]*$")
MARKS = ("_", "＿", *TICKED, *EMPTY)  # before a line they make it an item, never a heading
_BOXES = TICKED + EMPTY
_FIRST_WORD = re.compile(rf"\s*([^\s{_BOXES}]{{2,24}})(?=[\s{_BOXES}])\s*(?=\S)")


class _Finder:
    """Collects hits, exact ones by look-up, near ones by likeness for what is left."""

    def __init__(self, pattern: Pattern, sheet: Sheet, likeness: Likeness) -> None:
        self.pattern = pattern
        self.sheet = sheet
        self.likeness = likeness
        self.in_head_row: set[int] = set()

    def exact(self) -> list[Hit]:
        hits: list[Hit] = []
        hits.extend(self._head_rows(thorough=False))
        for item in self.sheet.items:
            if item.index not in self.in_head_row:
                hits.extend(self._of_item(item))
        return hits

    def near(self, exact: list[Hit]) -> list[Hit]:
        """Hits by likeness for short texts that matched nothing."""
        known = {hit.item for hit in exact} | self.in_head_row
        left = [item for item in self.sheet.items if item.index not in known and _label_like(item)]
        wordings = [wording for item in left for wording in _wordings(item)]
        found = _nearest(
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

    def _near(self, wording: _Wording, word: str, similarity: float) -> Iterable[Hit]:
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

    def _of_item(self, item: Item) -> Iterable[Hit]:
        known = False
        if item.key:
            for state, quality in _worded(self.pattern, item.words, item.key):
                known = True
                end = _end_of_label(self.pattern.states[state], item)
                yield self._hit(state, item, 0, 0, end, quality)
        for number, paragraph in enumerate(item.paragraphs):
            text = paragraph.text
            if len(item.paragraphs) > 1 and number == 0 and len(text) <= LABEL_LENGTH:
                words = label_words(paragraph)
                for state, quality in _worded(self.pattern, words, key(words)):
                    yield self._hit(state, item, 0, 0, len(text), quality * 0.9, inline=True)
            beginning = paragraph.text[:BEGINNING], paragraph.superscripts
            for label in _labels_before_answers(self.pattern, *beginning, known):
                yield self._hit(
                    label.state, item, number, label.start, label.end, label.quality, inline=True
                )
        if not known and item.cell is None:
            yield from self._by_answer(item)

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
        size = weight(of.printed) * (1.0 if of.holes or of.kind == "line" else GROUP)
        hit.earns = quality * size + self._stands_like(of, item, hit)
        if of.kind == "line" and label_words(item.paragraphs[paragraph], start)[:1] in MARKS:
            hit.earns = -SKIP_MOST  # a line of a list, not a heading
        if of.ordinals:
            words = item.words
            if hit.inline:
                words = label_words(item.paragraphs[paragraph], start, end)
            hit.ordinal = _ordinal(words, of)
        return hit

    def _stands_like(self, state: State, item: Item, hit: Hit) -> float:
        """What the place says: the answer beside it, a cell for it, the column it stands in."""
        bonus = 0.0
        if state.kind == "line":
            return 0.1 if item.cell is None else -0.05
        if item.cell is None:
            return -0.05
        bonus += 0.1 * (1.0 - min(1.0, 4 * abs(item.left - state.left)))
        bonus += self._in_group(state, item)
        if hit.inline and self._is_answer_of(state, item):
            return bonus - 0.6  # an answer that begins with its label's words
        if not state.fields or hit.inline:
            return bonus
        right = self.sheet.right_of(item)
        if not right:
            below = self.sheet.below(item)
            return bonus - (0.4 if below is None else 0.1)
        beside = next((other for other in right if other.text.strip()), right[0])
        if beside.key and beside.key in self.pattern.lookup:
            return bonus - 0.15
        path = state.fields[0].holes[0].path
        return bonus + 0.3 * self.likeness(path, beside.text)

    def _in_group(self, state: State, item: Item) -> float:
        """What the label that leads the item's row says: the state's own group, or another."""
        leader = self.sheet.leader(item) if state.group is not None else None
        if leader is None or not leader.key or state.group is None:
            return 0.0
        quality = self.pattern.states[state.group].keys.get(leader.key)
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


class _Label(NamedTuple):
    """A stretch of a text that is worded as a label, with the answer behind it."""

    state: int
    start: int
    end: int
    quality: float


@lru_cache(maxsize=8192)  # the labels of one document are those of the next
def _labels_before_answers(
    pattern: Pattern, text: str, superscripts: tuple[tuple[int, int], ...], known: bool
) -> tuple[_Label, ...]:
    """`label：value`, several of them in a line too, and, where the text as a whole is not `known`
    as a label, `label value`."""
    paragraph = Paragraph(text, "", superscripts=superscripts)
    found: list[_Label] = []
    for colon in _COLON.finditer(text[: 4 * LABEL_LENGTH]):
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
) -> Iterable[_Label]:
    text = paragraph.text
    label = label_words(paragraph, start, colon.start())
    for state, quality in _worded(pattern, label, key(label)):
        of = pattern.states[state]
        if of.prose and unnumbered(text) == text:
            continue  # prose that begins with the words of its heading
        if len(text.strip()) > colon.end() or of.inline:
            yield _Label(state, start, colon.end(), quality * 0.95)


def _first_words(pattern: Pattern, text: str) -> Iterable[_Label]:
    first = _FIRST_WORD.match(text)
    if first and len(key(first[1])) >= 4:
        boxed = not text[first.end(1)].isspace()
        for state, quality in _worded(pattern, first[1], key(first[1])):
            if _may_go_on(pattern.states[state], text, boxed):
                yield _Label(state, first.start(1), first.end(1), quality * 0.85)


@lru_cache(maxsize=8192)
def _worded(pattern: Pattern, text: str, word: str) -> tuple[tuple[int, float], ...]:
    """The states that a text with the key `word` may be the label of, with their quality."""
    if not word:
        return ()
    best = dict(pattern.lookup.get(word, ()))
    if not best and word[-1].isdigit() and not _COLON.search(text):  # a note's plain number
        best = {s: q * 0.95 for s, q in pattern.lookup.get(word[:-1], ())}
    bare = unnumbered(text)
    for shorter, loss in ((core(text), 0.98), (key(bare), 0.95), (core(bare), 0.94)):
        if shorter != word:
            for state, quality in pattern.lookup.get(shorter, ()):
                best.setdefault(state, quality * loss)
    return tuple(best.items())


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text of an item that may be a misspelt label."""

    key: str
    item: Item
    paragraph: int
    end: int
    inline: bool
    loss: float


def _wordings(item: Item) -> list[_Wording]:
    """The item's text with and without numbering and brackets, and what stands before a colon."""
    bare = unnumbered(item.words)
    texts = ((item.key, 1.0), (core(item.words), 0.98), (key(bare), 0.97), (core(bare), 0.96))
    made: dict[str, _Wording] = {}
    if len(item.key) <= LABEL_LENGTH:
        for word, loss in texts:
            made.setdefault(word, _Wording(word, item, 0, len(item.text), False, loss))
    for number, paragraph in enumerate(item.paragraphs):
        colon = _COLON.search(paragraph.text, 0, LABEL_LENGTH)
        if colon:
            word = key(unnumbered(paragraph.text[: colon.start()]))
            made.setdefault(word, _Wording(word, item, number, colon.end(), True, 0.95))
    return list(made.values())


def _may_go_on(state: State, text: str, boxed: bool) -> bool:
    """Whether a label without a colon may have its answer behind it: boxes only where the form has
    boxes, a heading only with its number."""
    if boxed:
        return any(one.ticks for one in state.fields)
    return state.kind != "line" or state.inline is not None or numbering(text) is not None


def _end_of_label(state: State, item: Item) -> int:
    """Where a label's own words end in an item that says nothing else: at the colon, where the
    answer's blank or `√` may follow, else at the end."""
    colon = _COLON.search(item.paragraphs[0].text) if state.inline else None
    return colon.end() if colon else len(item.text)


def _label_like(item: Item) -> bool:
    text = unnumbered(item.words)
    return 2 <= len(text) <= 2 * LABEL_LENGTH and not text[0].isdigit() and "@" not in text


def _nearest(texts: list[str], words: list[str]) -> dict[str, list[tuple[str, float]]]:
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


def _ordinal(text: str, state: State) -> int | None:
    """The number behind a block's title (`攻关方向二`, `产业 1`), not one before it."""
    said = core(unnumbered(text))
    stem = next((len(word) for word in state.keys if word[-1:] not in state.ordinals), 2)
    return state.ordinals.get(said[-1:]) if len(said) >= stem else None


# --- alignment -----------------------------------------------------------------------------------


def _skip(passed: int) -> float:
    return 0.0 if passed <= 0 else min(SKIP_MOST, SKIP_ONCE + SKIP_EACH * passed)


@lru_cache(maxsize=16)
def transitions(pattern: Pattern) -> list[list[float]]:
    """Cost from each state to each; forward by what is passed, back through the loops."""
    count = len(pattern.states)
    cost = [[_skip(t - s - 1) if t > s else math.inf for t in range(count)] for s in range(count)]
    for loop in pattern.loops:
        for s in range(loop.first, loop.last + 1):
            for t in range(loop.first, loop.last + 1):
                back = BACK + _skip(loop.last - s) + _skip(t - loop.first)
                if t not in loop.entries:
                    back += BACK_ELSEWHERE
                cost[s][t] = min(cost[s][t], back)
    for state in pattern.states:  # a head row may be repeated where its table was broken
        if state.heads:
            cost[state.index][state.index] = min(cost[state.index][state.index], AGAIN)
    return cost


def _align(pattern: Pattern, hits: list[Hit]) -> list[Hit]:
    """The best chain of hits in reading order (Viterbi); ties go to the earlier hit."""
    if not hits:
        return []
    hits.sort(key=lambda hit: (hit.item, hit.paragraph, hit.start, hit.state))
    cost = transitions(pattern)
    count = len(pattern.states)
    score: list[float] = []
    before: list[int] = []
    ways = _Ways()
    group_start = 0
    for at, hit in enumerate(hits):
        if at and hit.place != hits[at - 1].place:
            for way in range(group_start, at):
                ways.add(hits[way].state, score[way], way)
            group_start = at
        best, came = -_skip(hit.state), -1
        for minus, way in ways.ranked:
            if -minus < best:
                break  # steps cost, they earn nothing: none behind it does better
            value = -minus - cost[hits[way].state][hit.state]
            if value > best or (value == best and -1 < way < came):
                best, came = value, way
        score.append(best + hit.earns)
        before.append(came)
    at = max(range(len(hits)), key=lambda at: score[at] - _skip(count - 1 - hits[at].state))
    chain: list[Hit] = []
    while at >= 0:
        chain.append(hits[at])
        at = before[at]
    chain.reverse()
    return chain


class _Ways:
    """The hits from which the next may be reached: of each state the best, of equals the first."""

    def __init__(self) -> None:
        self.ranked: list[tuple[float, int]] = []  # (-score, number of the hit), best first
        self._of_state: dict[int, tuple[float, int]] = {}

    def add(self, state: int, score: float, number: int) -> None:
        """Takes in a hit; numbers rise from call to call."""
        known = self._of_state.get(state)
        if known is not None:
            if -known[0] >= score:
                return
            self.ranked.remove(known)
        self._of_state[state] = -score, number
        insort(self.ranked, (-score, number))


def _missing(pattern: Pattern, chain: list[Hit]) -> bool:
    """Whether any wording with holes was found nowhere."""
    found = {hit.state for hit in chain}
    return any(
        state.index not in found and state.kind != "rename" and state.holes
        for state in pattern.states
    )


def _share(pattern: Pattern, chain: list[Hit]) -> float:
    """Weighted share of the form's wordings that were found, a repeated block once.

    A block that was deleted altogether counts little when all the rest is there.
    """
    best: dict[int, float] = {}
    for hit in chain:
        best[hit.state] = max(best.get(hit.state, 0.0), hit.quality)
    first = next((state.index for state in pattern.states if state.holes), 0)
    titles = {state.index for state in pattern.states[:first] if len(key(state.printed)) >= TITLE}
    whole, rest = _Shares(), _Shares()
    for state in pattern.states:
        if state.kind == "rename":
            continue
        if not state.holes and state.index not in best and state.index not in titles:
            continue  # notes speak for a form only where they are found
        size = weight(state.printed)
        if state.heads:
            size = sum(weight(head.printed) for head in state.heads) / 2
        found = size * best.get(state.index, 0.0)
        whole.add(size, found)
        if state.loop is None:
            rest.add(size, found)
    return max(whole.share, rest.share - 0.25)


@dataclass(slots=True)
class _Shares:
    total: float = 0.0
    found: float = 0.0

    def add(self, size: float, found: float) -> None:
        self.total += size
        self.found += found

    @property
    def share(self) -> float:
        return self.found / self.total if self.total else 0.0


def _claims(chain: list[Hit]) -> dict[int, Hit]:
    claimed: dict[int, Hit] = {}
    for hit in chain:
        claimed[hit.item] = hit
        for item in hit.heads.values():
            claimed[item.index] = hit
    return claimed


# --- instances -----------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _loops_around(pattern: Pattern, state: int) -> tuple[int, ...]:
    return tuple(i for i, loop in enumerate(pattern.loops) if loop.first <= state <= loop.last)


def _number(pattern: Pattern, chain: list[Hit]) -> None:
    """Gives each hit the number of its instance in every loop around it, by rank."""
    counters = [0] * len(pattern.loops)
    last: Hit | None = None
    for hit in chain:
        around = _loops_around(pattern, hit.state)
        if last is not None:
            turned = _turned(pattern, last.state, hit.state)
            if turned is not None:
                counters[turned] += 1
                for inner in range(len(pattern.loops)):
                    if _inside(pattern, inner, turned):
                        counters[inner] = 0
        hit.instance = tuple(counters[i] for i in around)
        last = hit


def _without_strays(pattern: Pattern, chain: list[Hit]) -> list[Hit]:
    """The chain without blocks of which there is next to nothing: a foreign list that shares a few
    words with a block would else be counted as one."""
    sizes: dict[tuple[int, int], float] = {}
    entered: set[tuple[int, int]] = set()
    for hit in chain:
        for at, number in enumerate(_loops_around(pattern, hit.state)[:1]):
            block = (number, hit.instance[at])
            sizes[block] = sizes.get(block, 0.0) + weight(pattern.states[hit.state].printed)
            if hit.state in pattern.loops[number].entries:
                entered.add(block)
    strays = {
        block
        for block, size in sizes.items()
        if block not in entered
        and size < STRAY * max(other for (number, _), other in sizes.items() if number == block[0])
    }
    if not strays:
        return chain
    kept = [
        hit
        for hit in chain
        if not any(
            (number, hit.instance[at]) in strays
            for at, number in enumerate(_loops_around(pattern, hit.state)[:1])
        )
    ]
    _number(pattern, kept)
    return kept


def _inside(pattern: Pattern, inner: int, outer: int) -> bool:
    parent = pattern.loops[inner].parent
    while parent is not None:
        if parent == outer:
            return True
        parent = pattern.loops[parent].parent
    return False


def _turned(pattern: Pattern, s: int, t: int) -> int | None:
    """The loop whose back edge the step from s to t took, if it took one."""
    if t > s:
        return None
    if s == t and pattern.states[s].heads:
        return None
    best: tuple[float, int] | None = None
    for i, loop in enumerate(pattern.loops):
        if loop.first <= s <= loop.last and loop.first <= t <= loop.last:
            back = BACK + _skip(loop.last - s) + _skip(t - loop.first)
            if t not in loop.entries:
                back += BACK_ELSEWHERE
            if best is None or back <= best[0]:
                best = (back, i)
    return best[1] if best else None


def _check_ordinals(pattern: Pattern, found: Match) -> None:
    """攻关方向一/二/三 decides the instance where the ordinals read are distinct."""
    for number, loop in enumerate(pattern.loops):
        if not any(pattern.states[s].ordinals for s in loop.entries):
            continue
        of: dict[tuple[int, ...], dict[int, int]] = {}
        for hit in found.hits:
            if hit.ordinal is None or hit.state not in loop.entries:
                continue
            around = _loops_around(pattern, hit.state)
            depth = around.index(number)
            if around[-1] == number:
                of.setdefault(hit.instance[:depth], {})[hit.instance[depth]] = hit.ordinal
        if loop.parent is not None:
            continue  # inner blocks (产业) count
        for outer, ordinals in of.items():
            distinct = len(set(ordinals.values())) == len(ordinals)
            if not distinct:
                found.doubts.append(loop.path)
                continue
            _renumber(pattern, found, number, outer, ordinals)


def _renumber(
    pattern: Pattern,
    found: Match,
    number: int,
    outer: tuple[int, ...],
    ordinals: dict[int, int],
) -> None:
    free = iter(n for n in range(1000) if n not in ordinals.values())
    ranks = sorted(
        {
            hit.instance[len(outer)]
            for hit in found.hits
            if number in _loops_around(pattern, hit.state) and hit.instance[: len(outer)] == outer
        }
    )
    new = {rank: ordinals[rank] if rank in ordinals else next(free) for rank in ranks}
    for hit in found.hits:
        around = _loops_around(pattern, hit.state)
        if number in around:
            depth = around.index(number)
            if hit.instance[:depth] == outer:
                hit.instance = (
                    *hit.instance[:depth],
                    new[hit.instance[depth]],
                    *hit.instance[depth + 1 :],
                )
