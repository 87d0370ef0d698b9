"""Marks of changes in a printed part: elements of our own round changed words, made Word's own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Final

from lxml import etree

from renderers.word import XML_SPACE, W, parse

NAMESPACE: Final = "urn:tianbao:changes"
FROM, TO, AT = (f"{{{NAMESPACE}}}{name}" for name in ("from", "to", "at"))

COLOUR: Final = "C00000"
TINT: Final = "FBE5E5"

# Where our properties stand among a run's and a paragraph's (ECMA-376 17.3.2.28, 17.3.1.26).
_BEHIND_COLOUR: Final = (
    *("spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd"),
    *("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"),
)
_BEHIND_LINE: Final = _BEHIND_COLOUR[8:]
_BEFORE_SHADE: Final = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr"),
)


def dressed(part: str) -> bytes:
    """A printed part with its marks turned into Word's own."""
    root = parse(part.encode())
    for run in list(root.iter(W + "r")):
        if any(child.tag in (FROM, TO, AT) for child in run):
            _shade(run)
            _split(run)
    return etree.tostring(root, encoding="UTF-8", standalone=True)


def _split(run: etree._Element) -> None:
    """A run as several, those between marks coloured."""
    parent = run.getparent()
    assert parent is not None
    properties = run.find(W + "rPr")
    runs: list[etree._Element] = []
    changed, fresh = False, True
    for child in list(run):
        if child.tag == W + "rPr":
            continue
        if child.tag in (FROM, TO, AT):
            changed, fresh = child.tag == FROM, True
            continue
        if child.tag == W + "t":
            if not child.text:
                continue
            child.set(XML_SPACE, "preserve")
        if fresh:
            runs.append(_like(run, properties, changed=changed))
            fresh = False
        runs[-1].append(child)
    at = parent.index(run)
    parent[at : at + 1] = runs or [_like(run, properties, changed=False)]


def _like(
    run: etree._Element, properties: etree._Element | None, *, changed: bool
) -> etree._Element:
    made = etree.Element(W + "r", {str(key): str(value) for key, value in run.attrib.items()})
    own = etree.Element(W + "rPr") if properties is None else copy.deepcopy(properties)
    if changed:
        _put(own, "color", {"val": COLOUR}, _BEHIND_COLOUR)
        _put(own, "u", {"val": "wave", "color": COLOUR}, _BEHIND_LINE)
    if len(own):
        made.append(own)
    return made


def _put(
    properties: etree._Element, name: str, attributes: Mapping[str, str], behind: tuple[str, ...]
) -> None:
    """Sets a property, before those of `behind`."""
    for old in properties.findall(W + name):
        properties.remove(old)
    made = etree.Element(W + name, {W + key: value for key, value in attributes.items()})
    following = [child for child in properties if str(child.tag) in {W + each for each in behind}]
    properties.insert(properties.index(following[0]) if following else len(properties), made)


def _shade(run: etree._Element) -> None:
    """A tint behind the run's paragraph, which shows where an answer was that is none now. A bar
    beside it would do in running text; LibreOffice draws none in a table's cells."""
    paragraph = next(run.iterancestors(W + "p"))
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = etree.Element(W + "pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(W + "shd"):
        properties.remove(old)
    shade = {"val": "clear", "color": "auto", "fill": TINT}
    made = etree.Element(W + "shd", {W + key: value for key, value in shade.items()})
    before = {W + name for name in _BEFORE_SHADE}
    properties.insert(sum(str(child.tag) in before for child in properties), made)
