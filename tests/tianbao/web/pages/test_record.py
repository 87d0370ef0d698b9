"""The record page, and what is done to a field."""

from __future__ import annotations

import re

import pytest

from tests.tianbao.web.conftest import post
from tianbao.store import revising


def loaded(store, number):
    with store.reading() as session:
        submission = revising.load(session, number)
        list(submission.revisions)
        return submission


def version(page):
    return re.search(r'name="version" value="(\d+)"', page)[1]


@pytest.fixture
def correct(reviewer, record):
    def correct(path, value, version=1, by=reviewer):
        return post(by, f"/records/{record}/correct", path=path, value=value, version=version)

    return correct


def test_what_is_to_be_looked_at_stands_before_the_rest(reviewer, record):
    page = reviewer.get(f"/records/{record}").text
    urgent, rest = page.split('<h2 lang="zh-CN">', 1)
    assert 'data-path="applicant.ownership"' in urgent
    assert 'data-path="tasks.0.budget"' in urgent
    assert 'data-path="applicant.name"' not in urgent
    assert 'data-path="applicant.name"' in rest
    assert page.count('data-path="applicant.ownership"') == 1


def test_a_field_shows_what_stands_in_the_document_and_how_sure_it_is(reviewer, record):
    page = reviewer.get(f"/records/{record}").text
    assert "☑地方国企 ☑民营企业" in page
    assert "把握 50%" in page


def test_papers_that_are_asked_for_are_there_or_missing(reviewer, record):
    page = reviewer.get(f"/records/{record}").text
    assert re.search('审计报告</span>：<span class="there">有</span>', page)


def test_a_correction_is_checked_at_once_and_kept(correct, store, record):
    answer = correct("applicant.ownership", "民营企业")
    assert answer.status_code == 200
    assert 'class="field done"' in answer.text
    assert "只能选一项" not in answer.text
    assert version(answer.text) == "2"
    submission = loaded(store, record)
    assert submission.record["applicant"]["ownership"] == "民营企业"
    assert (submission.revisions[0].who, submission.revisions[0].new) == ("周文", "民营企业")


def test_a_correction_brings_the_problems_of_other_fields_along(correct):
    answer = correct("applicant.name", "另一家公司")
    assert 'id="problems-cover-applicant" hx-swap-oob="true"' in answer.text or (
        'data-path="cover.applicant"' in answer.text
    )
    assert "不一致" in answer.text


def test_what_can_t_be_the_field_s_value_stays_typed_and_is_not_kept(correct, store, record):
    answer = correct("tasks.0.budget", "0.3亿元")
    assert answer.status_code == 200
    assert "data-refused" in answer.text
    assert 'value="0.3亿元"' in answer.text
    assert loaded(store, record).version == 1


def test_a_value_that_could_be_markup_is_shown_as_text(correct):
    answer = correct("applicant.name", '"><script>alert(1)</script>')
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_accepting_settles_a_doubt_without_changing_the_value(reviewer, store, record):
    sent = {"path": "applicant.accident.occurred", "version": 1}
    answer = post(reviewer, f"/records/{record}/accept", **sent)
    assert 'class="field done"' in answer.text
    assert loaded(store, record).revisions[0].old == loaded(store, record).revisions[0].new


def test_no_other_place_than_a_field_can_be_accepted(reviewer, record):
    sent = {"path": "no.such.field", "version": 1}
    assert post(reviewer, f"/records/{record}/accept", **sent).status_code == 400


def test_undo_takes_the_last_change_back(correct, reviewer, store, record):
    correct("applicant.name", "另一家公司")
    answer = post(reviewer, f"/records/{record}/undo", version=2)
    assert answer.headers["HX-Retarget"] == "#fields"
    assert "applicant.name" in answer.headers["HX-Trigger-After-Settle"]
    assert loaded(store, record).record["applicant"]["name"] == "上海启岚数字制造技术有限公司"


def test_the_second_of_two_reviewers_is_shown_the_difference(correct, client, store, record):
    # Given two reviewers who opened the same version
    second = client("reviewer", "林晓")
    second.get("/")
    correct("applicant.name", "甲公司")
    # When the second one changes the same field
    answer = correct("applicant.name", "乙公司", by=second)
    # Then nothing is overwritten, and he sees what the first one did, and his own
    assert answer.status_code == 409
    assert "甲公司" in answer.text
    assert "周文" in answer.text
    assert "乙公司" in answer.text
    assert loaded(store, record).record["applicant"]["name"] == "甲公司"
    # … and may send his own again, to the version that he has seen
    assert correct("applicant.name", "乙公司", 2, second).status_code == 200


