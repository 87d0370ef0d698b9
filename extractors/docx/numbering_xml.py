"""numbering.xml: the automatic numbers of paragraphs, as Word shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from extractors.docx.look_xml import read_look
from extractors.docx.names import W_VAL, full, is_on, whole
from extractors.docx.number_formats import written
from extractors.docx.styles_xml import Styles
from extractors.docx.symbols import symbol

W_NUM: Final = full("w:num")
W_NUM_ID: Final = full("w:numId")
W_ABSTRACT_NUM: Final = full("w:abstractNum")
W_ABSTRACT_NUM_ID: Final = full("w:abstractNumId")
W_NUM_STYLE_LINK: Final = full("w:numStyleLink")
W_LVL: Final = full("w:lvl")
W_ILVL: Final = full("w:ilvl")
W_LVL_OVERRIDE: Final = full("w:lvlOverride")
W_START_OVERRIDE: Final = full("w:startOverride")
W_START: Final = full("w:start")
W_NUM_FMT: Final = full("w:numFmt")
W_LVL_TEXT: Final = full("w:lvlText")
W_LVL_RESTART: Final = full("w:lvlRestart")
W_IS_LGL: Final = full("w:isLgl")
W_P_STYLE: Final = full("w:pStyle")
W_R_PR: Final = full("w:rPr")

LEVELS: Final = 9
MOST_TEXT: Final = 100  # no honest number is longer


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list, set back by the `restart` levels above it (0: by none)."""

    start: int
    form: str
    text: str
    restart: int
    legal: bool  # upper levels' numbers are shown as decimals
    style: str | None  # the paragraph style that stands for this level
    font: str  # symbol font of its text, else ""


@dataclass(slots=True)
class List:
    """A list instance (`w:num`). Instances of one abstract list count on together."""

    levels: dict[int, Level]
    abstract: int
    starts: dict[int, int]  # levels set back when this instance begins
    begun: bool = False


class Numbering:
    """The lists of a document and how far each has counted."""

    __slots__ = ("_abstracts", "_counts", "_levels", "_lists", "_numbers", "_styles")

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[int, list[int | None]] = {}
        self._lists: dict[int, List | None] = {}
        self._levels: dict[int, dict[int, Level]] = {}  # by abstract list
        self._abstracts: dict[int, etree._Element] = {}
        self._numbers: dict[int, etree._Element] = {}
        if root is not None:
            for element in root.iterchildren(W_ABSTRACT_NUM):
                self._abstracts[whole(element.get(W_ABSTRACT_NUM_ID), -1)] = element
            for element in root.iterchildren(W_NUM):
                self._numbers[whole(element.get(W_NUM_ID), -1)] = element

    def next_number(
        self,
        direct: tuple[int | None, int | None] | None,
        inherited: tuple[int | None, int | None] | None,
        style: str | None,
    ) -> str | None:
        """Counts a paragraph and gives its number as shown; None when it has none.

        `direct` is the paragraph's own (numId, level), `inherited` its style's, `style` its id.
        """
        number = direct[0] if direct and direct[0] is not None else inherited and inherited[0]
        if not number:  # 0 takes a style's number away
            return None
        instance = self._list(number)
        if instance is None:
            return None
        level = direct[1] if direct and direct[1] is not None else None
        if level is None:
            level = _level_of_style(instance, style)
        if level is None:
            level = (inherited and inherited[1]) or 0
        definition = instance.levels.get(level)
        if definition is None:
            return None
        counts = self._count(instance, level)
        return _shown(instance, definition, counts) or None

    def _list(self, number: int) -> List | None:
        """The list of that id, read when first asked for."""
        if number not in self._lists:
            element = self._numbers.get(number)
            self._lists[number] = None if element is None else self._read_list(element)
        return self._lists[number]

    def _read_list(self, element: etree._Element) -> List | None:
        number = self._abstract_of(element)
        abstract = self._abstracts.get(number)
        if abstract is None:
            return None
        if number not in self._levels:
            self._levels[number] = dict(map(_read_level, abstract.iterchildren(W_LVL)))
        levels, starts = dict(self._levels[number]), {}
        for override in element.iterchildren(W_LVL_OVERRIDE):
            place = _place(override)
            for level in override.iterchildren(W_LVL):
                levels[place] = _read_level(level)[1]
            start = _value(override, W_START_OVERRIDE)
            if start is not None:
                starts[place] = whole(start)
        return List(levels, number, starts)

    def _abstract_of(self, element: etree._Element) -> int:
        """The abstract list of an instance; one that only names a numbering style is followed."""
        abstract = whole(_value(element, W_ABSTRACT_NUM_ID), -1)
        named = self._abstracts.get(abstract)
        link = None if named is None else _value(named, W_NUM_STYLE_LINK)
        linked = self._styles.get(link).numbering if link is not None else None
        other = self._numbers.get(linked[0]) if linked and linked[0] is not None else None
        return abstract if other is None else whole(_value(other, W_ABSTRACT_NUM_ID), -1)

    def _count(self, instance: List, level: int) -> list[int | None]:
        counts = self._counts.setdefault(instance.abstract, [None] * LEVELS)
        if not instance.begun:
            instance.begun = True
            for place, start in instance.starts.items():
                counts[place] = start - 1
        current = counts[level]
        counts[level] = instance.levels[level].start if current is None else current + 1
        for lower, definition in instance.levels.items():
            if lower > level and level < definition.restart:
                counts[lower] = None
        return counts


def _level_of_style(instance: List, style: str | None) -> int | None:
    if style is None:
        return None
    return next((i for i, level in instance.levels.items() if level.style == style), None)


def _shown(instance: List, definition: Level, counts: list[int | None]) -> str:
    text = definition.text
    if definition.font:
        shown = [symbol(definition.font, ord(character)) for character in text]
        return "".join(s.character if s else c for s, c in zip(shown, text, strict=True))
    for place, level in instance.levels.items():
        mark = f"%{place + 1}"
        if mark in text:
            count = counts[place]
            form = "decimal" if definition.legal and level.form != "none" else level.form
            text = text.replace(mark, written(level.start if count is None else count, form))
    return text.strip()[:MOST_TEXT]


def _read_level(element: etree._Element) -> tuple[int, Level]:
    place = _place(element)
    legal = next(element.iterchildren(W_IS_LGL), None)
    return place, Level(
        start=whole(_value(element, W_START)),
        form=_value(element, W_NUM_FMT) or "decimal",
        text=(_value(element, W_LVL_TEXT) or "")[:MOST_TEXT],
        restart=whole(_value(element, W_LVL_RESTART), place),
        legal=legal is not None and is_on(legal.get(W_VAL)),
        style=_value(element, W_P_STYLE),
        font=read_look(element.find(W_R_PR)).font or "",
    )


def _place(element: etree._Element) -> int:
    return min(max(whole(element.get(W_ILVL)), 0), LEVELS - 1)


def _value(parent: etree._Element, tag: str) -> str | None:
    element = next(parent.iterchildren(tag), None)
    return None if element is None else element.get(W_VAL)
