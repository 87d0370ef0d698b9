"""The fields of a blank filled with a record, their appearances written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractors.mupdf import pymupdf
from forms.codecs import Codec
from forms.codecs.choices import YES
from forms.registry import Form, Record
from renderers.fillable import appearances
from renderers.fillable.appearances import add_appearance
from renderers.fillable.fields import MULTILINE
from renderers.fillable.objects import pdf_text
from renderers.values import is_empty, is_ticked


@dataclass(frozen=True, slots=True)
class _Widget:
    """A widget of a blank, and what filling has to know of it."""

    number: int  # of its object
    option: str  # of a box, "" for a text
    state: str  # of a box when it is ticked
    group: int  # the object that has the value: itself, or the field above it
    wide: float
    high: float
    align: int
    wraps: bool
    most: int  # characters; 0 for any number


class Blank:
    """A fillable form without answers: the PDF and where its fields are."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._widgets: dict[str, list[_Widget]] = {}  # by the record's paths
        with pymupdf.open(stream=pdf) as document:
            self._fonts = _fonts(document)
            for page in document:
                for widget in page.widgets():
                    path = widget.field_name.partition("=")[0]
                    self._widgets.setdefault(path, []).append(_widget(document, widget))

    def lacks(self, form: Form, path: str) -> bool:
        """Whether the answer of that path has no field though other rows of its list have one."""
        if path in self._widgets:
            return False
        return form.pattern(path) in map(form.pattern, self._widgets)

    def filled(self, form: Form, record: Record) -> bytes:
        """The PDF with the answers of a canonical record, for all of which there is room."""
        with pymupdf.open(stream=self.pdf) as document:
            for path, answer, value in form.answers(record):
                for widget in self._widgets.get(path, ()):
                    self._fill(document, widget, answer.codec, value)
            return bytes(document.tobytes(use_objstms=1, no_new_id=True, deflate=True))

    def _fill(self, document: Any, widget: _Widget, codec: Codec, value: Any) -> None:
        if widget.option:
            if is_ticked(value, widget.option):
                document.xref_set_key(widget.number, "AS", f"/{widget.state}")
                document.xref_set_key(widget.group, "V", f"/{widget.state}")
        elif not is_empty(value):
            self._write(document, widget, written(codec, value))

    def _write(self, document: Any, widget: _Widget, text: str) -> None:
        content = appearances.text(text, widget.wide, widget.high, widget.align, wraps=widget.wraps)
        number = add_appearance(document, content, widget.wide, widget.high, self._fonts)
        document.xref_set_key(widget.number, "V", pdf_text(text))
        document.xref_set_key(widget.number, "AP", f"<</N {number} 0 R>>")
        if widget.most and len(text) > widget.most:
            document.xref_set_key(widget.number, "MaxLen", "null")


def written(codec: Codec, value: Any) -> str:
    """An answer as it is written into a field: as printed, a count without its unit, which the form
    has printed already."""
    return str(value) if isinstance(value, int) else codec.format(value)


def _fonts(document: Any) -> str:
    """The fonts of the fields, as the blank names them."""
    return str(document.xref_get_key(document.pdf_catalog(), "AcroForm/DR/Font")[1])


def _widget(document: Any, widget: Any) -> _Widget:
    number = widget.xref
    option = state = ""
    group = number
    if widget.field_type_string in ("CheckBox", "RadioButton"):
        state = next(name for name in widget.button_states()["normal"] if name != "Off")
        option = widget.field_name.partition("=")[2] or YES
    if widget.field_type_string == "RadioButton":
        option = widget.choice_values[int(state)]
        group = int(document.xref_get_key(number, "Parent")[1].split()[0])
    return _Widget(
        number,
        option,
        state,
        group,
        widget.rect.width,
        widget.rect.height,
        int(document.xref_get_key(number, "Q")[1]) if not option else 0,
        widget.field_type_string == "Text" and bool(widget.field_flags & MULTILINE),
        widget.text_maxlen,
    )
