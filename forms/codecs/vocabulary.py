"""Answers written out from a printed list: directions, segments, scenes, industries.

What is written is found in its vocabulary in spite of small slips; what isn't found stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from forms.codecs.base import (
    DOUBTFUL,
    MAX_ITEMS,
    PUT_RIGHT,
    SURE,
    Reading,
    each,
    is_limited,
    limited,
    or_none,
    settled,
    written,
)
from forms.codecs.text import Worded, read_text, too_long
from forms.messages import excerpt, likely, say
from forms.text import LINE_END, permitted, prose, short, squeeze, without_prompts

_ALIKE = 80.0  # of 100: the edit similarity (Indel) from which a slip is put right
_MARGIN = 10.0  # … and what it must be ahead of the second best
_SUGGESTED = 60.0  # the similarity from which an option is suggested
_LEAST_PART = 4  # characters that a part of an option must have to stand for it
_LONGEST_ANSWER = 5_000  # a longer text is no name, with whatever stands before it
_LONGEST_CELL = 400  # a longer item is no list of names
_LONGEST = 40  # a longer text is no slip of an option

_NUMBER_BEFORE = re.compile(
    r"(?:(?:[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[)）、.．:：](?![0-9０-９])"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*)+"
)
_COUNT = re.compile(r"(?:[(（]?([0-9]{1,3})(?:[)）、．]|[.](?![0-9]))|([①-⒛]))\s*")
_TOGETHER = re.compile(r"[；;](?=.*\S)")  # two names in one line
_NUMBER_BEHIND = re.compile(r"[(]?[0-9]{1,2}[)]?$")
_PARTED = re.compile(f"、|{LINE_END.pattern}")
_LOOSELY_PARTED = re.compile(r"[,，/;；\s]+")
_TRIMMED = "\"'“”‘’「」《》<>。.;,:"


@dataclass(frozen=True, slots=True)
class Found:
    """What a written answer is in its vocabulary."""

    option: str | None
    certainty: float = SURE
    near: tuple[str, ...] = ()  # options it may mean when `option` is None


class Vocabulary:
    """A closed list of names in the order of their numbers, found again in spite of small slips.

    `title` says what they are, in Chinese (`附件3所列的21个攻关方向`).
    `endings` are words at an option's end that people leave out (`解决方案`); `words` may stand
    before its number when only that is written (`场景15`).
    """

    def __init__(
        self,
        title: str,
        options: tuple[str, ...],
        endings: tuple[str, ...] = (),
        words: tuple[str, ...] = (),
    ) -> None:
        self.title = title
        self.options = options
        self._endings = endings
        self._number = re.compile(
            rf"[(]?(?:第|{'|'.join(words) or '第'})?[(]?([0-9]{{1,2}})[)]?[项个]?[)]?"
        )
        self._led = re.compile(
            rf"(?:{'|'.join(words) or '(?!)'})\s*[0-9０-９]{{1,2}}(?:\s*[:：、.．]\s*|\s+)(?=\S)"
        )
        self._find_short = lru_cache(maxsize=1024)(self._find)

    def __contains__(self, text: object) -> bool:
        return text in self._numbers

    def number(self, option: str) -> int:
        """The printed number of an option, from 1."""
        return self._numbers[option]

    def without_number(self, text: str) -> str:
        """`text` without a number before it, `9.`, `场景15：` with the word before that."""
        led = self._led.match(text)
        return text[led.end() :] if led else without_number(text)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {option: number for number, option in enumerate(self.options, start=1)}

    @cached_property
    def _cores(self) -> dict[str, str]:
        return {self._core(option): option for option in self.options}

    def _core(self, text: str) -> str:
        """`text` for comparison: squeezed, without quotes, a number behind it, and its ending."""
        key = squeeze(text).strip(_TRIMMED)
        key = _NUMBER_BEHIND.sub("", key)
        for ending in self._endings:
            if len(key) > len(ending) and key.endswith(ending):
                return key.removesuffix(ending)
        return key

    def find(self, text: str) -> Found:
        """The option that a cleaned answer is, or those it may mean."""
        if text in self._numbers:
            return Found(text)
        if len(text) > _LONGEST:
            return Found(None, near=self._mentioned(text))
        return self._find_short(text)

    def run_together(self, text: str) -> list[str]:
        """The options, two or more, that a text consists of; none where it has other letters."""
        if text in self._numbers or not self._run.fullmatch(text):
            return []
        return list(self._one.findall(text))

    @cached_property
    def _one(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.options, key=len, reverse=True))))

    @cached_property
    def _run(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self._one.pattern})+")

    def resemblance(self, text: str) -> float:
        """How surely a cleaned answer is one of the options, 0 to 1; a number may be anything."""
        found = self.find(text)
        if found.option is None:
            return 0.1 if found.near else 0.0
        return 0.1 if self._number.fullmatch(squeeze(text)) else found.certainty

    def _find(self, text: str) -> Found:
        if number := self._number.fullmatch(squeeze(text)):
            return self._numbered(int(number[1]))
        core = self._core(text)
        if option := self._cores.get(core):
            return Found(option, SURE if squeeze(text) == option else PUT_RIGHT)
        return self._part(core) or self._alike(core)

    def _numbered(self, number: int) -> Found:
        inside = 1 <= number <= len(self.options)
        return Found(self.options[number - 1], DOUBTFUL) if inside else Found(None)

    def _part(self, core: str) -> Found | None:
        """The only option that `core` is a substantial part of."""
        if len(core) < _LEAST_PART:
            return None
        wholes = [option for key, option in self._cores.items() if core in key]
        if len(wholes) == 1 and 2 * len(core) >= len(self._core(wholes[0])):
            return Found(wholes[0], DOUBTFUL)
        return Found(None, near=tuple(wholes[:3])) if len(wholes) > 1 else None

    def _alike(self, core: str) -> Found:
        from rapidfuzz import fuzz, process  # 30 ms to import

        ranked = process.extract(core, list(self._cores), scorer=fuzz.ratio, limit=3)
        (first, best, _), (_, second, _) = ranked[0], ranked[1]
        if best >= _ALIKE and best - second >= _MARGIN:
            return Found(self._cores[first], DOUBTFUL)
        near = tuple(self._cores[key] for key, score, _ in ranked if score >= _SUGGESTED)
        return Found(None, near=near or self._mentioned(core))

    def _mentioned(self, text: str) -> tuple[str, ...]:
        """The options whose names stand in `text`."""
        key = squeeze(text[:400])
        return tuple(option for core, option in self._cores.items() if core in key)[:3]


@dataclass(frozen=True, slots=True)
class WrittenChoice(Worded):
    """One name of a vocabulary, written out. A number before it goes, small slips are put right;
    what is in no vocabulary stays as written, with what it may mean as alternatives."""

    vocabulary: Vocabulary
    prompts: tuple[str, ...] = ()
    name: str = "written-choice"

    @property
    def options(self) -> tuple[str, ...]:
        return self.vocabulary.options

    def parse(self, raw: str) -> Reading:
        reading = read_text(self._written, raw)
        if reading.value is None:
            return reading
        return _looked_up(self.vocabulary, reading.value, raw)

    def likeness(self, raw: str) -> float:
        if len(raw) > _LONGEST + 20:
            return 0.0
        text = self._written(permitted(raw))
        return 0.0 if text is None else self.vocabulary.resemblance(text)

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "examples": list(self.options)}

    def _written(self, text: str) -> str | None:
        return settled(self._step, text)

    def _step(self, text: str) -> str | None:
        text = short(text)
        if len(text) > _LONGEST_ANSWER:
            return text
        answer = short(without_prompts(text, self.prompts))
        return or_none(self.vocabulary.without_number(answer))

    def _canonical(self, text: str) -> str | None:
        answer = self._written(text)
        return None if answer is None else self.vocabulary.find(answer).option or answer


@dataclass(frozen=True, slots=True)
class Joined:
    """A list of a vocabulary's names in one cell, printed with 、 between them, kept as written.

    `clean` is what each name goes through before it is looked up (a name's number or ending goes).
    """

    vocabulary: Vocabulary
    clean: Callable[[str], str | None]
    name: str = "joined"

    @property
    def options(self) -> tuple[str, ...]:
        return self.vocabulary.options

    def format(self, value: list[str]) -> str:
        return "、".join(value)

    def parse(self, raw: str) -> Reading:
        answers = [
            answer for part in _PARTED.split(permitted(raw)) for answer in self._answers(part)
        ]
        if not _fits(answers):
            return too_long([])
        readings = [_looked_up(self.vocabulary, answer, answer) for answer in answers]
        return Reading(
            [reading.value for reading in readings],
            tuple(problem for reading in readings for problem in reading.problems),
            tuple(reading.alternatives for reading in readings if reading.alternatives),
            min((reading.certainty for reading in readings), default=SURE),
        )

    def canonical(self, value: Any) -> list[str]:
        items = each(value, one_item)
        answers = [answer for item in items for answer in self._answers(item)]
        if not _fits(answers):
            raise ValueError(f"has more than {MAX_ITEMS} items, or one that is too long")
        return [self.vocabulary.find(answer).option or answer for answer in answers]

    def likeness(self, raw: str) -> float:
        answers = self.parse(raw).value if len(raw) <= 200 else []
        known = sum(answer in self.vocabulary for answer in answers)
        return known / len(answers) if answers else 0.0

    def json_schema(self) -> dict[str, Any]:
        item = {"type": "string", "pattern": r"^[^、\n\r]*$", "examples": list(self.options)}
        return {"type": "array", "items": item, "maxItems": MAX_ITEMS}

    def _answers(self, part: str) -> list[str]:
        """The answers in what stands between two 、: one, or several that are all names of the
        vocabulary with commas, spaces or nothing between them (each filled a line of the cell)."""
        whole = self.clean(part)
        if whole is None:
            return []
        if len(whole) > _LONGEST_CELL:
            return [whole]
        if together := self.vocabulary.run_together(whole):
            return together
        pieces = [name for piece in _LOOSELY_PARTED.split(whole) if (name := self.clean(piece))]
        found = [self.vocabulary.find(piece) for piece in pieces]
        if len(pieces) > 1 and all(one.option and one.certainty >= PUT_RIGHT for one in found):
            return pieces
        return [whole]


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of short texts, each on a line of its own."""

    name: str = "lines"
    options: tuple[str, ...] = ()

    def format(self, value: list[str]) -> str:
        return "\n".join(value)

    def parse(self, raw: str) -> Reading:
        lines = LINE_END.split(permitted(raw))
        items = _without_count([text for line in lines if (text := or_none(short(line)))])
        if not _fits(items):
            return too_long([])
        together = any(len(_TOGETHER.split(item)) > 1 for item in items)
        return Reading(items, certainty=DOUBTFUL if together else SURE)

    def canonical(self, value: Any) -> list[str]:
        items = each(value, lambda item: limited(one_line(written(item))))
        return _without_count([item for item in items if or_none(item)])

    def likeness(self, raw: str) -> float:
        return 0.05 if raw.strip() else 0.0

    def json_schema(self) -> dict[str, Any]:
        item = {"type": "string", "pattern": r"^[^\n\r]*$"}
        return {"type": "array", "items": item, "maxItems": MAX_ITEMS}


def _without_count(items: list[str]) -> list[str]:
    """The items without numbers that count them all: `1.甲方案`, `（1）甲方案`, `①甲方案`."""
    while items:
        counted = [_COUNT.match(item) for item in items]
        if [match and _counted(match) for match in counted] != [*range(1, len(items) + 1)]:
            break
        rest = [item[match.end() :] for item, match in zip(items, counted, strict=True) if match]
        items = [text for item in rest if (text := or_none(short(item)))]
    return items


def _counted(number: re.Match[str]) -> int:
    return int(number[1] or unicodedata.numeric(number[2]))


def _fits(items: list[str]) -> bool:
    """Whether a record may hold a list of these items."""
    return len(items) <= MAX_ITEMS and all(is_limited(item) for item in items)


def one_line(text: str) -> str:
    """A short text; ValueError when it holds a line break between its words."""
    if "\n" in prose(text):
        raise ValueError("an item must not hold a line break")
    return short(text)


def one_item(value: Any) -> str:
    """An item of a list that is printed with 、 between its items; ValueError where it has one."""
    text = one_line(written(value))
    if "、" in text:
        raise ValueError("an item must not hold the mark 、, which parts the items")
    return text


def without_number(text: str) -> str:
    """`text` without an ordinal number before it: `9.`, `（15）`, `三、`."""
    return _NUMBER_BEFORE.sub("", text, count=1) if _NUMBER_BEFORE.match(text) else text


def clean_name(text: str) -> str | None:
    """A written name as a short text without its number, None for an empty one."""
    return settled(lambda name: or_none(without_number(short(name))), text)


def _looked_up(vocabulary: Vocabulary, answer: str, raw: str) -> Reading:
    """The reading of a cleaned answer by its vocabulary; `raw` is quoted in the messages."""
    found = vocabulary.find(answer)
    if found.option is None:
        message = say(
            "not-in-vocabulary.written",
            raw=excerpt(raw),
            title=vocabulary.title,
            likely=likely(*found.near),
        )
        return Reading(answer, (("not-in-vocabulary", message),), found.near, 0.9)
    if found.certainty == SURE:
        return Reading(found.option)
    message = say("normalised.vocabulary", raw=excerpt(raw), value=found.option)
    return Reading(found.option, (("normalised", message),), (), found.certainty)
