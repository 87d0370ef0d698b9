"""The HTTP interface: what goes in and out, who may, and what an error looks like."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest

import tianbao
from extractors.extract import extract

ERROR = {"status", "code", "message"}


def changes(version: int, **values: Any) -> dict[str, Any]:
    return {"version": version, "changes": {"applicant.name": "上海甲乙有限公司", **values}}


def test_a_document_goes_in_once_and_its_state_is_told(ask, documents):
    data = documents["a01.docx"][0] + b" "
    first = ask("post", "/api/documents/?name=新.docx", data=data)
    assert (first.status_code, first.json["new"]) == (201, True)
    again = ask("post", "/api/documents/?name=新.docx", data=data)
    assert (again.json["id"], again.json["new"]) == (first.json["id"], False)
    shown = ask("get", f"/api/documents/{first.json['id']}").json
    assert (shown["state"], shown["reason"], shown["records"]) == ("received", None, [])
    assert shown["origins"][0]["name"] == "新.docx"
    assert ask("get", f"/api/documents/{first.json['id']}/file").data == data


def test_what_is_no_document_is_refused(ask):
    answer = ask("post", "/api/documents/?name=a.exe", data=b"MZ\x90\x00")
    assert answer.status_code == 415
    assert answer.json.keys() >= ERROR


def test_a_document_without_a_record_has_its_reason_and_may_be_read_again(ask):
    (number,) = [3]
    assert ask("get", f"/api/documents/{number}").json["reason"]["code"] == "not-a-form"
    assert ask("post", f"/api/documents/{number}/again").status_code == 204
    assert ask("get", f"/api/documents/{number}").json["state"] == "received"
    assert ask("post", f"/api/documents/{number}/again").status_code == 409


def test_records_come_a_page_at_a_time(ask):
    first = ask("get", "/api/records/?limit=1&sort=arrived").json
    assert first.keys() == {"items", "next"}, first
    second = ask("get", f"/api/records/?limit=1&sort=arrived&after={first['next']}").json
    assert second.keys() == {"items", "next"}, second
    assert [row["name"] for row in first["items"] + second["items"]] == ["a01.docx", "a06.docx"]
    assert second["next"] is None


@pytest.mark.parametrize("query", ["after=nonsense", "limit=0", "sort=size", "doubtful=perhaps"])
def test_a_list_that_can_t_be_asked_for_is_refused_with_the_place(ask, query):
    answer = ask("get", f"/api/records/?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json["errors"]["query"]


def test_a_record_is_what_extract_gives(ask, documents):
    shown = ask("get", "/api/records/1").json
    (result,) = documents["a01.docx"][1]
    for name in ("record", "fields", "marks", "problems"):
        assert shown[name] == json.loads(json.dumps(result[name]))


def test_a_correction_is_checked_kept_and_taken_back(ask):
    done = ask("post", "/api/records/1/corrections", json=changes(1)).json
    assert done["record"]["applicant"]["name"] == "上海甲乙有限公司"
    assert "cover-mismatch" in {problem["code"] for problem in done["problems"]}
    (kept,) = ask("get", "/api/records/1/history").json["items"]
    assert (kept["path"], kept["new"]) == ("applicant.name", "上海甲乙有限公司")
    back = ask("post", "/api/records/1/undo", json={"version": 2}).json
    assert back["record"]["applicant"]["name"] == kept["old"]


def test_a_second_change_to_an_old_version_is_shown_the_first(ask):
    ask("post", "/api/records/1/corrections", json=changes(1))
    answer = ask("post", "/api/records/1/corrections", json=changes(1))
    assert answer.status_code == 409
    assert answer.json["errors"]["version"] == 2
    assert answer.json["errors"]["changes"][0]["path"] == "applicant.name"


def test_values_that_the_form_refuses_are_told_by_path(ask):
    wrong = changes(1, **{"applicant.size": "巨型", "nothing.at.all": 1})
    answer = ask("post", "/api/records/1/corrections", json=wrong)
    assert answer.status_code == 422
    assert answer.json["errors"].keys() == {"applicant.size", "nothing.at.all"}


def test_a_request_with_a_key_is_done_once(ask):
    key = {"Idempotency-Key": "k1"}
    first = ask("post", "/api/records/1/corrections", json=changes(1), headers=key)
    second = ask("post", "/api/records/1/corrections", json=changes(1), headers=key)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json == first.json
    assert len(ask("get", "/api/records/1/history").json["items"]) == 1
    other = ask("post", "/api/records/1/undo", json={"version": 2}, headers=key)
    assert (other.status_code, other.json["code"]) == (422, "key-used")


def test_a_finding_is_overruled_and_a_record_accepted_assigned_and_reviewed(ask):
    shown = ask("get", "/api/records/2").json
    problem = shown["problems"][0]
    ruling = {"version": 1, "code": problem["code"], "path": problem["path"], "reason": "已核"}
    ruled = ask("post", "/api/records/2/rulings", json=ruling).json
    assert ruled["problems"][0]["ruled"]["reason"] == "已核"
    accepted = {"version": 2, "paths": ["applicant.name"]}
    assert ask("post", "/api/records/2/acceptances", json=accepted).json["version"] == 3
    unknown = {"version": 3, "paths": ["applicant.nickname"]}
    assert ask("post", "/api/records/2/acceptances", json=unknown).status_code == 422
    reviewed = ask("post", "/api/records/2/review", json={"version": 3}).json
    assert reviewed["state"] == "reviewed"
    assert ask("put", "/api/records/2/assignment", json={"to": "nobody"}).status_code == 422
    assert ask("put", "/api/records/2/assignment", json={"to": None}).status_code == 200


@pytest.mark.parametrize("name", ["reprint.docx", "corrected.docx"])
def test_files_made_of_a_record_say_what_it_says(ask, name):
    ask("post", "/api/records/1/corrections", json=changes(1))
    made = ask("get", f"/api/records/1/files/{name}")
    assert extract(made.data, name)[0]["record"]["applicant"]["name"] == "上海甲乙有限公司"
    assert "attachment" in made.headers["Content-Disposition"]


def test_a_file_that_can_t_be_made_says_why(ask):
    answer = ask("get", "/api/records/1/files/unknown.docx")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_two_records_are_compared(ask):
    items = ask("get", "/api/records/1/against/2").json["items"]
    assert {"applicant.name", "applicant.credit_code"} <= {item["path"] for item in items}


def test_a_record_is_checked_without_being_kept(ask, application):
    checked = ask("post", "/api/check", json={"record": application}).json
    assert (
        checked["record"]
        == tianbao.extract(tianbao.render("application", application))[0]["record"]
    )
    refused = ask("post", "/api/check", json={"record": {"applicant": {"size": "巨型"}}})
    assert refused.status_code == 422


def test_a_district_s_summary_and_the_tables(ask):
    district = ask("get", "/api/records/1").json["district"]
    made = ask("get", "/api/summaries/docx", query_string={"district": district})
    assert extract(made.data, "")[0]["form"] == "jiebang2024/summary"
    assert ask("get", "/api/summaries/docx?district=无此区").status_code == 404
    book = openpyxl.load_workbook(io.BytesIO(ask("get", "/api/export/xlsx").data))
    assert "jiebang2024-application" in book.sheetnames
    lines = ask("get", "/api/export/jsonl?form=jiebang2024/application").data.splitlines()
    assert len(lines) == 2
    assert ask("get", "/api/counts").json["documents"]["unusable"] == 1


def test_a_page_of_a_document_is_a_picture(ask):
    shown = ask("get", "/api/documents/1/pages/1")
    assert shown.data.startswith(b"\x89PNG")
    assert ask("get", "/api/documents/1/pages/99").status_code == 404


# --- who may -------------------------------------------------------------------------------------


def test_nobody_unknown_gets_anything(app):
    answer = app.test_client().get("/api/records/")
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")
    bad = app.test_client().get("/api/records/", headers={"Authorization": "Bearer nonsense"})
    assert bad.status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/documents/?name=a.docx"),
        ("post", "/api/records/1/corrections"),
        ("post", "/api/records/1/review"),
        ("get", "/api/documents/1/file"),
        ("get", "/api/export/csv"),
    ],
)
def test_a_viewer_may_only_look(ask, method, path):
    assert ask(method, path, as_="viewer").status_code == 403


def test_what_is_not_there_is_told_in_the_same_shape(ask):
    for path in ("/api/records/99", "/api/documents/99", "/api/nothing"):
        answer = ask("get", path)
        assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    assert ask("delete", "/api/records/1").json["code"] == "method-not-allowed"


def test_a_body_that_is_no_json_is_refused(ask):
    answer = ask(
        "post", "/api/records/1/review", data=b"{", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    assert answer.json.keys() >= ERROR


def test_the_description_stands_as_a_page(ask):
    page = ask("get", "/api/", as_="viewer")
    assert "/api/records/{number}/corrections" in page.text


def test_a_document_sent_twice_with_a_key_is_whole(ask, documents):
    data = documents["a06.docx"][0] + b" "
    headers = {"Idempotency-Key": "upload-1"}
    answers = [
        ask("post", "/api/documents/?name=a.docx", data=data, headers=headers) for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert ask("get", f"/api/documents/{answers[0].json['id']}/file").data == data


def test_a_document_that_is_too_large_is_refused_before_it_is_read(ask, monkeypatch):
    monkeypatch.setattr("tianbao.api.documents.LARGEST", 10)
    answer = ask("post", "/api/documents/?name=a.docx", data=b"PK" + bytes(9))
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_who_comes_without_a_token_is_told_how_to_sign_in(app):
    answer = app.test_client().get("/api/records/")
    assert answer.status_code == 401
    assert answer.json.keys() >= ERROR
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "Bearer" in answer.json["message"]
