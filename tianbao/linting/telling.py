"""Which form a template belongs to."""

from __future__ import annotations

import zipfile
import zlib

from lxml import etree

from extractors.tags import general
from forms.registry import Form, forms
from renderers.package import members
from renderers.parts import NoDocumentError
from renderers.survey import survey


def form_of(template: bytes) -> Form | None:
    """The form that has most of the template's fields; None if no form has any."""
    try:
        found = survey(members(template))
    except (zipfile.BadZipFile, zlib.error, NoDocumentError, etree.XMLSyntaxError):
        return None  # lint says why
    asked = {general(hole.path) for hole in found.holes}
    shared = {form: len(asked.intersection(form.leaves())) for form in forms()}
    best = max(shared, key=lambda form: shared[form], default=None)
    return best if best is not None and shared[best] else None
