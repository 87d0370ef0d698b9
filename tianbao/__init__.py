"""Tianbao (填报): official Chinese forms printed from Word templates, and read back.

The verbs of the command line as functions. Documents go in as bytes or paths and come out as
bytes; records are plain dicts in the shape that docs/records.md describes. Nothing heavy is
imported before a function needs it.

    import tianbao

    document = tianbao.render("application", record)     # → bytes of a .docx
    (result,) = tianbao.extract(document)                # → one dict a form found
    assert result["record"] == record                    # if the record was canonical
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime

    from forms.registry import Form
    from tianbao.verbs.printing import Kind

__version__ = "0.1.0"

__all__ = [
    "annotate",
    "blank",
    "check",
    "compare",
    "correct",
    "extract",
    "forms",
    "lint",
    "notice",
    "render",
    "schema",
    "summarize",
]

Document = bytes | str | os.PathLike[str]


def forms() -> tuple[Form, ...]:
    """The forms that are known, each with `name`, `title` and `template`."""
    from forms.registry import forms as known

    return known()


def schema(form: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the form's record.

    `form` is a form's name or a unique ending of it, here and below; UnknownForm otherwise.
    """
    return _form(form).json_schema()


def blank(form: str, kind: Kind = "docx") -> bytes:
    """The official blank as a Word file (`docx`), a PDF (`pdf`), a PDF/A-2b (`pdf/a`) or a
    PDF with fields to fill in (`fillable`).

    For PDF raises renderers.office.OfficeMissing where there is no LibreOffice.
    """
    from tianbao.verbs.printing import blank as print_blank

    return print_blank(_form(form), kind)


def render(
    form: str,
    record: Mapping[str, Any],
    kind: Kind = "docx",
    *,
    changes: Mapping[str, Any] | None = None,
) -> bytes:
    """The record printed, as a file of a kind as of `blank`; the same bytes for the same record.
    With `changes`, an older record, what is not as in that one is marked; it reads back the same.

    Raises forms.errors.InvalidRecord, which has every error of the record by its path; for PDF also
    renderers.office.OfficeMissing, and Unconvertible where LibreOffice fails.
    """
    from tianbao.verbs.printing import render as print_record
    from tianbao.verbs.printing import render_changes

    if changes is not None:
        return render_changes(_form(form), record, changes, kind)[0]
    return print_record(_form(form), record, kind)


def extract(document: Document) -> list[dict[str, Any]]:
    """What the document says: one dict a form found, in the shape of docs/records.md; one with
    `"form": None` and the reason for a document that can't be read.

    Reads in the calling process, which a document made to do harm can slow down or kill. For those
    from strangers there is `tianbao.verbs.reading.read_all`, which reads in child processes that
    have limits, as the command line does. Kinds that LibreOffice must convert first (.doc, .rtf,
    .odt, HTML, Word 2003 XML) are converted by processes of its own, with limits.
    """
    from tianbao.verbs.converting import extract as read

    return read(*_opened(document))


