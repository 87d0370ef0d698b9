"""Pages of submissions: each once, whatever they are sorted and filtered by."""

from __future__ import annotations

import copy

import pytest

from tests.tianbao.store.helpers import Results, arrive, claim, finish
from tianbao.store import NotThere, Store, listing
from tianbao.store.listing import SORTS, Filters, page

DISTRICTS = ("浦东新区", "嘉定区", "")
DOCUMENTS = 7


@pytest.fixture
def full(store: Store, results: Results) -> Store:
    """Seven submissions: of three districts, some with errors, some doubtful."""
    for number in range(DOCUMENTS):
        arrive(store, f"申报书{number}.docx", days=number % 3)
        given = copy.deepcopy(results)
        record = given[0]["record"]
        record["applicant"]["name"] = record["cover"]["applicant"] = f"上海第{number % 2}公司"
        record["applicant"]["credit_code"] = None if number % 2 else "91310117MA1J002410"
        for path in ("applicant.credit_code", "cover.recommender"):
            del given[0]["fields"][path]  # an answer that stands there isn't missing
        record["cover"]["recommender"] = DISTRICTS[number % 3] or None
        if number % 2:
            given[0]["problems"].append(
                {"code": "needs-review", "path": "cover.date", "severity": "warning", "message": ""}
            )
        (claimed,) = claim(store)
        assert finish(store, claimed, given)
    return store


def numbers(store: Store, filters: Filters, sort: str = "arrived") -> list[int]:
    """Which documents a list shows, in its order."""
    with store.reading() as session:
        found = page(session, filters, sort=sort).submissions
        return [int(each.document.name[3]) for each in found]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_together_are_the_whole_list(full: Store, sort: str) -> None:
    with full.reading() as session:
        whole = page(session, sort=sort).submissions
        found, after = [], None
        for _ in range(DOCUMENTS):
            part = page(session, sort=sort, after=after, limit=2)
            found += part.submissions
            after = part.next
            if after is None:
                break

    key = SORTS[sort].column.key
    values = [(getattr(each, key), each.id) for each in found]
    assert [each.id for each in found] == [each.id for each in whole]
    assert values == sorted(values, reverse=SORTS[sort].descending)
    assert len(found) == DOCUMENTS


def test_filters(full: Store) -> None:
    assert numbers(full, Filters(district="嘉定区")) == [1, 4]
    assert numbers(full, Filters(doubtful=True)) == [3, 1, 5]
    assert numbers(full, Filters(doubtful=False, district="浦东新区")) == [0, 6]
    assert numbers(full, Filters(code="missing")) == [3, 1, 2, 5]
    assert numbers(full, Filters(faulty=False)) == [0, 6, 4]
    assert numbers(full, Filters(state="reviewed")) == []
    with full.reading() as session:
        assert listing.count(session, Filters(district="嘉定区")) == 2
        assert listing.tally(session, "district") == {"": 2, "嘉定区": 2, "浦东新区": 3}


def test_only_what_stands_for_its_application(full: Store) -> None:
    assert numbers(full, Filters(current=True)) == [2, 5]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("第1公司", [3, 1, 5]),
        ("ma1j002410 嘉定", [4]),
        ("申报书２", [2]),
        ("  ", [0, 3, 6, 1, 4, 2, 5]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE submission; --", []),
    ],
)
def test_a_search_finds_every_word_anywhere(full: Store, search: str, found: list[int]) -> None:
    assert sorted(numbers(full, Filters(search=search))) == sorted(found)


@pytest.mark.parametrize("after", ["", "x", "W10", "WzEsMl0", "名", "eyJ9"])
def test_a_page_that_nobody_gave(full: Store, after: str) -> None:
    with pytest.raises(NotThere), full.reading() as session:
        page(session, after=after)


@pytest.mark.parametrize(
    ("sort", "value", "id"),
    [
        ("-arrived", "2024-05-01T00:00:00+00:00", 10**30),
        ("-arrived", "0001-01-01T00:00:00+14:00", 1),
        ("-doubts", 10**30, 1),
        ("-doubts", float("inf"), 1),
        ("-doubts", -1, 1),
    ],
)
def test_a_page_behind_numbers_that_no_database_holds(
    full: Store, sort: str, value: object, id: int
) -> None:
    with pytest.raises(NotThere), full.reading() as session:
        page(session, sort=sort, after=listing.cursor(value, id))
