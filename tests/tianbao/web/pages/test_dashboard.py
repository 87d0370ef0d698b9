"""总览: numbers and charts."""

from __future__ import annotations


def test_the_dashboard_counts_states_districts_and_problems(client, record):
    page = client("viewer").get("/dashboard").text
    assert "浦东新区：1" in page
    assert "单选项多选：1" in page
    assert 'href="/?code=two-ticks"' in page
    assert page.count("<svg") == 3  # nothing is doubtful: that chart has no bars


def test_a_store_without_anything_has_a_dashboard_too(client):
    assert "还没有数据" in client("viewer").get("/dashboard").text