def test_a_long_answer_is_shown_from_where_it_was_changed(correct, client, store, record):
    long = loaded(store, record).record["applicant"]["profile"]
    second = client("reviewer", "林晓")
    second.get("/")
    correct("applicant.profile", f"{long}新增一句。")
    answer = correct("applicant.profile", f"{long}另一句。", by=second)
    (told,) = re.findall("<tbody>(.*?)</tbody>", answer.text)
    assert "新增一句。" in told
    assert long[:30] not in told


def test_what_the_other_one_found_right_is_told_as_that(reviewer, correct, client, record):
    second = client("reviewer", "林晓")
    second.get("/")
    post(reviewer, f"/records/{record}/accept", path="applicant.address", version=1)
    assert "核对无误" in correct("applicant.name", "乙公司", by=second).text


def test_a_new_row_is_written_behind_the_last_one(correct, reviewer, store, record):
    rows = len(loaded(store, record).record["tasks"][0]["technologies"])
    blank = reviewer.get(f"/records/{record}/row?list=tasks.0.technologies").text
    path = f"tasks.0.technologies.{rows}.name"
    assert f'data-path="{path}"' in blank
    answer = correct(path, "点云配准")
    assert answer.headers["HX-Retarget"] == "#fields"
    assert loaded(store, record).record["tasks"][0]["technologies"][rows]["name"] == "点云配准"


def test_a_row_goes_and_those_behind_it_keep_what_belongs_to_them(reviewer, store, record):
    before = loaded(store, record)
    rows = before.record["tasks"][0]["technologies"]
    assert len(rows) > 2
    second = before.fields["tasks.0.technologies.1.name"]
    finding = {"code": "any", "about": "tasks.0.technologies.1.name", "reason": "已核"}
    post(reviewer, f"/records/{record}/rule", **finding, version=1)
    sent = {"list": "tasks.0.technologies", "row": 0, "version": 2}
    answer = post(reviewer, f"/records/{record}/rows/remove", **sent)
    assert answer.headers["HX-Retarget"] == "#fields"
    with store.reading() as session:
        after = revising.load(session, record)
        assert after.record["tasks"][0]["technologies"] == rows[1:]
        assert revising.evidence(after)["tasks.0.technologies.0.name"] == second
        assert [each.path for each in after.rulings] == ["tasks.0.technologies.0.name"]
    fields = re.search(r'<form[^>]*id="field-tasks-0-technologies-0-name"[^>]*>', answer.text)
    assert " done" not in fields[0]
    post(reviewer, f"/records/{record}/undo", version=3)
    back = loaded(store, record)
    assert back.record == before.record
    with store.reading() as session:
        assert revising.evidence(revising.load(session, record)) == before.fields


@pytest.mark.parametrize(
    ("of", "row"),
    [
        *(("applicant.finances", 0), ("tasks.0.technologies", 99), ("tasks.0.technologies", -1)),
        *(("applicant", 0), ("no.list", 0)),
    ],
)
def test_no_other_row_than_one_that_may_go_goes(reviewer, record, of, row):
    sent = {"list": of, "row": row, "version": 1}
    assert post(reviewer, f"/records/{record}/rows/remove", **sent).status_code == 400


def test_each_list_takes_another_row_that_of_the_whole_form_too(reviewer, record):
    page = reviewer.get(f"/records/{record}").text
    for path in ("tasks", "tasks.0.technologies", "narrative.tasks"):
        assert f'<button data-list="{path}"' in page
    assert '<button data-list="applicant.finances"' not in page


def test_a_viewer_sees_the_record_and_no_way_to_change_it(client, record):
    page = client("viewer").get(f"/records/{record}").text
    assert "readonly" in page
    assert "/correct" not in page or "data-key" not in page


def test_the_pages_have_the_places_of_the_fields(reviewer, pdf_record):
    pages = reviewer.get(f"/records/{pdf_record}/pages").text
    assert 'data-path="applicant.name"' in pages
    number = re.search(r"/documents/(\d+)/pages/1.png", pages)[1]
    picture = reviewer.get(f"/documents/{number}/pages/1.png")
    assert picture.data.startswith(b"\x89PNG")
    assert reviewer.get(f"/documents/{number}/pages/99.png").status_code == 404


def test_the_pages_of_a_word_file_have_them_too(reviewer, record):
    pages = reviewer.get(f"/records/{record}/pages").text
    assert 'data-path="applicant.credit_code"' in pages