def check(
    what: Document | Mapping[str, Any],
    form: str | None = None,
    *,
    against: Iterable[Document | Mapping[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """What is wrong with a record or a document by the rules of its form: a report for each form
    found, `{"source": …, "form": …, "problems": [{"code", "path", "severity", "message"}]}`.

    A record is told by its keys; `form` says it where they can't. A document that can't be read has
    `"form": None` and the reason. With `against`, the applications that it should list (documents
    or records), a 附件2 is held to them as well; raises Unread for one that can't be read.
    """
    from tianbao.verbs.checking import of_record, of_result

    if against is not None:
        from tianbao.verbs.summarizing import against as against_all

        submissions = [result for each in against for result in _read(each)]
        return [
            against_all(of_result(result), result["record"], submissions) for result in _read(what)
        ]
    if isinstance(what, Mapping):
        return [of_record(dict(what), None, _form(form) if form else None)]
    return [of_result(result) for result in extract(what)]


def compare(
    a: Document | Mapping[str, Any], b: Document | Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What differs between two versions of a submission, each a document or a record:
    `{"path", "a", "b", "kind"}` of each answer, `kind` being `differs`, `only-a`, `only-b` or
    `looks-different` (spaces, width, characters that look alike).

    Raises Unread for a document that gives no record.
    """
    from tianbao.verbs.comparing import compare_results

    return list(compare_results(_read(a), _read(b)))


def notice(
    what: Document | Mapping[str, Any],
    *,
    issuer: str | None = None,
    by: datetime.date | None = None,
    date: datetime.date | None = None,
    include: Iterable[str] = (),
) -> bytes | None:
    """补正通知书 about a document or a record, a .docx: the numbered list of what the applicant
    must put right; None where there is nothing.

    `issuer` is the office that writes, `date` its date (today), `by` the date by which (ten days
    later), `include` codes of problems that are the office's own (`needs-review`). Raises Unread.
    """
    from tianbao.verbs.noticing import FORM, Letter, notice_of

    record = notice_of(_read(what), Letter(issuer, date, by, tuple(include)))
    return None if record is None else render(FORM, record)


def summarize(submissions: Iterable[Document | Mapping[str, Any]], kind: str = ".docx") -> bytes:
    """附件2 from applications (documents or records) in the order given, as a .docx, .pdf or .xlsx.

    Raises Unread for a document that gives no record, WrongCall where none is an application.
    """
    from tianbao.verbs.summarizing import summarize_results

    results = [result for each in submissions for result in _read(each)]
    return summarize_results(results).printed(kind)


def correct(
    document: Document,
    changes: Mapping[str, Any],
    track: bool = False,
    author: str | None = None,
) -> bytes:
    """The submitter's own Word file with changes (record path → value, None to clear) written where
    the answers stand; with `track` as tracked changes by `author`. A file of another kind (.doc,
    .rtf, .odt, HTML, Word 2003 XML) is converted to DOCX first, and written into that.

    Raises renderers.correct.Refused with the reason of every change that has no place,
    forms.errors.InvalidRecord with every value that the form refuses.
    """
    from renderers.correct import correct as write

    return write(_word(document), changes, track=track, author=author)


def annotate(document: Document, author: str | None = None) -> bytes:
    """The submitter's own Word file with every problem as a Word comment at its place; one of
    another kind (.doc, .rtf, .odt …) is converted to DOCX first, as by `correct`."""
    from renderers.annotate import annotate as write

    return write(_word(document), author=author)


def lint(template: Document, form: str | None = None) -> list[dict[str, str]]:
    """The faults of a template: `{"code", "cell", "message", "where"}` of each.

    `form` is the form it is a template of; by default the one that has its fields.
    """
    from renderers.lint import lint as check_template
    from tianbao.verbs.linting.telling import form_of

    data, _ = _opened(template)
    found = check_template(data, _form(form) if form else form_of(data))
    return [
        {"code": fault.code, "cell": fault.cell, "message": fault.message, "where": fault.where}
        for fault in found
    ]


def _form(name: str) -> Form:
    from forms.registry import get

    return get(name)


def _read(what: Document | Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results of a document or a record; raises Unread where there is none."""
    from tianbao.errors import Unread
    from tianbao.verbs.results import of_record

    results = [of_record(what)] if isinstance(what, Mapping) else extract(what)
    for result in results:
        if result["form"] is None:
            raise Unread(result["reason"]["code"], result["reason"]["message"])
    return results


def _word(document: Document) -> bytes:
    """The document as the DOCX that is written into; raises extractors.limits.Unreadable."""
    from tianbao.verbs.converting import as_word

    return as_word(_opened(document)[0])


def _opened(document: Document) -> tuple[bytes, str]:
    """The document's bytes and its name, empty for bytes."""
    if isinstance(document, bytes):
        return document, ""
    with open(document, "rb") as stream:
        return stream.read(), os.fspath(document)
