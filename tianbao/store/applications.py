"""Which submissions are of one application, by the credit code, else by the name; and which of them
are one edition of it: a Word file and the sealed scan of it."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.text import squeeze
from tianbao.store.errors import NotThere
from tianbao.store.models import Application, Arrival, Submission
from tianbao.store.rows import put_new

# Of what says the same, the way that is read most surely stands for the others.
SUREST = ("word", "pdf", "scan")

Key = tuple[str, str]  # a form, and what tells its applicants apart


class Sent(NamedTuple):
    """A submission as far as its edition depends on it."""

    submission: Submission
    mails: frozenset[int]  # the ids of the mails that it came with


def place(session: Session, submission: Submission) -> None:
    """Puts a submission to the others of the same applicant, or of the present one after a
    correction."""
    for application_id in assign(session, [submission]):
        arrange(session, application_id)


def assign(session: Session, submissions: Sequence[Submission]) -> list[int]:
    """Gives each submission its application, a new one where its applicant has none; one without a
    code and a name is an application by itself. Gives the ids of those that have others, too, and
    are to be arranged."""
    by_key: dict[Key, list[Submission]] = {}
    for submission in submissions:
        said = submission.credit_code or fold(submission.applicant)
        if said is None:
            _be_alone(submission)
        else:
            by_key.setdefault((submission.form, said), []).append(submission)
    # In one order everywhere: two that wait for each other would wait for ever.
    ids, known = _open(session, {key: by_key[key][0] for key in sorted(by_key)})
    for key, own in by_key.items():
        for submission in own:
            submission.application_id = ids[key]
            submission.edition, submission.current = 1, True
        if len(own) > 1:
            known.add(ids[key])
    return sorted(known)


def _open(session: Session, wanted: Mapping[Key, Submission]) -> tuple[dict[Key, int], set[int]]:
    """The ids of the applications with those keys, made by a submission where there is none; and
    the ids of those that there were, which nobody else can add to before our transaction ends."""
    if not wanted:
        return {}, set()
    rows = [
        {"form": form, "key": key, "applicant": first.applicant, "district": first.district}
        for (form, key), first in wanted.items()
    ]
    ids = put_new(session, Application, ("form", "key"), rows)
    old = wanted.keys() - ids.keys()
    if not old:
        return ids, set()
    there = (
        select(Application.id, Application.form, Application.key)
        .where(
            Application.form.in_({form for form, _ in old}),
            Application.key.in_({key for _, key in old}),
        )
        .order_by(Application.id)
        .with_for_update()
    )
    found = {(form, key): id for id, form, key in session.execute(there)}
    return {**found, **ids}, {found[key] for key in old}


def part(session: Session, submission: Submission) -> None:
    """Makes a submission an application by itself, by a person's hand: no later one joins it, and
    it stays so when its code or name is corrected."""
    before = submission.application_id
    submission.placed_by_hand = True
    _be_alone(submission)
    tidy(session, before)


def join(session: Session, submission: Submission, application_id: int) -> None:
    """Puts a submission to those of an application, by a person's hand. Raises NotThere where there
    is no such application, or it is of another form."""
    application = session.get(Application, application_id)
    if application is None or application.form != submission.form:
        raise NotThere(f"there is no application {application_id} of {submission.form}")
    before = submission.application_id
    submission.placed_by_hand = True
    submission.application_id = application_id
    arrange(session, application_id)
    if before != application_id:
        tidy(session, before)


def tidy(session: Session, application_id: int | None) -> None:
    """Puts an application in order that a submission was taken out of; one without any is gone."""
    if application_id is None:
        return
    session.flush()
    left = select(Submission.id).where(Submission.application_id == application_id).limit(1)
    if session.scalar(left) is not None:
        arrange(session, application_id)
        return
    session.delete(session.get_one(Application, application_id))
    session.flush()


def similar(session: Session, submission: Submission) -> list[Application]:
    """Other applications of the same form that may be of the same applicant: one has the code, the
    other the name; or a code was read wrongly."""
    said = [Application.applicant == submission.applicant] if submission.applicant else []
    code = submission.credit_code
    if code is not None:
        said.append(
            Application.id.in_(
                select(Submission.application_id).where(Submission.credit_code == code)
            )
        )
    found: list[Application] = []
    for condition in said:
        wanted = select(Application).where(condition, Application.form == submission.form)
        found.extend(session.scalars(wanted.order_by(Application.id)))
    return [each for each in dict.fromkeys(found) if each.id != submission.application_id]


# --- editions ------------------------------------------------------------------------------------


def arrange(session: Session, application_id: int) -> None:
    """Numbers the editions of an application in the order of arrival, and says which submission is
    the current one: the surest of the last edition."""
    session.flush()
    wanted = select(Submission).where(Submission.application_id == application_id)
    ordered = wanted.order_by(Submission.arrived_at, Submission.id)
    mails = _mails_of(session, application_id)
    found = editions(
        [Sent(each, mails.get(each.document_id, frozenset())) for each in session.scalars(ordered)]
    )
    current = min(found[-1], key=lambda each: SUREST.index(each.role))
    for number, edition in enumerate(found, start=1):
        for submission in edition:
            submission.edition, submission.current = number, submission is current
    session.flush()


def editions(sent: Iterable[Sent]) -> list[list[Submission]]:
    """Submissions of one application, in the order of arrival, as editions: no edition has two of
    one kind. What came with a mail of an earlier edition belongs to that one, the last of them that
    has none of the kind; anything else to the last edition, as long as that has none of the kind
    (the scan follows the Word file by a day)."""
    found: list[_Edition] = []
    with_mail: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for each in sent:
        role = each.submission.role
        at = max((_last(with_mail[mail, role], found, role) for mail in each.mails), default=-1)
        if at < 0:
            at = len(found) - 1
            if at < 0 or role in found[at].roles:
                found.append(_Edition())
                at += 1
        edition = found[at]
        edition.members.append(each.submission)
        edition.roles.add(role)
        for mail in each.mails - edition.mails:
            for lacked in set(SUREST) - edition.roles:
                insort(with_mail[mail, lacked], at)
        edition.mails |= each.mails
    return [edition.members for edition in found]


@dataclass
class _Edition:
    members: list[Submission] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    mails: set[int] = field(default_factory=set)


def _last(numbers: list[int], found: Sequence[_Edition], role: str) -> int:
    """The last of those editions that has none of the kind, else -1. Those that have got one since
    are forgotten: ten thousand files in one mail are not gone through for each of them."""
    while numbers and role in found[numbers[-1]].roles:
        numbers.pop()
    return numbers[-1] if numbers else -1


def _mails_of(session: Session, application_id: int) -> dict[int, frozenset[int]]:
    """The ids of the mails that each document of an application came with, by the document's."""
    documents = select(Submission.document_id).where(Submission.application_id == application_id)
    wanted = select(Arrival.document_id, Arrival.message_id).where(
        Arrival.document_id.in_(documents)
    )
    found: dict[int, set[int]] = {}
    for document_id, message_id in session.execute(wanted):
        if message_id is not None:
            found.setdefault(document_id, set()).add(message_id)
    return {document_id: frozenset(ids) for document_id, ids in found.items()}


def _be_alone(submission: Submission) -> None:
    submission.application = Application(
        form=submission.form,
        key=None,
        applicant=submission.applicant,
        district=submission.district,
    )
    submission.edition, submission.current = 1, True


def fold(name: str | None) -> str | None:
    """A name as it is compared: width, spaces and small letters make no difference."""
    return squeeze(name).casefold() if name else None
