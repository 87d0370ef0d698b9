"""A form printed as the page that fields are laid over: DOCX, its rooms empty and coloured."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from extractors.tags import Value
from forms.registry import Form
from renderers.docx import TEMPLATES, Printer
from renderers.fillable.colouring import colour
from renderers.fillable.rooms import Room, Rooms, context, is_wordless, layout_environment
from renderers.package import Frame, members
from renderers.parts import main_part
from renderers.survey import Hole, survey
from renderers.word import parse


def lay_out(form: Form, lengths: Mapping[str, int]) -> tuple[bytes, tuple[Room, ...]]:
    """The DOCX of the fillable form and its rooms.

    `lengths` are the rows of lists by path, where they are more than the template prints.
    """
    template = (TEMPLATES / form.template).read_bytes()
    rooms = Rooms(_hinted(template, form))
    printer = Printer(template, form, layout_environment())
    package = members(printer.fill(context(rooms, form.empty(), lengths)))
    name = main_part(package)
    document = parse(package[name].content())
    colour(document, rooms, form)
    frame = Frame(member for member in package.values() if member.name != name)
    content = etree.tostring(document, encoding="UTF-8", standalone=True)
    return frame.filled({name: content}), tuple(rooms.all)


def _hinted(template: bytes, form: Form) -> frozenset[str]:
    """The answers that have a hint in words beside their own tag."""
    leaves = frozenset(form.leaves())
    return frozenset(
        hole.path
        for hole in survey(members(template)).holes
        if hole.is_hint and not is_wordless(_hint_of(hole)) and form.pattern(hole.path) in leaves
    )


def _hint_of(hole: Hole) -> str:
    assert isinstance(hole.piece, Value)
    hint = hole.piece.filter("hint")
    return "" if hint is None else str(hint.arguments[0])
