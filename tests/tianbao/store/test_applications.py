"""Submissions of one applicant: versions of one application, the scan with its Word file."""

from __future__ import annotations

import copy
import threading
from typing import Any

from sqlalchemy import select

from tests.tianbao.store.helpers import Results, arrive, claim, finish, take_in
from tianbao.outcomes.preparing import prepare
from tianbao.store import Store, applications, ledger, revising
from tianbao.store.models import Application, Submission


def by(results: Results, *, kind: str = "docx", **applicant: Any) -> Results:
    """The results as another document gives them, of another kind or applicant."""
    changed = copy.deepcopy(results)
    changed[0]["source"]["kind"] = kind
    changed[0]["record"]["applicant"].update(applicant)
    if "name" in applicant:
        changed[0]["record"]["cover"]["applicant"] = applicant["name"]
    return changed


def editions(store: Store) -> list[tuple[int, int, bool]]:
    """Of each submission, in the order of taking in: its application (1 for the first that there
    is, 2 for the next), its edition, whether it is current."""
    numbers: dict[int | None, int] = {}
    with store.reading() as session:
        return [
            (
                numbers.setdefault(each.application_id, len(numbers) + 1),
                each.edition,
                each.current,
            )
            for each in session.scalars(select(Submission).order_by(Submission.id))
        ]


def test_what_has_the_same_credit_code_is_one_application(store: Store, results: Results) -> None:
    take_in(store, results, "1.docx")
    take_in(store, by(results, name="改名后的公司"), "2.docx", days=3)

    assert editions(store) == [(1, 1, False), (1, 2, True)]


def test_what_is_stored_together_is_put_in_order_as_what_comes_one_by_one(
    store: Store, results: Results
) -> None:
    take_in(store, by(results, name="更早"), "0.docx", days=-9)
    given = [
        results,
        by(results, kind="scan"),
        by(results, credit_code="91310117MA1J002410"),
        by(results, credit_code=None, name=None),
        by(results, credit_code=None, name=None),
        by(results, kind="pdf"),
    ]
    for number, _ in enumerate(given):
        arrive(store, f"{number}.x", days=number)
    claims = claim(store, len(given))
    with store.session() as session:
        ledger.give_back(session, claims[-1])
        finished = [
            ledger.Finished(each, prepare(read), 0.1, "0.1.0")
            for each, read in zip(claims, given, strict=True)
        ]
        known = ledger.finish_all(session, finished)
    assert known == {each.document_id for each in claims[:-1]}
    assert editions(store) == [
        *((1, 1, False), (1, 2, True), (1, 2, False)),
        *((2, 1, True), (3, 1, True), (4, 1, True)),
    ]


def test_two_that_add_to_one_application_at_once_see_each_other(
    store: Store, results: Results
) -> None:
    take_in(store, results, "0.docx")
    for number in (1, 2):
        arrive(store, f"{number}.docx", days=number)
    first, second = claim(store), claim(store, by="here:2")
    other = threading.Thread(target=finish, args=(store, second[0], results))
    with store.session() as session:
        ledger.finish(session, first[0], results, seconds=0.1, reader="0.1.0")
        session.flush()
        other.start()
        other.join(0.3)  # it waits for us
    other.join()
    assert editions(store) == [(1, 1, False), (1, 2, False), (1, 3, True)]


def test_editions_follow_the_arrival_and_not_the_taking_in(store: Store, results: Results) -> None:
    take_in(store, results, "新.docx", days=5)
    take_in(store, results, "旧.docx", days=1)

    assert editions(store) == [(1, 2, True), (1, 1, False)]


def test_without_a_code_the_name_tells(store: Store, results: Results) -> None:
    take_in(store, by(results, credit_code=None, name="上海ＡＢ有限公司"), "1.docx")
    take_in(store, by(results, credit_code=None, name="上海 AB 有限公司"), "2.docx")
    take_in(store, by(results, credit_code=None, name="上海AC有限公司"), "3.docx")

    assert [application for application, *_ in editions(store)] == [1, 1, 2]


def test_without_a_code_and_a_name_each_is_alone(store: Store, results: Results) -> None:
    for name in ("1.docx", "2.docx"):
        take_in(store, by(results, credit_code=None, name=None), name)

    assert editions(store) == [(1, 1, True), (2, 1, True)]


def test_the_scan_is_of_the_edition_of_its_word_file(store: Store, results: Results) -> None:
    take_in(store, results, "1.docx")
    take_in(store, by(results, kind="scan"), "1.pdf", days=1)
    take_in(store, results, "2.docx", days=7)
    take_in(store, by(results, kind="scan"), "2.pdf", days=8)

    assert editions(store) == [(1, 1, False), (1, 1, False), (1, 2, True), (1, 2, False)]


def test_a_scan_that_came_with_the_mail_of_an_earlier_edition_is_of_that_one(
    store: Store, results: Results
) -> None:
    for name, days, kind in (("1.docx", 0, "docx"), ("2.docx", 3, "docx"), ("1.pdf", 5, "scan")):
        document = arrive(store, name, days=days)
        if name.startswith("1"):
            with store.session() as session:
                mail, _ = ledger.add_message(session, "<1@mail.example>", source="inbox.mbox")
                ledger.add_arrival(
                    session, document, source="mail", path=[name], name=name, message_id=mail
                )
        (claimed,) = claim(store)
        finish(store, claimed, by(results, kind=kind))

    assert [edition for _, edition, _ in editions(store)] == [1, 2, 1]


def test_what_was_joined_wrongly_can_be_parted_and_stays_so(store: Store, results: Results) -> None:
    take_in(store, results, "1.docx")
    second = take_in(store, results, "2.docx", days=1)
    with store.session() as session:
        applications.part(session, revising.load(session, second, lock=True))
    assert editions(store) == [(1, 1, True), (2, 1, True)]

    with store.session() as session:
        revising.correct(session, second, 1, {"applicant.name": "另一公司"}, who="李")
    take_in(store, results, "3.docx", days=2)

    assert editions(store) == [(1, 1, False), (2, 1, True), (1, 2, True)]


def test_what_belongs_together_can_be_joined_by_hand(store: Store, results: Results) -> None:
    take_in(store, results, "1.docx")
    scan = take_in(store, by(results, kind="scan", credit_code="91310115MA1K2X7Q3Y"), "1.pdf")
    assert editions(store) == [(1, 1, True), (2, 1, True)]

    with store.session() as session:
        submission = revising.load(session, scan, lock=True)
        (candidate,) = applications.similar(session, submission)
        applications.join(session, submission, candidate.id)

    assert editions(store) == [(1, 1, True), (1, 1, False)]
    with store.reading() as session:
        assert len(session.scalars(select(Application)).all()) == 1


def test_a_code_that_was_corrected_brings_the_submission_to_the_others(
    store: Store, results: Results
) -> None:
    take_in(store, results, "1.docx")
    code = results[0]["record"]["applicant"]["credit_code"]
    misread = take_in(store, by(results, credit_code="123"), "2.docx", days=1)

    with store.session() as session:
        revising.correct(session, misread, 1, {"applicant.credit_code": code}, who="李")

    assert editions(store) == [(1, 1, False), (1, 2, True)]
