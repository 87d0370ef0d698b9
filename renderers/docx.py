"""Record → DOCX, by the form's template.

The template is compiled once per process and kept. A print then is: load the record, run the
compiled Jinja template, deflate the parts that it made, and copy the rest of the package raw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from extractors.tags import general
from forms.registry import Form, Record
from renderers.compiling import IDENTIFIERS, jinja_source
from renderers.lint import TemplateError, lint
from renderers.package import Frame, members
from renderers.parts import changing_parts
from renderers.stamp import stamped
from renderers.values import Identifiers, environment
from renderers.word import number_of

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

_printers: dict[str, Printer] = {}


def render(form: Form, record: Mapping[str, Any]) -> bytes:
    """The filled form as a DOCX, the same bytes for the same record.

    Raises InvalidRecord for a record that the form's schema refuses and TemplateError for a
    template with faults.
    """
    return printer(form).print(form.load(record))


def blank(form: Form) -> bytes:
    """The official blank as a DOCX; raises TemplateError for a template with faults."""
    return printer(form).print(form.empty())


def printer(form: Form) -> Printer:
    """The form's compiled template, made at its first use in this process."""
    if form.name not in _printers:
        _printers[form.name] = Printer((TEMPLATES / form.template).read_bytes(), form)
    return _printers[form.name]


class Printer:
    """A compiled template of a form."""

    def __init__(
        self, template: bytes, form: Form, jinja: SandboxedEnvironment | None = None
    ) -> None:
        """Compiles the template's bytes; raises TemplateError with every fault that lint finds.

        `jinja` runs its tags; by default they print the values of records.
        """
        faults = lint(template, form)
        if faults:
            raise TemplateError(form.template, faults)
        self._form = form
        self.jinja = jinja or environment(
            {general(path): form.codec(path).format for path in form.leaves()}
        )
        package = stamped(members(template), form.name, template)
        roots = {part.name: part.root for part in changing_parts(package)}
        self._taken = _numbers(roots.values())
        self.parts = {
            name: self.jinja.from_string(jinja_source(root)) for name, root in roots.items()
        }
        self._frame = Frame(m for m in package.values() if m.name not in self.parts)

    def print(self, record: Record) -> bytes:
        """The form filled with a canonical record."""
        return self.fill(self._form.printed(record))

    def fill(self, context: Mapping[str, Any]) -> bytes:
        """The form with what `context` has for the names in its tags."""
        names = {**context, IDENTIFIERS: Identifiers(self._taken)}
        return self._frame.filled(
            {name: self.finished(part.render(names)) for name, part in self.parts.items()}
        )

    def finished(self, part: str) -> bytes:
        """A part as it goes into the package."""
        return part.encode()


def _numbers(roots: Iterable[etree._Element]) -> set[int]:
    """The numbers that elements of the template have, which no repeated element may take."""
    return {
        int(element.get(found[1], ""))
        for root in roots
        for element in root.iter()
        if (found := number_of(element))
    }
