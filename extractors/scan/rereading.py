"""The second look at an answer, once the template says what it can be.

The first look reads whatever stands there. Now an answer's field is known, and with it what may be
written in it: one of a list's names, a number, a code with a check character. The network's own
probabilities are asked again for that alone, and say how sure it is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.decode import strip
from extractors.items import Slice, whole
from extractors.page import Line, Paragraph
from extractors.scan import confidence
from extractors.scan.addresses import settled
from extractors.scan.agreeing import agreed
from extractors.scan.around import answered
from extractors.scan.confidence import Signals
from extractors.scan.lattice import (
    Lattice,
    Letter,
    letters_among,
    log_likelihood,
)
from extractors.scan.names import LABEL, mended
from extractors.scan.unboxing import unboxed
from extractors.scan.views import View, clear_of_seals, view_of
from extractors.ticks import EMPTY, TICKED
from extractors.values import Taken
from forms.codecs.codes import CREDIT_CHARACTERS, has_valid_check
from forms.registry import Form

DIGITS: Final = "0123456789"
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
# Kind of answer (its codec's name) → the characters that it is written in.
ALPHABETS: Final[dict[str, str]] = {
    "credit-code": CREDIT_CHARACTERS,
    "phone": DIGITS + "-()+转/、 ",
    "email": DIGITS + LETTERS + LETTERS.upper() + "@._-+",
    "date": DIGITS + "年月日-./",
    "date-or-month": DIGITS + "年月日-./",
    "month": DIGITS + "年月-./",
    "year": DIGITS + "年",
    "decimal": DIGITS + ".,-%",
    "percent": DIGITS + ".,-%",
    "count": DIGITS,
}
# What the network reads for a figure, a letter or a mark of an alphabet where it is unsure.
CONFUSED: Final = frozenset("oOQDIlLi|!ZzSsBbGgqTt，。、；：．·—－–一〇ＯＬ（）,.:;'\"` ")
FOREIGN: Final = 0.25  # share of other characters from which an answer is left as it was read

MARGIN: Final = 3.0  # log likelihood by which a name must be ahead of the next one
WORSE: Final = 1.6  # … a character by which a name may be behind what was read freely
LIKE: Final = 0.5  # of the characters of a name that must have been read, for it to be asked about
SLIP: Final = 49.0  # of 100, likeness from which words are an option with a slip in them
FAR_AHEAD: Final = 20.0  # log likelihood: a name farther ahead is no surer
CODE: Final = "code"
CHECKED: Final = 0.998  # a code whose check character holds
UNCHECKED: Final = 0.6  # a code whose check character does not hold
UNSEEN: Final = 0.85  # an answer of which some was read in another way, or is a box
UNDER_SEAL: Final = 0.8  # an answer that a seal may have been read for; a code's check says more
OCR: Final = "ocr"
WRITTEN: Final = frozenset({"prose", "words"})  # kinds of answer with nothing to tick
LOOSE: Final = 0.85  # mail addresses that hold one of the pairs that look alike
ALIKE: Final = ("0Oo", "1lI", "5S", "2Z", "8B")
CLEAR: Final = 7.0  # log by which a character must be ahead of one that looks like it


def reread(form: Form, answers: Iterable[Taken]) -> list[Taken]:
    """The answers, those read from a picture looked at again."""
    return agreed(form.senders(), [_again(form, answer) for answer in answers])


def _again(form: Form, answer: Taken) -> Taken:
    if answer.hole.kind == "ticks":
        return answer._replace(slices=tuple(_options(answer.slices, answer.hole.options)))
    if answer.hole.kind == "number":
        return answer
    if confidence.KINDS.get(form.codec(answer.path).name, confidence.OTHER) in WRITTEN:
        slices = answered(tuple(unboxed(answer.slices)), answer.hole)
        answer = answer._replace(slices=slices)
    look = look_at(form, answer)
    if look is None:
        return answer._replace(slices=tuple(_no_surer(answer.slices, UNSEEN)))
    sure = _sure(look)
    if look.text is None:
        return answer._replace(slices=tuple(_resured(answer.slices, sure)))
    return answer._replace(slices=(whole(_paragraph(look, sure)),))


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer says at the second look; by how much that is ahead of what else it may say;
    the most that it can be sure."""

    text: str
    margin: float = 0.0
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """A second look: the answer on the picture, and what speaks for it. `text` is None where it
    stays as it was read."""

    slices: tuple[Slice, ...]
    view: View
    text: str | None
    kind: str
    signals: Signals
    most: float

    @property
    def proven(self) -> bool:
        """Whether it is a code whose check character holds: a slip passes one time in thirty."""
        return self.kind == CODE and self.most == 1.0

    @property
    def ceiling(self) -> float:
        """The most that it can be sure: less under a seal, but for a code, which has its check."""
        under_seal = self.view.doubted and not self.proven
        return min(self.most, UNDER_SEAL) if under_seal else self.most


