"""Changes to a submission: checked at once, kept, taken back, and never over another's."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from forms.errors import InvalidRecord
from tests.tianbao.store.helpers import Results, take_in
from tianbao.store import Conflict, NotThere, Store, listing, revising
from tianbao.store.models import Document, Submission

CODE = "91310117MA1J002410"


def loaded(store: Store, id: int) -> Submission:
    with store.reading() as session:
        submission = revising.load(session, id)
        assert submission.revisions is not None
        assert submission.rulings is not None
        return submission


def codes(submission: Submission) -> list[tuple[str, str]]:
    return [
        (problem["code"], problem["path"])
        for problem in submission.problems
        if "ruled" not in problem
    ]


def correct(store: Store, id: int, version: int, changes: dict[str, Any], who: str = "李") -> int:
    with store.session() as session:
        return revising.correct(session, id, version, changes, who=who, why="电话核实").version


def test_a_correction_is_checked_at_once_and_kept(store: Store, results: Results) -> None:
    id = take_in(store, results)
    before = results[0]["record"]["applicant"]["credit_code"]

    assert correct(store, id, 1, {"applicant.credit_code": "123"}) == 2

    submission = loaded(store, id)
    assert submission.record["applicant"]["credit_code"] == "123"
    assert submission.original["applicant"]["credit_code"] == before
    assert codes(submission) == [("credit-code-format", "applicant.credit_code")]
    assert (submission.errors, submission.credit_code) == (1, "123")
    (revision,) = submission.revisions
    assert (revision.who, revision.path, revision.why) == (
        "李",
        "applicant.credit_code",
        "电话核实",
    )
    assert (revision.old, revision.new) == (before, "123")
    with store.reading() as session:
        assert listing.problems(session) == [("credit-code-format", "error", 1)]


def test_a_correction_that_the_form_refuses_changes_nothing(store: Store, results: Results) -> None:
    id = take_in(store, results)

    with pytest.raises(InvalidRecord) as refused:
        correct(store, id, 1, {"applicant.ownership": "家族企业", "nothing.of.it": "x"})

    assert sorted(refused.value.errors) == ["applicant.ownership", "nothing.of.it"]
    submission = loaded(store, id)
    assert (submission.version, submission.revisions) == (1, [])


def test_the_second_of_two_reviewers_is_shown_what_the_first_changed(
    store: Store, results: Results
) -> None:
    id = take_in(store, results)
    correct(store, id, 1, {"applicant.contact.fax": "021-59560001"}, who="张")

    with pytest.raises(Conflict) as conflict:
        correct(store, id, 1, {"applicant.contact.fax": "021-59560002"}, who="李")

    (change,) = conflict.value.changes
    assert (change["path"], change["who"]) == ("applicant.contact.fax", "张")
    assert change["new"] == "021-59560001"
    assert conflict.value.version == 2
    assert loaded(store, id).record["applicant"]["contact"]["fax"] == "021-59560001"


def test_everything_that_was_changed_can_be_taken_back_step_by_step(
    store: Store, results: Results
) -> None:
    id = take_in(store, results)
    rows = results[0]["record"]["tasks"][0]["technologies"]
    version = correct(store, id, 1, {"applicant.credit_code": CODE, "applicant.name": "新名"})
    version = correct(store, id, version, {"tasks.0.technologies": rows[1:]})
    version = correct(store, id, version, {"tasks.0.technologies.0.name": "新技术"})

    for _ in range(4):  # once more than there is to take back
        with store.session() as session:
            version = revising.undo(session, id, version, who="李").version

    submission = loaded(store, id)
    assert submission.record == submission.original
    assert submission.credit_code == results[0]["record"]["applicant"]["credit_code"]
    assert version == 7
    assert len(submission.revisions) == 8  # nothing of it is forgotten


def test_a_doubt_is_gone_when_a_person_accepts_or_corrects_the_answer(
    store: Store, results: Results
) -> None:
    for path in ("applicant.address", "applicant.contact.name"):
        results[0]["problems"].append(
            {"code": "needs-review", "path": path, "severity": "warning", "message": "请核对"}
        )
    id = take_in(store, results)
    assert loaded(store, id).doubts == 2

    with store.session() as session:
        submission = revising.accept(session, id, 1, ["applicant.address"], who="李")
        assert submission.doubts == 1
    correct(store, id, 2, {"applicant.contact.name": "王五"})

    submission = loaded(store, id)
    assert (submission.doubts, codes(submission)) == (0, [])
    assert [each.old == each.new for each in submission.revisions] == [True, False]


def test_a_finding_that_is_overruled_stays_with_its_reason_and_counts_no_more(
    store: Store, results: Results
) -> None:
    id = take_in(store, results)
    version = correct(store, id, 1, {"applicant.credit_code": "913101150000000000"})
    (code,) = [code for code, _ in codes(loaded(store, id))]

    with store.session() as session:
        revising.rule(
            session, id, version, code, "applicant.credit_code", reason="老代码", who="李"
        )

    submission = loaded(store, id)
    assert submission.errors == 0
    (problem,) = submission.problems
    assert (problem["ruled"]["reason"], problem["ruled"]["who"]) == ("老代码", "李")
    with store.reading() as session:
        assert listing.problems(session) == []
    with store.session() as session:
        back = revising.unrule(session, id, version + 1, code, "applicant.credit_code")
        assert back.errors == 1


def test_an_answer_that_stands_there_unread_is_missing_once_a_person_says_so(
    store: Store, results: Results
) -> None:
    # The budget was written in another unit: no value, but something stands there.
    results[0]["record"]["tasks"][0]["budget"] = None
    results[0]["problems"] = [
        {
            "code": "other-unit",
            "path": "tasks.0.budget",
            "severity": "error",
            "message": "单位不是万元",
        }
    ]
    id = take_in(store, results)
    assert codes(loaded(store, id)) == [("other-unit", "tasks.0.budget")]

    correct(store, id, 1, {"tasks.0.budget": None})

    assert codes(loaded(store, id)) == [("missing", "tasks.0.budget")]


def test_a_change_after_the_review_asks_for_another(store: Store, results: Results) -> None:
    id = take_in(store, results)
    with store.session() as session:
        revising.assign(session, id, "李")
        revising.review(session, id, 1, who="李")

    def states() -> tuple[str, str]:
        with store.reading() as session:
            return (
                session.scalars(select(Submission.state)).one(),
                session.scalars(select(Document.state)).one(),
            )

    assert states() == ("reviewed", "reviewed")
    with store.session() as session:
        revising.export(session, {id: 2})  # another version than the one that is there
    assert states() == ("reviewed", "reviewed")
    with store.session() as session:
        revising.export(session, {id: 1})
    assert states() == ("exported", "exported")
    correct(store, id, loaded(store, id).version, {"applicant.contact.fax": "021-59560001"})
    assert states() == ("checked", "checked")
    assert loaded(store, id).assigned_to == "李"


def test_there_is_no_such_submission(store: Store) -> None:
    with pytest.raises(NotThere):
        loaded(store, 17)
