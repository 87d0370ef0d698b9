"""A search by threes of characters: what narrows it, and what it is of as submissions change."""

from __future__ import annotations

import copy

import pytest
from sqlalchemy import func, select

from tests.tianbao.store.helpers import Results, arrive, claim, finish, take_in
from tianbao.store import Store, arriving, deleting, ledger, revising, searching
from tianbao.store.listing import Filters, page
from tianbao.store.models import Gram, Submission

NAMES = ("上海欧阳智造有限公司", "上海司马50%_精工有限公司", "北京欧冶𠮷公司")


@pytest.fixture
def three(store: Store, results: Results) -> Store:
    for name in NAMES:
        given = copy.deepcopy(results)
        record = given[0]["record"]
        record["applicant"]["name"] = record["cover"]["applicant"] = name
        record["applicant"]["credit_code"] = None
        take_in(store, given, f"{name[2:4]}.docx")
    return store


def found(store: Store, search: str) -> list[str]:
    with store.reading() as session:
        wanted = page(session, Filters(search=search), sort="arrived").submissions
        return [each.applicant for each in wanted]


# search → which of the names have it
SEARCHES = {
    "欧阳智造": (0,),
    "欧阳": (0,),
    "欧": (0, 2),
    "𠮷": (2,),
    "公司 欧": (0, 2),
    "欧 司马": (),
    "有限公司上海": (),
    "50%_": (1,),
    "%": (1,),
    "有限公司": (0, 1),
    "ＤＯＣＸ": (0, 1, 2),
    "没有这个": (),
    "  ": (0, 1, 2),
}


@pytest.mark.parametrize("few", [0, 1, 1000])
def test_however_many_it_narrows_to_the_same_is_found(
    three: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(searching, "FEW", few)
    told = {search: found(three, search) for search in SEARCHES}
    assert told == {search: [NAMES[each] for each in which] for search, which in SEARCHES.items()}


def test_few_have_a_rare_three_and_many_a_common_one(
    three: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", 1)
    with three.reading() as session:
        ids = session.scalars(select(Submission.id).order_by(Submission.id)).all()
        assert searching.few(session, "欧阳智造有限公司") == [ids[0]]
        assert searching.few(session, "有限公司 司马5") == [ids[1]]
        assert searching.few(session, "有限公司") is None
        # Each of its threes is in two names, and all of them in one.
        assert searching.few(session, "没有这个") == []


def threes(store: Store) -> dict[int, set[str]]:
    kept: dict[int, set[str]] = {}
    with store.reading() as session:
        for gram, id in session.execute(select(Gram.gram, Gram.submission_id)):
            kept.setdefault(id, set()).add(gram)
    return kept


def of_texts(store: Store) -> dict[int, set[str]]:
    with store.reading() as session:
        texts = session.execute(select(Submission.id, Submission.search)).all()
    return {id: searching.grams(text) for id, text in texts}


def test_a_name_that_is_corrected_is_found_by_the_new_one(three: Store) -> None:
    with three.session() as session:
        first = page(session, Filters(search="欧阳"), sort="arrived").submissions[0]
        changes = {"applicant.name": "上海诸葛智造有限公司"}
        revising.correct(session, first.id, first.version, changes, who="李")
    assert found(three, "诸葛智造") == ["上海诸葛智造有限公司"]
    assert found(three, "欧阳智造") == []
    assert threes(three) == of_texts(three)


def test_who_sent_it_is_found_also_who_sent_it_again(store: Store, results: Results) -> None:
    document = arrive(store, "1.docx")
    origin = {"path": ["1.docx"], "name": "1.docx"}
    with store.session() as session:
        first, _ = ledger.add_message(session, "<1>", source="m", sender="zhang@applicant.example")
        ledger.add_arrival(session, document, source="<1>", message_id=first, **origin)
    (claimed,) = claim(store)
    finish(store, claimed, results)
    assert len(found(store, "zhang@app")) == 1

    with store.session() as session:
        again, _ = ledger.add_message(session, "<2>", source="m", sender="王五 <w@agent.example>")
        arriving.add_arrivals(
            session, [arriving.Origin(document, "<2>", ["1.docx"], "1.docx", again)]
        )
        searching.renew(session, [document])
    assert len(found(store, "王五")) == len(found(store, "w@agent 申")) + 1 == 1
    assert threes(store) == of_texts(store)


def test_what_is_deleted_leaves_no_three(three: Store) -> None:
    for document in (1, 2, 3):
        deleting.delete_document(three, document, who="王")
    with three.reading() as session:
        assert session.scalar(select(func.count()).select_from(Gram)) == 0
