"""The deadline and the quota that the office set, and problems found anew when they change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forms.terms import Terms
from tianbao.store.errors import NotThere
from tianbao.store.models import Application, Setting, Submission
from tianbao.store.people import set_setting, setting

DEADLINE = "deadline"  # ISO date of the last day, for all
QUOTA = "quota"  # district → the number of its projects
_CHANGES = "terms"  # how often these were set


def set_deadline(session: Session, day: str | None) -> None:
    """Sets the last day for all, None for the one in the notice. Raises ValueError for no date."""
    set_setting(session, DEADLINE, _checked(day))
    _note_change(session)


def extend_deadline(session: Session, application_id: int, day: str | None) -> None:
    """Sets the last day for one applicant, None for that of all. Raises ValueError, NotThere."""
    application = session.get(Application, application_id)
    if application is None:
        raise NotThere(f"there is no application {application_id}")
    application.deadline = _checked(day)
    for submission in session.scalars(
        select(Submission).where(Submission.application_id == application_id)
    ):
        submission.terms = -1  # to be looked at anew


def set_quota(session: Session, district: str, quota: int | None) -> None:
    """Sets how many projects a district may recommend, None for the notice's number."""
    quotas = {**setting(session, QUOTA, {}), district: quota}
    kept = {name: number for name, number in quotas.items() if number is not None}
    set_setting(session, QUOTA, kept)
    _note_change(session)


class Present(NamedTuple):
    """What the office has set now, and the number of it, which a submission keeps that was checked
    by it."""

    number: int
    deadline: str | None
    quotas: Mapping[str, int]

    def of(self, district: str, extended: str | None) -> Terms:
        """The terms of a submission from that district; `extended` is its applicant's own last
        day."""
        return Terms(deadline=extended or self.deadline, quota=self.quotas.get(district))


def present(session: Session) -> Present:
    wanted = select(Setting.key, Setting.value).where(Setting.key.in_((_CHANGES, DEADLINE, QUOTA)))
    found: dict[str, Any] = dict(session.execute(wanted).all())
    return Present(int(found.get(_CHANGES, 0)), found.get(DEADLINE), found.get(QUOTA, {}))


def terms_of(session: Session, submission: Submission) -> Terms:
    """What the rules are to go by for a submission."""
    own = extended(session, [submission.application_id])
    return present(session).of(submission.district, own.get(submission.application_id))


def extended(session: Session, applications: Collection[int | None]) -> dict[int | None, str]:
    """The last days of those of the applications (by id) that have one of their own."""
    wanted = select(Application.id, Application.deadline).where(
        Application.id.in_(applications), Application.deadline.is_not(None)
    )
    return {id: day for id, day in session.execute(wanted) if day}


def outdated(session: Session, most: int) -> list[Submission]:
    """Up to `most` submissions that were checked by other terms than the present ones."""
    wanted = (
        select(Submission)
        .where(Submission.terms != present(session).number)
        .order_by(Submission.id)
        .limit(most)
        .options(joinedload(Submission.content))
    )
    return list(session.scalars(wanted))


def _note_change(session: Session) -> None:
    set_setting(session, _CHANGES, present(session).number + 1)


def _checked(day: str | None) -> str | None:
    if day is None:
        return None
    try:
        same = date.fromisoformat(day).isoformat() == day
    except ValueError:
        same = False
    if not same:
        raise ValueError(f"{day!r}: a deadline is a date, as 2024-06-15")
    return day
