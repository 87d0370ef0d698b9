"""The HTTP interface: what goes in and out, who may, and what an error looks like."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest

import tianbao
from extractors.extract import extract
from tianbao.store.errors import BlobMissing

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


def test_an_address_with_too_many_unknown_tokens_waits_and_others_behind_it_don_t(
    app, ask, monkeypatch
):
    monkeypatch.setattr("tianbao.web.attempts.MOST_TOKENS", 2)
    wrong = {"Authorization": "Bearer tb_nobody"}
    answers = [app.test_client().get("/api/records/", headers=wrong) for _ in range(3)]
    assert [each.status_code for each in answers] == [401, 401, 429]
    assert answers[2].json["code"] == "too-many"
    assert int(answers[2].headers["Retry-After"]) > 0
    page = app.test_client().get("/", headers=wrong)
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert ask("get", "/api/records/").status_code == 200


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


def test_a_document_goes_in_as_the_part_of_a_form_too(ask, documents):
    data = documents["a06.docx"][0] + b"  "
    form = {"file": (io.BytesIO(data), "申报书.docx")}
    taken = ask("post", "/api/documents/", data=form, headers={"Idempotency-Key": "form-1"})
    assert (taken.status_code, taken.json["name"]) == (201, "申报书.docx")
    assert ask("get", f"/api/documents/{taken.json['id']}/file").data == data


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"data": b"PK", "content_type": "application/octet-stream"}, ("query", "name")),
        ({"data": {"files": (io.BytesIO(b"PK"), "a.docx")}}, ("form", "file")),
    ],
)
def test_a_document_without_a_name_or_a_part_is_told_what_lacks(ask, more, place):
    answer = ask("post", "/api/documents/", **more)
    assert answer.status_code == 422
    assert place[1] in answer.json["errors"][place[0]]


def test_a_document_is_deleted_with_all_its_traces_by_an_admin_alone(ask, store):
    sha256 = ask("get", "/api/documents/1").json["sha256"]
    assert ask("delete", "/api/documents/1").status_code == 403
    assert ask("delete", "/api/documents/1", as_="admin").status_code == 204
    assert ask("get", "/api/documents/1").status_code == 404
    assert ask("get", "/api/records/1").status_code == 404
    assert ask("delete", "/api/documents/1", as_="admin").status_code == 404
    with pytest.raises(BlobMissing):
        store.blobs.get(sha256)


# --- versions ------------------------------------------------------------------------------------


def test_a_change_may_name_its_version_by_if_match(ask):
    tag = ask("get", "/api/records/1").headers["ETag"]
    named = {"changes": changes(0)["changes"]}
    done = ask("post", "/api/records/1/corrections", json=named, headers={"If-Match": tag})
    assert done.status_code == 200
    assert done.headers["ETag"] != tag
    late = ask("post", "/api/records/1/corrections", json=named, headers={"If-Match": tag})
    assert (late.status_code, late.json["code"]) == (412, "precondition-failed")
    assert late.json["errors"]["version"] == 2
    assert late.json["errors"]["changes"][0]["path"] == "applicant.name"
    any_ = ask("post", "/api/records/1/undo", json={}, headers={"If-Match": "*"})
    assert any_.json["version"] == 3


@pytest.mark.parametrize("tag", ['W/"1"', '"other"', '"2", "0"'])
def test_what_if_match_doesn_t_name_is_not_changed(ask, tag):
    for method, path, body in (
        ("post", "review", {"version": 1}),
        ("put", "assignment", {"to": None}),
        ("post", "part", None),
    ):
        answer = ask(method, f"/api/records/1/{path}", json=body, headers={"If-Match": tag})
        assert (answer.status_code, answer.json["errors"]["version"]) == (412, 1)


def test_a_change_that_names_no_version_is_refused(ask):
    answer = ask("post", "/api/records/1/review", json={})
    assert (answer.status_code, answer.json["code"]) == (422, "refused")
    assert "version" in answer.json["errors"]["json"]


def test_the_answer_to_a_key_has_its_etag_again(ask):
    key = {"Idempotency-Key": "k2"}
    tags = [
        ask("post", "/api/records/1/review", json={"version": 1}, headers=key).headers["ETag"]
        for _ in range(2)
    ]
    assert tags[0] == tags[1]


def test_versions_are_parted_and_joined(ask):
    first = ask("get", "/api/records/1").json["application_id"]
    joined = ask("post", "/api/records/2/join", json={"other": 1}).json
    assert joined["application_id"] == first
    assert len(ask("get", f"/api/records/?application_id={first}").json["items"]) == 2
    assert ask("post", "/api/records/2/part").json["application_id"] != first
    itself = ask("post", "/api/records/2/join", json={"other": 2})
    assert (itself.status_code, itself.json["code"]) == (422, "refused")
    assert ask("post", "/api/records/2/join", json={"other": 99}).status_code == 404


def test_a_ruling_is_taken_back(ask):
    problem = ask("get", "/api/records/2").json["problems"][0]
    finding = {"code": problem["code"], "path": problem["path"]}
    ruling = {"version": 1, "reason": "已核", **finding}
    ask("post", "/api/records/2/rulings", json=ruling)
    query = {"version": 2, **finding}
    back = ask("delete", "/api/records/2/rulings", query_string=query).json
    assert "ruled" not in back["problems"][0]


def test_an_export_is_on_its_way_from_the_disk(ask):
    answer = ask("get", "/api/export/csv", buffered=False)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content_length == len(answer.data)
    assert "a01.docx" in answer.text


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
