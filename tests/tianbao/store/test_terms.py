"""The office's deadline and quota, for all and for one, and what was checked by others."""

from __future__ import annotations

import pytest

from tests.tianbao.store.helpers import Results, take_in
from tianbao.store import NotThere, Store, checking, revising, terms


def errors(store: Store, id: int) -> list[str]:
    with store.reading() as session:
        return [problem["code"] for problem in revising.load(session, id).problems]


def check_all(store: Store) -> int:
    with store.session() as session:
        return checking.check_outdated(session)


@pytest.fixture
def late(results: Results) -> Results:
    """An application signed after the notice's deadline."""
    results[0]["record"]["cover"]["date"] = "2024-06-10"
    return results


def test_a_deadline_for_all(store: Store, late: Results) -> None:
    id = take_in(store, late)
    assert errors(store, id) == ["after-deadline"]

    with store.session() as session:
        terms.set_deadline(session, "2024-06-15")
    assert check_all(store) == 1
    assert errors(store, id) == []
    assert check_all(store) == 0
    assert errors(store, take_in(store, late, "2.docx")) == []
    assert check_all(store) == 0

    with store.session() as session:
        terms.set_deadline(session, None)
    check_all(store)
    assert errors(store, id) == ["after-deadline"]


def test_a_deadline_for_one_applicant(store: Store, late: Results) -> None:
    first = take_in(store, late)
    late[0]["record"]["applicant"]["credit_code"] = "91310117MA1J002410"
    second = take_in(store, late, "2.docx")
    with store.session() as session:
        application = revising.load(session, first).application_id
        assert application is not None
        terms.extend_deadline(session, application, "2024-06-10")
        with pytest.raises(NotThere):
            terms.extend_deadline(session, 999, "2024-06-10")

    assert check_all(store) == 1
    assert errors(store, first) == []
    assert errors(store, second) == ["after-deadline"]


@pytest.mark.parametrize("date", ["", "2024-6-15", "2024-06-31", "tomorrow"])
def test_what_is_no_date_is_no_deadline(store: Store, date: str) -> None:
    with pytest.raises(ValueError, match="deadline"), store.session() as session:
        terms.set_deadline(session, date)


def test_a_quota_for_a_district(store: Store, results: Results) -> None:
    id = take_in(store, results)
    with store.session() as session:
        terms.set_quota(session, "浦东新区", 8)
        terms.set_quota(session, "嘉定区", 3)
        terms.set_quota(session, "嘉定区", None)
        submission = revising.load(session, id)
        assert submission.district == "浦东新区"
        assert terms.terms_of(session, submission).quota == 8
        submission.district = "嘉定区"
        assert terms.terms_of(session, submission).quota is None