def _sure(look: Look) -> float:
    if look.kind == CODE:
        return CHECKED if look.proven else look.ceiling
    return min(confidence.sure(look.kind, look.signals), look.ceiling)


def look_at(form: Form, answer: Taken) -> Look | None:
    """The second look at an answer in words or figures; None where some of it is on no picture."""
    codec = form.codec(answer.path)
    slices = strip(answer.slices, answer.hole)
    view = view_of(slices)
    if view is None:
        return None
    found, most = None, 1.0
    if codec.name == "written-choice":
        found, most = _name(view, codec.options), confidence.DOUBTED
    elif codec.name == "joined":
        found = _names(view, codec.options)
    elif codec.name in ALPHABETS:
        found, most = _coded(view, codec.name), confidence.DOUBTED
        if found is None and (clear := clear_of_seals(view)):
            found = _coded(clear, codec.name)
    elif view.doubted and LABEL.search(form.label(answer.path)):
        found = _whole_name(view)
    kind = confidence.KINDS.get(codec.name, confidence.OTHER)
    if found is None:
        return Look(slices, view, None, kind, confidence.signals(view), most)
    said = confidence.signals(view, found.margin)
    return Look(slices, view, found.text, kind, said, found.most)


def _resured(slices: Iterable[Slice], sure: float) -> Iterator[Slice]:
    """The slices with all their lines as sure as their answer is."""
    for piece in slices:
        lines = tuple(
            line._replace(confidence=sure) if line.by == OCR else line
            for line in piece.paragraph.lines
        )
        yield piece._replace(paragraph=piece.paragraph._replace(lines=lines))


def _no_surer(slices: Iterable[Slice], most: float) -> Iterator[Slice]:
    """The slices with no line that was read from a picture surer than `most`."""
    for piece in slices:
        lines = tuple(
            line._replace(confidence=min(line.confidence, most)) if line.by == OCR else line
            for line in piece.paragraph.lines
        )
        yield piece._replace(paragraph=piece.paragraph._replace(lines=lines))


# --- names of a list ------------------------------------------------------------------------------


