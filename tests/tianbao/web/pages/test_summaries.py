"""附件2 of a district in the order of preference."""

from __future__ import annotations

import pytest

import tianbao
from tests.tianbao.conftest import sample
from tests.tianbao.web.conftest import post, take_in

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
def test_only_the_latest_version_of_an_application_is_listed(reviewer, store, slips):
    take_in(store, slips[0], "a01-again.docx", slips[1])
    assert len(names(reviewer)) == 2
    assert "a01-again.docx" in reviewer.get(f"/summaries?district={DISTRICT}").text
