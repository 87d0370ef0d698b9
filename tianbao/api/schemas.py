"""What goes in and out: the shapes that the description names."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from tianbao.store.listing import LARGEST_NUMBER, SORTS
from tianbao.store.models import STATES

LONGEST = 1_000  # characters of a search, a name, a reason
ROLES = ("word", "pdf", "scan")
KINDS = ("xlsx", "csv", "jsonl")


def text(*, required: bool = False, least: int = 0) -> fields.String:
    return fields.String(required=required, validate=validate.Length(least, LONGEST))


def number(*, required: bool = False) -> fields.Integer:
    # In a query all is text; in a body a number is one, and has no fraction.
    return fields.Integer(
        required=required, strict=required, validate=validate.Range(1, LARGEST_NUMBER)
    )


class OriginSchema(Schema):
    """Where a document came from."""

    arrived = fields.String(required=True, metadata={"format": "date-time"})
    source = fields.String(required=True)
    path = fields.List(fields.String(), required=True)
    name = fields.String(required=True)
    sender = fields.String(required=True, allow_none=True)
    subject = fields.String(required=True, allow_none=True)
    sent = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class ReasonSchema(Schema):
    """Why a document gave no record."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class DocumentSchema(Schema):
    """A document and how far the work on it is."""

    id = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    name = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "bytes"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    kind = fields.String(required=True, allow_none=True)
    pages = fields.Integer(required=True, allow_none=True)
    reason = fields.Nested(ReasonSchema, required=True, allow_none=True)
    records = fields.List(fields.Integer(), required=True)
    origins = fields.List(fields.Nested(OriginSchema), required=True)


class TakenSchema(Schema):
    """A document that was taken in; `new` is false for one that was there."""

    id = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    name = fields.String(required=True)
    new = fields.Boolean(required=True)


class NameSchema(Schema):
    """What the file is called; the part of a form may say it too."""

    name = text(least=1)


class ListSchema(Schema):
    """What a list is of, how it is sorted, and after which page it goes on."""

    form = text()
    state = text()
    district = text()
    role = fields.String(validate=validate.OneOf(ROLES))
    code = text()
    assigned_to = text()
    application_id = number()
    document_id = number()
    doubtful = fields.Boolean()
    faulty = fields.Boolean()
    search = text()
    sort = fields.String(load_default="-arrived", validate=validate.OneOf(sorted(SORTS)))
    after = text()
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class RowSchema(Schema):
    """A record in a list."""

    id = fields.Integer(required=True)
    form = fields.String(required=True)
    role = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    application_id = fields.Integer(required=True, allow_none=True)
    document_id = fields.Integer(required=True)
    name = fields.String(required=True)
    applicant = fields.String(required=True)
    credit_code = fields.String(required=True, allow_none=True)
    district = fields.String(required=True)
    errors = fields.Integer(required=True)
    warnings = fields.Integer(required=True)
    doubts = fields.Integer(required=True)
    assigned_to = fields.String(required=True, allow_none=True)
    reviewed_by = fields.String(required=True, allow_none=True)
    arrived_at = fields.DateTime(required=True)


class PageSchema(Schema):
    """Some of a list; `next` is the `after` of the rest, null where there is none."""

    items = fields.List(fields.Nested(RowSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class RecordSchema(RowSchema):
    """A record with its evidence and problems, as docs/records.md describes them."""

    record = fields.Dict(required=True)
    fields_ = fields.Dict(required=True, data_key="fields")
    marks = fields.List(fields.Dict(), required=True)
    problems = fields.List(fields.Dict(), required=True)
    source = fields.Dict(required=True)


class RevisionSchema(Schema):
    """A change that was made to a record; `undoes` is the number of the one it takes back."""

    number = fields.Integer(required=True)
    path = fields.String(required=True)
    old = fields.Raw(required=True, allow_none=True)
    new = fields.Raw(required=True, allow_none=True)
    who = fields.String(required=True)
    at = fields.DateTime(required=True)
    why = fields.String(required=True, allow_none=True)
    undoes = fields.Integer(required=True, allow_none=True)


class HistorySchema(Schema):
    """All changes of a record, the first one first."""

    items = fields.List(fields.Nested(RevisionSchema), required=True)


class VersionSchema(Schema):
    """The version that a change is made to, where `If-Match` doesn't say it."""

    version = fields.Integer(strict=True, validate=validate.Range(1, LARGEST_NUMBER))


class CorrectionsSchema(VersionSchema):
    """Values by the paths of the answers that they are put in the place of."""

    changes = fields.Dict(keys=text(least=1), values=fields.Raw(allow_none=True), required=True)
    why = fields.String(allow_none=True, validate=validate.Length(max=LONGEST))


class AcceptanceSchema(VersionSchema):
    """The paths of answers that a person found right as they are."""

    paths = fields.List(text(least=1), required=True, validate=validate.Length(1, 1000))


class RulingSchema(VersionSchema):
    """A finding that is overruled, with the reason."""

    code = text(required=True, least=1)
    path = text(required=True)
    reason = text(required=True, least=1)


class UnrulingSchema(Schema):
    """A finding that was overruled."""

    version = number()
    code = text(required=True, least=1)
    path = text(required=True)


class JoinSchema(Schema):
    """Another record of the application that a record is to be a version of."""

    other = number(required=True)


class AssignmentSchema(Schema):
    """The reviewer that a record is given to, null for nobody."""

    to = fields.String(required=True, allow_none=True, validate=validate.Length(1, LONGEST))


class DifferenceSchema(Schema):
    """An answer in which two records differ."""

    path = fields.String(required=True)
    a = fields.Raw(required=True, allow_none=True)
    b = fields.Raw(required=True, allow_none=True)
    kind = fields.String(required=True)


class ComparisonSchema(Schema):
    """All differences."""

    items = fields.List(fields.Nested(DifferenceSchema), required=True)


class CheckSchema(Schema):
    """A record to be checked, bare or as a line of `extract`."""

    record = fields.Dict(required=True)


class CheckedSchema(Schema):
    """A record's canonical form and its problems."""

    form = fields.String(required=True)
    record = fields.Dict(required=True)
    problems = fields.List(fields.Dict(), required=True)


class FormSchema(Schema):
    """A form."""

    name = fields.String(required=True)
    title = fields.String(required=True)


class FormsSchema(Schema):
    """All forms."""

    items = fields.List(fields.Nested(FormSchema), required=True)


class SummarySchema(Schema):
    """The district whose applications are listed."""

    district = text(required=True, least=1)


class ExportSchema(Schema):
    """What is exported; each application's latest version unless every one is asked for."""

    form = text()
    district = text()
    state = fields.String(validate=validate.OneOf(("checked", "reviewed", "exported")))
    every_version = fields.Boolean(load_default=False)


class CountsSchema(Schema):
    """How many documents are in each state, and how many records have each problem."""

    documents = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    problems = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