def _name(view: View, options: Sequence[str]) -> Found | None:
    """The name of a list that the picture shows, if it shows one: the likeliest of all, clearly
    ahead of the next, and not much behind what was read with no list in mind."""
    read = _squeezed(view.text)
    likely = [option for option in options if _shares(read, _squeezed(option))]
    if not likely:
        return None
    ranked = sorted(
        ((log_likelihood(view.lattice, option), option) for option in likely), reverse=True
    )
    best, option = ranked[0]
    behind = ranked[1][0] if len(ranked) > 1 else -math.inf
    freely = log_likelihood(view.lattice, read)
    if best - behind < MARGIN or freely - best > WORSE * len(option):
        return None
    if read != _squeezed(option) and abs(len(read) - len(option)) > max(2, len(option) // 4):
        return None  # a number before it, another word behind: the vocabulary's own business
    return Found(option, min(best - behind, FAR_AHEAD))


def _names(view: View, options: Sequence[str]) -> Found | None:
    """The names of a list that stand one behind the other, however the cell breaks them: `汽` at a
    line's end and `车` below it. None where anything else stands between them."""
    rest = "".join(_SAID.findall(_squeezed(view.text)))
    longest = sorted(options, key=len, reverse=True)
    said: list[str] = []
    while rest:
        name = next((name for name in longest if rest.startswith(_plain(name))), None)
        if name is None:
            return None
        said.append(name)
        rest = rest[len(_plain(name)) :]
    return Found("、".join(said)) if said else None


def _whole_name(view: View) -> Found | None:
    """The name of a firm or an office of which a seal hides the end; None for all else."""
    text = mended(view.text)
    return Found(text) if text != view.text else None


def _plain(name: str) -> str:
    return "".join(_SAID.findall(_squeezed(name)))


def _shares(read: str, option: str) -> bool:
    common = sum(min(read.count(letter), option.count(letter)) for letter in set(option))
    return common >= LIKE * len(option)


def _squeezed(text: str) -> str:
    return "".join(text.split())


# --- options beside boxes ---


def _options(slices: Sequence[Slice], options: Sequence[str]) -> Iterator[Slice]:
    """The slices with the options beside their boxes as the form has them: a slip in an option's
    words must not lose its tick."""
    left = [option for option in options if not any(option in piece.text for piece in slices)]
    for piece in slices:
        text, ticks = piece.text, []
        at = 0
        for said in _SAID.finditer(piece.text):
            option = _alike(said[0], left)
            if option is None:
                continue
            left.remove(option)
            text = text[: at + said.start()] + option + text[at + said.end() :]
            ticks.append((said.end(), len(option) - len(said[0])))
            at += len(option) - len(said[0])
        yield _reworded(piece, text, ticks) if ticks else piece


_SAID: Final = re.compile(rf"[^\s{TICKED}{EMPTY}、，。.·,;；:：()（）]+")


def _alike(said: str, options: Sequence[str]) -> str | None:
    """The option that words say with a slip in them."""
    from rapidfuzz import fuzz

    ranked = sorted(((fuzz.ratio(said, option), option) for option in options), reverse=True)
    return ranked[0][1] if ranked and ranked[0][0] >= SLIP and len(said) > 1 else None


def _reworded(piece: Slice, text: str, longer: Sequence[tuple[int, int]]) -> Slice:
    """The slice with another text, its boxes moved by what stands before them."""

    def moved(offset: int) -> int:
        return offset - piece.start + sum(by for end, by in longer if end <= offset - piece.start)

    paragraph = piece.paragraph
    ticks = tuple(
        replace(tick, offset=moved(tick.offset))
        for tick in paragraph.ticks
        if piece.start <= tick.offset < piece.end
    )
    lines = tuple(
        line._replace(start=0, end=len(text), edges=(), sources=()) for line in paragraph.lines
    )
    return whole(paragraph._replace(text=text, ticks=ticks, superscripts=(), lines=lines))


# --- codes and numbers ----------------------------------------------------------------------------


def _coded(view: View, kind: str) -> Found | None:
    """The answer in the characters of its kind; None for one that is written otherwise."""
    alphabet = ALPHABETS[kind]
    read = _squeezed(unicodedata.normalize("NFKC", view.text))
    foreign = [each for each in read if each not in alphabet]
    if any(each not in CONFUSED and each.upper() not in alphabet for each in foreign):
        return None
    if len(foreign) > max(1, FOREIGN * len(read)):
        return None
    found = letters_among(view.lattice, alphabet.replace(" ", ""))
    if kind == "email":
        found = settled(found, view.lattice)
    text = "".join(letter.text for letter in found)
    if not text:
        return None
    if kind == "credit-code" and not has_valid_check(text):
        return Found(text, most=UNCHECKED)
    if kind == "email" and not all(_is_clear(view.lattice, letter) for letter in found):
        return Found(text, most=LOOSE)
    return Found(text)


def _is_clear(lattice: Lattice, letter: Letter) -> bool:
    """Whether a character is far ahead of those that look like it."""
    for group in ALIKE:
        if letter.text in group:
            own = lattice.log_of(letter.text)[letter.first]
            others = [lattice.log_of(each)[letter.first] for each in group if each != letter.text]
            if own - max(others) < CLEAR:
                return False
    return True


# --- back to the page -----------------------------------------------------------------------------


def _paragraph(look: Look, sure: float) -> Paragraph:
    """A paragraph that says what was found, its lines where the answer's are."""
    text = look.text or ""
    lines: list[Line] = []
    start, total = 0, sum(len(each.text) for each in look.view.stretches)
    seen = 0
    for stretch in look.view.stretches:
        seen += len(stretch.text)
        end = round(len(text) * seen / total)
        lines.append(Line(start, end, stretch.line.page, stretch.box, (), OCR, sure))
        start = end
    paragraph = look.slices[0].paragraph
    return paragraph._replace(text=text, ticks=(), superscripts=(), notes=(), lines=tuple(lines))
