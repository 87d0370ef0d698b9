"""Which form a template belongs to."""

from __future__ import annotations

from extractors.tags import general
from forms.registry import Form, forms
from renderers.lint import UNREADABLE
from renderers.package import members
from renderers.survey import survey


def form_of(template: bytes) -> Form | None:
    """The form that has most of the template's fields; None if no form has any."""
    try:
        found = survey(members(template))
    except UNREADABLE:
        return None  # lint says why
    asked = {general(hole.path) for hole in found.holes}
    shared = {form: len(asked.intersection(form.leaves())) for form in forms()}
    best = max(shared, key=lambda form: shared[form], default=None)
    return best if best is not None and shared[best] else None
