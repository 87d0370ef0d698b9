"""The fields of a fillable form, laid over its rooms.

A field's whole name is its record's path (`tasks.0.technologies.1.name`); the boxes of a list of
options add theirs, as the template's check boxes do (`tasks.0.industries=汽车`).
ISO 32000-1, 12.7 (interactive forms) and 12.5.6.19 (widgets).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from forms.codecs import Codec
from forms.registry import Form
from renderers.fillable import appearances
from renderers.fillable.appearances import add_appearance
from renderers.fillable.faces import BOXES, HAN, embed_boxes, embed_han, width
from renderers.fillable.objects import FieldTree, add, pdf_text
from renderers.fillable.placing import Box, Spot
from renderers.fillable.rooms import Room

_COMBO_CODECS = ("written-choice", "industry", "joined")
_RADIO_CODECS = ("choice", "yes-no")
_WRAPPED_CODECS = ("prose", "lines")
_WRAPS_BELOW = 200.0  # points: where a short text has less, it may take several lines
_HIGHEST_LINE = 22.0  # points, of a field of one line: viewers set its text as high as the field
_LIST_TEXT, _BORDERS = 10.0, 4.0  # points: a list's text at most, what a field leaves free

# Characters to a 字, of which a Latin word or number is one, however long it is: a legal answer
# never has as many as this.
_CHARACTERS_TO_A_WORD = 10
_MOST = {"credit-code": 18}

_EXAMPLES = {
    "date": "，如：2024年5月20日",
    "date-or-month": "，如：2024年5月20日，或2024年5月",
    "month": "，如：2024年6月",
    "joined": "，多项之间用“、”分隔",
    "lines": "，每项一行",
}

MULTILINE, _RADIO, _COMBO, _EDIT = 1 << 12, 1 << 15, 1 << 17, 1 << 18
_PRINT = 4  # /F of an annotation: it is printed

ON = "Yes"  # the state of a box by itself when it is ticked


def add_fields(document: Any, form: Form, rooms: Iterable[Room], spots: Iterable[Spot]) -> None:
    """Lays a field over each room, in the order of the page, and makes the document a form."""
    writer = _Writer(document, form)
    for room, spot in zip(rooms, spots, strict=True):
        writer.add(room, spot)
    writer.finish()


class _Writer:
    """Writes the fields of a document, then the tree over them and each page's list of them."""

    def __init__(self, document: Any, form: Form) -> None:
        self.document = document
        self.form = form
        self.fonts = f"<</{HAN} {embed_han(document)} 0 R/{BOXES} {embed_boxes(document)} 0 R>>"
        self.tree = FieldTree(document)
        self.widgets: dict[int, list[int]] = {}  # by page
        self.appearances: dict[bytes, int] = {}  # of boxes, which are alike

    def add(self, room: Room, spot: Spot) -> None:
        codec = self.form.codec(room.path)
        if codec.name in _RADIO_CODECS:
            self.add_radio(room, spot, codec)
        elif room.option:
            self.add_box(room, spot, codec)
        else:
            self.add_text(room, spot, codec)

    def add_radio(self, room: Room, spot: Spot, codec: Codec) -> None:
        """A box of a group of which one may be ticked; its state is the option's number."""
        if room.path not in self.tree:
            keys = f"/FT/Btn/Ff {_RADIO}/V/Off/Opt{_options(codec)}{self.tip(room.path, codec)}"
            self.tree.add_group(room.path, keys)
        keys = self.place(spot) + self.box(spot, str(codec.options.index(room.option)))
        self.put(spot, self.tree.add_widget(room.path, keys))

    def add_box(self, room: Room, spot: Spot, codec: Codec) -> None:
        """A box by itself."""
        name = room.path if codec.name == "tick" else room.name
        keys = f"/FT/Btn/V/Off{self.tip(room.path, codec, room.option)}"
        self.put(spot, self.tree.add_leaf(name, keys + self.place(spot) + self.box(spot, ON)))

    def add_text(self, room: Room, spot: Spot, codec: Codec) -> None:
        """A text field, or a list to choose from that takes other text too."""
        narrow = spot.box.x1 - spot.box.x0 < _WRAPS_BELOW
        wraps = codec.name in _WRAPPED_CODECS or (codec.name == "text" and narrow)
        chosen = codec.name in _COMBO_CODECS
        size = _list_size(codec, spot.box) if chosen else 0
        keys = f"/DA(/{HAN} {size:g} Tf 0 g)/Q {spot.align}{self.tip(room.path, codec)}"
        if chosen:
            keys += f"/FT/Ch/Ff {_COMBO | _EDIT}/Opt{_options(codec)}"
        else:
            keys += f"/FT/Tx/Ff {MULTILINE if wraps else 0}{self.most(room.path, codec)}"
        if not wraps:
            spot = replace(spot, box=_of_one_line(spot.box))
        if room.preset:
            keys += self.shown(room.preset, spot, wraps=wraps)
        self.put(spot, self.tree.add_leaf(room.name, keys + self.place(spot)))

    def place(self, spot: Spot) -> str:
        """The keys of a widget at a spot."""
        page = self.document[spot.page]
        x0, y0, x1, y1 = spot.box
        high = page.mediabox.y1
        rect = f"[{x0:.2f} {high - y1:.2f} {x1:.2f} {high - y0:.2f}]"
        return f"/Type/Annot/Subtype/Widget/F {_PRINT}/Rect{rect}/P {page.xref} 0 R"

    def put(self, spot: Spot, widget: int) -> None:
        self.widgets.setdefault(spot.page, []).append(widget)

    def box(self, spot: Spot, state: str) -> str:
        """The keys of an unticked box whose ticked state has that name."""
        side = spot.box.x1 - spot.box.x0
        on, off = (self.box_appearance(side, ticked=ticked) for ticked in (True, False))
        return f"/AS/Off/AP<</N<</{state} {on} 0 R/Off {off} 0 R>>>>"

    def box_appearance(self, side: float, *, ticked: bool) -> int:
        content = appearances.box(side, ticked=ticked)
        if content not in self.appearances:
            self.appearances[content] = add_appearance(
                self.document, content, side, side, self.fonts
            )
        return self.appearances[content]

    def shown(self, text: str, spot: Spot, *, wraps: bool) -> str:
        """The keys of a field that has a text already."""
        x0, y0, x1, y1 = spot.box
        content = appearances.text(text, x1 - x0, y1 - y0, spot.align, wraps=wraps)
        number = add_appearance(self.document, content, x1 - x0, y1 - y0, self.fonts)
        return f"/V{pdf_text(text)}/AP<</N {number} 0 R>>"

    def tip(self, path: str, codec: Codec, option: str = "") -> str:
        """The printed label, which viewers show and read out, and how to write the answer."""
        label = "·".join(filter(None, (self.form.label(path), option)))
        return f"/TU{pdf_text(label + _EXAMPLES.get(codec.name, ''))}"

    def most(self, path: str, codec: Codec) -> str:
        limit = self.form.limit(path)
        most = _MOST.get(codec.name) or (limit and limit * _CHARACTERS_TO_A_WORD)
        return f"/MaxLen {most}" if most else ""

    def finish(self) -> None:
        document = self.document
        keys = f"/Fields{self.tree.finish()}/DR<</Font{self.fonts}>>/DA(/{HAN} 0 Tf 0 g)"
        form = add(document, f"<<{keys}>>")
        document.xref_set_key(document.pdf_catalog(), "AcroForm", f"{form} 0 R")
        for page, widgets in self.widgets.items():
            number = document[page].xref
            references = " ".join(f"{widget} 0 R" for widget in widgets)
            document.xref_set_key(number, "Annots", f"[{references}]")
            document.xref_set_key(number, "Tabs", "/R")


def _options(codec: Codec) -> str:
    return f"[{''.join(map(pdf_text, codec.options))}]"


def _list_size(codec: Codec, box: Box) -> float:
    """The size of a list's text, points, in which the longest option fits: viewers would set it as
    high as the field, larger than the text around. Of several options at once they choose it: 0."""
    if codec.name == "joined":
        return 0
    longest = max(width(option, 1) for option in codec.options)
    return min(_LIST_TEXT, int(2 * (box.x1 - box.x0 - _BORDERS) / longest) / 2)


def _of_one_line(box: Box) -> Box:
    """The box as high as a line may be, in the middle of its place."""
    spare = max(box.y1 - box.y0 - _HIGHEST_LINE, 0) / 2
    return box._replace(y0=box.y0 + spare, y1=box.y1 - spare)
