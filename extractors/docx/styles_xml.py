"""styles.xml: a style's name, and what it makes of the runs and paragraphs that use it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from extractors.docx.look_xml import PLAIN, Look, effective, laid_over, read_look
from extractors.docx.names import W_VAL, full, whole
from extractors.docx.parse import SHARED_BYTES
from extractors.docx.parts import Part

W_STYLE: Final = full("w:style")
W_STYLE_ID: Final = full("w:styleId")
W_TYPE: Final = full("w:type")
W_DEFAULT: Final = full("w:default")
W_NAME: Final = full("w:name")
W_BASED_ON: Final = full("w:basedOn")
W_R_PR: Final = full("w:rPr")
W_P_PR: Final = full("w:pPr")
W_NUM_PR: Final = full("w:numPr")
W_NUM_ID: Final = full("w:numId")
W_ILVL: Final = full("w:ilvl")
W_DOC_DEFAULTS: Final = full("w:docDefaults")
W_R_PR_DEFAULT: Final = full("w:rPrDefault")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits. `numbering` is (numId, level), None where it has none."""

    name: str | None
    look: Look
    numbering: tuple[int | None, int | None] | None


NO_STYLE: Final = Style(None, PLAIN, None)


class Styles:
    """The styles of a document by id, resolved when first asked for."""

    __slots__ = ("_base", "_default", "_elements", "_paragraph", "_resolved")

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._paragraph: dict[str | None, Style] = {}
        self._base = NO_STYLE
        self._default: str | None = None
        if root is None:
            return
        for element in root.iterchildren(W_STYLE):
            id_ = element.get(W_STYLE_ID)
            if id_ is not None:
                self._elements.setdefault(id_, element)
                if element.get(W_TYPE) == "paragraph" and element.get(W_DEFAULT) in ("1", "true"):
                    self._default = id_
        defaults = _descend(root, W_DOC_DEFAULTS, W_R_PR_DEFAULT, W_R_PR)
        self._base = Style(None, read_look(defaults), None)

    def paragraph(self, id_: str | None) -> Style:
        """The paragraph style of that id; the default one when there is none. Its look is PLAIN
        itself when it changes nothing."""
        style = self._paragraph.get(id_)
        if style is None:
            known = id_ if id_ in self._elements else self._default
            style = self._base if known is None else self.get(known)
            style = Style(style.name, effective(style.look), style.numbering)
            self._paragraph[id_] = style
        return style

    def is_plain(self, id_: str | None) -> bool:
        """Whether a paragraph or run of that style is shown, and counted by no list."""
        style = self.paragraph(id_)
        return style.numbering is None and not style.look.hidden

    def get(self, id_: str | None) -> Style:
        """The style of that id with what it inherits; a style without properties when unknown."""
        chain: dict[str, etree._Element] = {}
        while id_ is not None and id_ not in self._resolved and id_ not in chain:
            element = self._elements.get(id_)
            if element is None:
                break
            chain[id_] = element
            id_ = _value(element, W_BASED_ON)  # which may go in a circle
        style = self._resolved.get(id_ or "")
        for id_, element in reversed(chain.items()):
            style = self._resolved[id_] = self._over(element, style)
        return style or NO_STYLE

    def _over(self, element: etree._Element, base: Style | None) -> Style:
        """The style of an element, laid over the one that it is based on."""
        if base is None:
            base = self._base if element.get(W_TYPE) == "paragraph" else NO_STYLE
        return Style(
            _value(element, W_NAME),
            laid_over(read_look(_descend(element, W_R_PR)), base.look),
            read_numbering(_descend(element, W_P_PR, W_NUM_PR)) or base.numbering,
        )


def styles_of(part: Part | None) -> Styles:
    """The styles that a part says, those of equal small parts once."""
    if part is None:
        return Styles(None)
    shared = len(part.written) <= SHARED_BYTES
    return _shared(part.root) if shared and part.written else Styles(part.root)


@lru_cache(maxsize=4)
def _shared(root: etree._Element) -> Styles:
    return Styles(root)


def read_numbering(element: etree._Element | None) -> tuple[int | None, int | None] | None:
    """(numId, level) of a `w:numPr`, each None where it is not said."""
    if element is None:
        return None
    number, level = _value(element, W_NUM_ID), _value(element, W_ILVL)
    return (None if number is None else whole(number), None if level is None else whole(level))


def _descend(element: etree._Element, *tags: str) -> etree._Element | None:
    """The first child of that name, its first child of the next name, and so on."""
    found: etree._Element | None = element
    for tag in tags:
        if found is None:
            return None
        found = next(found.iterchildren(tag), None)
    return found


def _value(parent: etree._Element, tag: str) -> str | None:
    element = next(parent.iterchildren(tag), None)
    return None if element is None else element.get(W_VAL)
