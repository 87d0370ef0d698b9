"""Marks of rooms become white space, each room in a colour of its own.

The colours are next to black and show nowhere, for white space has no ink; but they survive the
conversion to PDF, where they tell which room it is that stands there.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from math import ceil

from lxml import etree

from forms.registry import Form
from renderers.fillable.rooms import Room, Rooms
from renderers.word import XML_SPACE, W

_RED = 1  # of rooms: a red that no form uses
_BITS = 5  # of the number of a room that are its blue; the others are its green

_SPACE = "\u3000"  # as wide as a character: two half-width columns
_END = "\u00a0"  # LibreOffice leaves out white space at a line's end that is no hard space

# Half-width columns for an answer beside other words, by codec, where the template says no more.
_COLUMNS = {"count": 6, "decimal": 16, "percent": 10, "date": 18, "month": 14, "industry": 20}
_OTHER_COLUMNS = 24

# A long answer has lines of 12 points; characters of its limit to each of them, in tables and
# outside: when it is full, the text of its field is 8.5 to 9.5 points high.
_LINE = 12
_TO_A_LINE = {True: 46, False: 48}
_FEWEST_LINES, _MOST_LINES = 4, 43
_UNLIMITED_LINES = {True: 2, False: 12}
_SIZE = 10


def room_of(colour: int) -> int | None:
    """The number of the room that a colour (RGB, 24 bit) stands for."""
    red, green, blue = colour.to_bytes(3, "big")
    return green << _BITS | blue if red == _RED and blue < 1 << _BITS else None


def _colour_of(room: int) -> str:
    """The colour of a room, near black, for the lines under rooms show it."""
    return f"{_RED:02X}{room >> _BITS:02X}{room & (1 << _BITS) - 1:02X}"


def colour(document: etree._Element, rooms: Rooms, form: Form) -> None:
    """Colours the rooms of a printed `w:document`, in place."""
    for paragraph in list(document.iter(W + "p")):
        lines = "".join(_texts(paragraph)).split("\n")
        found = [
            number for line in lines for number in map(rooms.number, line) if number is not None
        ]
        if not found:
            continue
        spaces = {number: _space(number, lines, paragraph, rooms, form) for number in found}
        for run in list(paragraph.iter(W + "r")):
            _part(run, rooms, spaces)
        room = rooms.all[found[0]]
        if room.is_prose and (high := _lines(room, paragraph, form)) > 1:
            _make_high(paragraph, high)


def _texts(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(W + "t", W + "br"):
        yield "\n" if element.tag == W + "br" else element.text or ""


def _space(
    number: int, lines: list[str], paragraph: etree._Element, rooms: Rooms, form: Form
) -> str:
    """The white space of a room: least where it has its cell for itself, for it will be grown."""
    room = rooms.all[number]
    line = next(line for line in lines if number in map(rooms.number, line))
    if room.option:
        return room.preset
    if len(line.strip()) == 1 and _fills_its_cell(paragraph):
        return _SPACE + _END
    columns = _COLUMNS.get(form.codec(room.path).name, _OTHER_COLUMNS)
    return _SPACE * (max(columns, room.columns) // 2) + _END


def _cell(paragraph: etree._Element) -> etree._Element | None:
    return next(paragraph.iterancestors(W + "tc"), None)


def _fills_its_cell(paragraph: etree._Element) -> bool:
    cell = _cell(paragraph)
    return cell is not None and len(cell.findall(W + "p")) == 1


def _lines(room: Room, paragraph: etree._Element, form: Form) -> int:
    """The lines of a long answer."""
    in_table = _cell(paragraph) is not None
    limit = form.limit(room.path)
    if limit is None:
        return _UNLIMITED_LINES[in_table]
    return min(max(ceil(limit / _TO_A_LINE[in_table]), _FEWEST_LINES), _MOST_LINES)


def _part(run: etree._Element, rooms: Rooms, spaces: dict[int, str]) -> None:
    """Puts runs in the place of `run` so that each mark has its own, as wide as its room."""
    look = run.find(W + "rPr")
    for child in run:
        if child.tag == W + "t":
            for number, text in rooms.parted(child.text or ""):
                if number is None:
                    run.addprevious(_run(look, _text(text)))
                else:
                    run.addprevious(_run(_coloured(look, number), _text(spaces[number])))
        elif child is not look:
            run.addprevious(_run(look, copy.deepcopy(child)))
    _remove(run)


def _run(look: etree._Element | None, content: etree._Element) -> etree._Element:
    run = etree.Element(W + "r")
    if look is not None:
        run.append(copy.deepcopy(look))
    run.append(content)
    return run


def _text(text: str) -> etree._Element:
    element = etree.Element(W + "t")
    element.text = text
    element.set(XML_SPACE, "preserve")
    return element


def _coloured(look: etree._Element | None, number: int) -> etree._Element:
    """Run properties with the colour of a room."""
    look = etree.Element(W + "rPr") if look is None else copy.deepcopy(look)
    for old in look.findall(W + "color"):
        look.remove(old)
    etree.SubElement(look, W + "color").set(W + "val", _colour_of(number))
    return look


def _make_high(paragraph: etree._Element, lines: int) -> None:
    """As many empty paragraphs as the answer has lines, on one page with the hint above them."""
    hint = paragraph.getprevious()
    if hint is not None and hint.tag == W + "p":
        _set(hint, "keepNext")
        if _cell(paragraph) is None:
            _make_small(hint, line=16)
    for row in paragraph.iterancestors(W + "tr"):
        _set(row, "cantSplit")
    _set(paragraph, "ind", firstLine="0", firstLineChars="0")
    _make_small(paragraph, line=_LINE)
    for _ in range(lines - 1):
        before = copy.deepcopy(paragraph)
        _set(before, "keepNext")
        paragraph.addprevious(before)


def _make_small(paragraph: etree._Element, line: int) -> None:
    """Gives a paragraph the size of what stands in tables, and lines of so many points."""
    _set(paragraph, "snapToGrid", val="0")
    _set(paragraph, "spacing", line=str(20 * line), lineRule="exact", before="0", after="0")
    for run in paragraph.iter(W + "r"):
        look = run.find(W + "rPr")
        if look is None:
            look = etree.Element(W + "rPr")
            run.insert(0, look)
        etree.SubElement(look, W + "sz").set(W + "val", str(2 * _SIZE))


def _set(element: etree._Element, name: str, **values: str) -> None:
    """Sets a property of a paragraph or row."""
    properties = element.find(f"{element.tag}Pr")
    if properties is None:
        properties = etree.Element(f"{element.tag}Pr")
        element.insert(0, properties)
    for old in properties.findall(W + name):
        properties.remove(old)
    etree.SubElement(properties, W + name, {W + key: value for key, value in values.items()})


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
