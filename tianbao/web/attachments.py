"""Whether the papers that a form asks for came with it: listed in it, or sent in the same mail."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.attachments import Attachment, asked, listed
from forms.messages import excerpt
from forms.registry import Form
from tianbao.store.models import Arrival, Submission


class Paper(NamedTuple):
    """A paper that is asked for, and where it is named: "" for nowhere."""

    name: str
    where: str


def papers(session: Session, form: Form, submission: Submission) -> list[Paper]:
    """The papers that the form asks for, each with the line or the file that names it."""
    wanted = asked(form)
    if not wanted:
        return []
    named = [*listed(form, submission.record), *_files_beside(session, submission)]
    return [Paper(each.name, _naming(each, named)) for each in wanted]


def _naming(attachment: Attachment, named: list[str]) -> str:
    found = (text for text in named if any(word in text for word in attachment.words))
    return excerpt(next(found, ""), 40)


def _files_beside(session: Session, submission: Submission) -> list[str]:
    """The names of the other files of the mails that the submission came with."""
    mails = select(Arrival.message_id).where(
        Arrival.document_id == submission.document_id, Arrival.message_id.is_not(None)
    )
    others = select(Arrival.name).where(
        Arrival.message_id.in_(mails), Arrival.document_id != submission.document_id
    )
    return list(session.scalars(others.order_by(Arrival.id)))
