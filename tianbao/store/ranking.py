"""The applications that a recommender sends on: the latest version of each, the best first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from tianbao.store import people
from tianbao.store.models import Submission


def latest() -> Select[int]:
    """The numbers of the submissions that stand for their application: of the last edition the one
    that is read most surely, so not the scan that came a day after its Word file."""
    return select(Submission.id).where(Submission.current)


def ranked(
    session: Session, district: str, forms: Collection[str], most: int | None = None
) -> list[Submission]:
    """The latest version of each application of a district for one of `forms`, those that were
    ranked first, the others behind them as they came; the first `most` of them."""
    of_district = (
        Submission.id.in_(latest()),
        Submission.form.in_(forms),
        Submission.district == district,
    )
    order = {number: at for at, number in enumerate(people.setting(session, _key(district), []))}
    places = {
        id: (order.get(application or 0, len(order)), id)
        for id, application in session.execute(
            select(Submission.id, Submission.application_id).where(*of_district)
        )
    }
    wanted = select(Submission).where(*of_district)
    if most is not None:
        wanted = wanted.where(Submission.id.in_(sorted(places, key=places.__getitem__)[:most]))
    whole = wanted.options(joinedload(Submission.content), joinedload(Submission.document))
    return sorted(session.scalars(whole), key=lambda each: places[each.id])


def rank(session: Session, district: str, applications: Sequence[int]) -> None:
    """Sets the order of preference of a district's applications, the first one first."""
    people.set_setting(session, _key(district), list(applications))


def districts(session: Session, forms: Collection[str]) -> dict[str, int]:
    """The districts that have applications for one of `forms`, each with how many."""
    wanted = select(Submission.district, func.count()).where(
        Submission.id.in_(latest()), Submission.form.in_(forms), Submission.district != ""
    )
    grouped = wanted.group_by(Submission.district).order_by(Submission.district)
    return dict(session.execute(grouped).all())


def _key(district: str) -> str:
    return f"ranking/{district}"
