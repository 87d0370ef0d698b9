"""x"""

from __future__ import annotations

from forms.errors import TianbaoError


class TemplateError(TianbaoError):
    def __init__(self, name, faults):
        super().__init__(name, faults)


def lint(template, form):
    return []
