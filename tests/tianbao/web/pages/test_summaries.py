"""附件2 of a district in the order of preference."""

from __future__ import annotations

import pytest

import tianbao
from tests.tianbao.conftest import sample
from tests.tianbao.web.conftest import post, take_in
from tianbao.store import terms
from tianbao.web.pages import summaries

DISTRICT = "浦东新区"


@pytest.fixture
def reviewer(client):
    signed_in = client("reviewer")
    signed_in.get("/")
    return signed_in


@pytest.fixture
def two(store):
    """Two applications of one district."""
    for name in ("a01", "a09"):
        take_in(store, tianbao.render("application", sample(name)), f"{name}.docx")


def names(reviewer):
    response = reviewer.get(f"/summaries/docx?district={DISTRICT}")
    (result,) = tianbao.extract(response.data)
    return [row["name"] for row in result["record"]["rows"]]


@pytest.mark.usefixtures("two")
def test_the_order_that_is_saved_is_the_order_of_the_file(reviewer):
    first = names(reviewer)
    assert len(first) == 2
    post(reviewer, "/summaries", **{"district": DISTRICT, "rank-1": 2, "rank-2": 1})
    assert names(reviewer) == first[::-1]


@pytest.mark.usefixtures("two")
def test_a_district_without_applications_has_no_file(reviewer):
    assert reviewer.get("/summaries/docx?district=崇明区").status_code == 404
    assert reviewer.get(f"/summaries/exe?district={DISTRICT}").status_code == 404


@pytest.mark.usefixtures("two")
def test_an_application_without_a_place_comes_behind_those_with_one(reviewer):
    first = names(reviewer)
    post(reviewer, "/summaries", **{"district": DISTRICT, "rank-1": "", "rank-2": 2})
    assert names(reviewer) == first[::-1]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("wrong", [{"rank-1": "x"}, {"rank-" + "9" * 30: 1}, {"rank-²": 1}])
def test_what_is_no_place_is_refused(reviewer, wrong):
    assert post(reviewer, "/summaries", district=DISTRICT, **wrong).status_code == 400


@pytest.mark.usefixtures("two")
def test_the_quota_that_the_office_set_counts(reviewer, store):
    page = f"/summaries?district={DISTRICT}"
    assert "限额" not in reviewer.get(page).text
    with store.session() as session:
        terms.set_quota(session, DISTRICT, 1)
    assert "超过核定的1个限额" in reviewer.get(page).text


@pytest.mark.usefixtures("two")
def test_a_page_lists_the_best_and_says_how_many_there_are(reviewer, monkeypatch):
    first = names(reviewer)
    post(reviewer, "/summaries", **{"district": DISTRICT, "rank-1": 2, "rank-2": 1})
    monkeypatch.setattr(summaries, "MOST", 1)
    page = reviewer.get(f"/summaries?district={DISTRICT}").text
    assert first[1] in page
    assert first[0] not in page
    assert "共2份" in page
    assert names(reviewer) == first[::-1]


@pytest.mark.usefixtures("two")
def test_only_the_latest_version_of_an_application_is_listed(reviewer, store, slips):
    take_in(store, slips[0], "a01-again.docx", slips[1])
    assert len(names(reviewer)) == 2
    assert "a01-again.docx" in reviewer.get(f"/summaries?district={DISTRICT}").text
