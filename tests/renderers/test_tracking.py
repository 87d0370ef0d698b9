"""Tracked corrections as LibreOffice takes them: all accepted they are the new record, all rejected
the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract
from forms.registry import get
from renderers.correct import correct
from renderers.correct.changes import changed
from renderers.docx import render
from tests.renderers.reviewing import Reviewed, reviewed
from tests.tianbao.conftest import sample

CHANGES = {
    "applicant.name": "上海新名称有限公司",
    "cover.date": "2024-05-30",
    "applicant.ownership": "地方国企",
    "tasks.0.industries": ["生命健康", "汽车"],
    "applicant.profile": "第一段\n第二段\n第三段\n第四段\n第五段",
    "narrative.team": "只有一段",
    "tasks.0.budget": None,
    "tasks.0.equipment": [
        {"name": f"装备{number}", "indicators": "一\n二", "developer": "自研"}
        for number in range(6)
    ],
}
SUBMISSIONS = Path(__file__).parents[2] / "samples" / "submissions"
RETYPED = "a01-retyped"


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    return {
        "printed": render(get("application"), sample("a01")),
        RETYPED: (SUBMISSIONS / f"{RETYPED}.docx").read_bytes(),
    }


@pytest.fixture(scope="module")
def reviews(
    documents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Reviewed]:
    written = {
        name: correct(documents[name], CHANGES, track=True, author="审核员")
        for name in ("printed", RETYPED)
    }
    return reviewed(written, tmp_path_factory.mktemp("reviewed"))


@pytest.mark.parametrize("name", ["printed", RETYPED])
def test_accepting_all_gives_the_new_record(name, documents, reviews):
    old = extract(documents[name], name)[0]["record"]
    expected = changed(get("application"), old, CHANGES)
    assert extract(reviews[name].accepted, name)[0]["record"] == expected


@pytest.mark.parametrize("name", ["printed", RETYPED])
def test_rejecting_all_gives_the_old_record(name, documents, reviews):
    old = extract(documents[name], name)[0]["record"]
    assert extract(reviews[name].rejected, name)[0]["record"] == old
