"""Everything in a template that can't be printed, or could not be read back from what is printed.

Each check is one function over the survey of the template. Printing refuses a template for
which any of them finds something.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from lxml import etree

from forms.registry import Form
from renderers.lint_faults import Fault, TemplateError
from renderers.lint_fields import FIELD_CHECKS
from renderers.lint_holes import HOLE_CHECKS
from renderers.lint_loops import LOOP_CHECKS
from renderers.package import Member, members
from renderers.parts import NoDocumentError
from renderers.stamp import Stamp, stamp_of
from renderers.survey import Survey, survey
from renderers.word import DeclaredType

__all__ = ["UNREADABLE", "Fault", "TemplateError", "lint"]

# What looking at a file raises that is no Word template.
UNREADABLE = (zipfile.BadZipFile, NoDocumentError, etree.XMLSyntaxError, DeclaredType)


def lint(template: bytes, form: Form | None) -> list[Fault]:
    """The faults of a template, in its order; without a form its fields are not looked at."""
    try:
        package = members(template)
        _look_at_all(package)
        found = survey(package)
        stamp = stamp_of(package)
    except UNREADABLE as error:
        return [Fault("not-a-template", "", "", f"this is no Word template: {error}")]
    faults = [fault for check in LOOP_CHECKS + HOLE_CHECKS for fault in check(found)]
    if form is not None:
        faults += _stamp(stamp, form)
        faults += [fault for check in FIELD_CHECKS for fault in check(found, form)]
    return _in_order(faults, found)


def _in_order(faults: list[Fault], found: Survey) -> list[Fault]:
    """By the place in the template; what has none comes last."""
    order = {passage.named: n for n, passage in reversed(list(enumerate(found.passages)))}
    return sorted(faults, key=lambda fault: order.get(fault.cell, len(order)))


def _look_at_all(package: Mapping[str, Member]) -> None:
    """Raises zipfile.BadZipFile for a damaged part, which printing would copy as it is, and
    NoDocumentError without the part that says what the others are."""
    if "[Content_Types].xml" not in package:
        raise NoDocumentError("the package has no [Content_Types].xml")
    for member in package.values():
        member.content()


def _stamp(stamp: Stamp | None, form: Form) -> list[Fault]:
    if stamp is None or stamp.form == form.name:
        return []
    message = f"the template is stamped as one of {stamp.form}, not of {form.name}; use that form"
    return [Fault("other-form", "", "", message)]
